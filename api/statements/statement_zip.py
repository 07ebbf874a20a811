"""All statements of a quarter in one file, to be sent on."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from api.statements.billing import BillingTerms
from api.statements.run_csv import run_csv
from api.statements.sentences import reference
from api.statements.statement import StatementRun
from api.statements.statement_pdf import correction_pdf, statement_pdf
from api.statements.statement_xlsx import run_xlsx
from api.texts.translator import Translator

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""When every file is said to be made, since the clock's moment would make other bytes each time."""


def statement_zip(run: StatementRun, speak: Translator, terms: BillingTerms) -> bytes:
    """Return a PDF for each statement and correction, workbook and table; the same bytes each time."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as packed:

        def put(name: str, content: bytes) -> None:
            packed.writestr(ZipInfo(name, LONG_AGO), content, ZIP_DEFLATED)

        day = run.period.first_day.isoformat()
        put(f"statements-{day}.csv", run_csv(run, terms).encode())
        put(f"statements-{day}.xlsx", run_xlsx(run, speak))
        for one in run.statements:
            put(f"{one.municipality}-{reference(one) or 'preliminary'}.pdf", statement_pdf(one, speak, terms))
        for correction in run.corrections:
            put(
                f"{correction.municipality}-{reference(correction)}.pdf",
                correction_pdf(correction, speak, terms),
            )
    return stream.getvalue()

"""All statements of a quarter, or of a year, in one file, to be sent on."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from api.statements.annual import AnnualRun
from api.statements.annual_pdf import annual_pdf
from api.statements.annual_xlsx import annual_run_xlsx
from api.statements.billing import BillingTerms
from api.statements.run_csv import run_csv
from api.statements.sentences import reference
from api.statements.statement import StatementRun
from api.statements.statement_pdf import correction_pdf, statement_pdf
from api.statements.statement_xlsx import run_xlsx
from api.texts.translator import Translator

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""When every file is said to be made, since the clock's moment would make other bytes each time."""
NamedFiles = Iterator[tuple[str, bytes]]


def statement_zip(run: StatementRun, speak: Translator, terms: BillingTerms) -> bytes:
    """Return a PDF for each statement and correction, workbook and table; the same bytes each time."""
    return _packed(_quarter_files(run, speak, terms))


def annual_zip(run: AnnualRun, speak: Translator, terms: BillingTerms) -> bytes:
    """Return a PDF for each municipality's year, workbook and table; the same bytes each time."""
    return _packed(_year_files(run, speak, terms))


def _quarter_files(run: StatementRun, speak: Translator, terms: BillingTerms) -> NamedFiles:
    day = run.period.first_day.isoformat()
    yield f"statements-{day}.csv", run_csv([run], terms).encode()
    yield f"statements-{day}.xlsx", run_xlsx(run, speak)
    for one in run.statements:
        yield f"{one.municipality}-{reference(one) or 'preliminary'}.pdf", statement_pdf(one, speak, terms)
    for correction in run.corrections:
        name = f"{correction.municipality}-{reference(correction)}.pdf"
        yield name, correction_pdf(correction, speak, terms)


def _year_files(run: AnnualRun, speak: Translator, terms: BillingTerms) -> NamedFiles:
    yield f"statements-{run.year}.csv", run_csv(run.runs, terms).encode()
    yield f"statements-{run.year}.xlsx", annual_run_xlsx(run, speak)
    for one in run.statements:
        yield f"{one.municipality}-{run.year}.pdf", annual_pdf(one, speak, terms)


def _packed(files: NamedFiles) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as packed:
        for name, content in files:
            packed.writestr(ZipInfo(name, LONG_AGO), content, ZIP_DEFLATED)
    return stream.getvalue()

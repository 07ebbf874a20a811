"""Write a business case into a folder: JSON, picture, workbook and PDF, all of them or none."""

from __future__ import annotations

import json
from pathlib import Path

from api.cases.files.case_chart import chart
from api.cases.files.case_json import case_json
from api.cases.files.case_pdf import case_pdf
from api.cases.files.case_xlsx import case_xlsx
from api.outputs.atomic_replace import claimed, replace_files
from api.outputs.failures import told
from api.texts.translator import Translator
from wfm.books.case_figures import CaseFigures

JSON_FILE, CHART_FILE, WORKBOOK_FILE, PDF_FILE = "case.json", "case.svg", "case.xlsx", "case.pdf"


def write_case(figures: CaseFigures, speak: Translator, out: Path) -> tuple[str, ...]:
    """Write a case's files; return their names.

    Raises
    ------
    OutputError
        Where anything cannot be written; what stood there before still stands.
    """
    document = json.dumps(case_json(figures, speak), ensure_ascii=False, indent=2) + "\n"
    files = {
        JSON_FILE: document.encode(),
        CHART_FILE: chart(figures, speak, "svg"),
        WORKBOOK_FILE: case_xlsx(figures, speak),
        PDF_FILE: case_pdf(figures, speak),
    }
    with told(out), claimed(out):
        replace_files(out, files)
    return tuple(files)

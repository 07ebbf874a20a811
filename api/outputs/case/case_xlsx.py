"""The workbook of a business case: items, and everything else by formulas from them."""

from __future__ import annotations

from datetime import datetime

from api.documents.book import Book
from api.outputs.case.checks_sheet import checks_sheet
from api.outputs.case.items_sheet import items_sheet, items_sheet_of
from api.outputs.case.overview_sheet import overview_sheet
from api.outputs.case.partners_sheet import partners_sheet
from api.texts.translator import Translator
from wfm.books.case_figures import CaseFigures


def case_xlsx(figures: CaseFigures, speak: Translator) -> bytes:
    """Return the workbook; the same case gives the same bytes."""
    case = figures.case
    first = case.years[0]
    # A moment has to stand there, and the clock's would make other bytes each time.
    book = Book(case.name, datetime(first if first >= 1900 else 2000, 1, 1), speak)
    overview, items = items_sheet_of(book)
    overview_sheet(overview, items, figures)
    items_sheet(items, figures)
    partners_sheet(book, figures)
    checks_sheet(book, figures)
    return book.to_bytes()

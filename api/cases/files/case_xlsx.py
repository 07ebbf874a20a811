"""The workbook of a business case: items, and everything else by formulas from them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from api.cases.files.checks_sheet import checks_sheet
from api.cases.files.items_sheet import items_sheet, items_sheet_of
from api.cases.files.overview_sheet import overview_sheet
from api.cases.files.partners_sheet import partners_sheet
from api.cases.reckoning import CaseSplit
from api.cases.sentences import split_name
from api.documents.book import Book
from api.texts.translator import Translator
from wfm.books.case_figures import CaseFigures


def case_xlsx(figures: CaseFigures, speak: Translator, splits: Sequence[CaseSplit] = ()) -> bytes:
    """Return the workbook, shared by the items' own keys or by those asked for; same case, same bytes."""
    case = figures.case
    first = case.years[0]
    # A moment has to stand there, and the clock's would make other bytes each time.
    book = Book(case.name, datetime(first if first >= 1900 else 2000, 1, 1), speak)
    overview, items = items_sheet_of(book)
    overview_sheet(overview, items, figures)
    items_sheet(items, figures)
    for number, split in enumerate(splits, start=1):
        partners_sheet(book, split.figures, split_name(split, speak), number)
    if not splits:
        partners_sheet(book, figures)
    checks_sheet(book, figures)
    return book.to_bytes()

"""The sheet of what does not add up: in words, and every printed figure that differs."""

from __future__ import annotations

from api.documents.book import CELL, Book
from api.texts.business_case import (
    CHECKS_HEADING,
    COMPUTED,
    DIFFERENCE,
    FIGURE,
    PRINTED,
    YEAR_COLUMN,
    checks,
    difference_cells,
)
from wfm.books.case_figures import CaseFigures
from wfm.books.printed_check import find_differences
from wfm.message import Text

CHECKS = Text("case.sheet_checks", "checks")


def checks_sheet(book: Book, figures: CaseFigures) -> None:
    """Write what was checked; nothing where there was nothing to check."""
    speak = book.speak
    told = [speak.sentence(one) for one in checks(figures, speak)]
    if not told:
        return
    sheet = book.sheet(speak.sentence(CHECKS()))
    sheet.title(CHECKS_HEADING())
    sheet.widths(44, 12, 16, 18, 16)
    for row, sentence in enumerate(told, 2):
        sheet.wide_text(row, 4, sentence)
    differing = find_differences(figures)
    if not differing:
        return
    top = 3 + len(told)
    sheet.header(top, [FIGURE(), YEAR_COLUMN(), PRINTED(), COMPUTED(), DIFFERENCE()], figures=range(2, 5))
    for row, one in enumerate(differing, top + 1):
        which, year, *_ = difference_cells(figures.case, one, speak)
        decimals = one.printed.decimals
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        sheet.long_text(row, 0, which, **CELL)
        sheet.text(row, 1, year, **CELL)
        for column, value in enumerate((one.figure, one.computed, one.difference), 2):
            sheet.number(row, column, value, pattern, **CELL)

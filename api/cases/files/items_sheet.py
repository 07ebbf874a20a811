"""The sheet of items: one a row, with a column for each year; the overview adds them up by formulas."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from api.documents.book import CELL, MONEY, Book, BookSheet
from api.documents.palette import CLOSED
from api.texts.business_case import (
    AREA,
    COUNTED,
    IN_ALL,
    IN_CURRENCY,
    ITEM,
    ITEMS_HEADING,
    KEY,
    KIND,
    NO,
    SIDES,
    YES,
    year_name,
)
from wfm.books.business_case import ItemKind
from wfm.books.case_figures import CaseFigures
from wfm.message import Message, Text

OVERVIEW = Text("case.sheet_overview", "overview")
ITEMS = Text("case.sheet_items", "items")
TOP = 3
"""Row of the first item; rows and columns count from 0."""
YEARS_AT = 5
"""Column of the first year."""
CaseSheet = BookSheet[Book]


@dataclass(frozen=True)
class ItemRange:
    """Where the items stand, for formulas on other sheets."""

    sheet: str
    last: int

    def column(self, column: int, *, fixed: bool = True) -> str:
        """Return the cells of a column of items, such as ``'items'!$A$4:$A$15``."""
        name = xl_col_to_name(column, fixed)
        quoted = self.sheet.replace("'", "''")
        return f"'{quoted}'!{name}${TOP + 1}:{name}${self.last + 1}"


def items_sheet_of(book: Book) -> tuple[CaseSheet, CaseSheet]:
    """Add the sheets of the overview and of the items, in this order."""
    speak = book.speak
    return book.sheet(speak.sentence(OVERVIEW())), book.sheet(speak.sentence(ITEMS()))


def item_range(items: CaseSheet, figures: CaseFigures) -> ItemRange:
    """Return where the items of a case stand."""
    return ItemRange(items.raw.get_name(), TOP + len(figures.case.items) - 1)


def side_word(side: ItemKind, sheet: CaseSheet) -> str:
    """Return what a side is called in the column of kinds."""
    return sheet.book.speak.say(SIDES[side]())


def items_sheet(sheet: CaseSheet, figures: CaseFigures) -> None:
    """Write every item; one that is not counted stands pale."""
    case, speak = figures.case, sheet.book.speak
    years = [year_name(case, year, speak) for year in case.years]
    sheet.title(ITEMS_HEADING(), IN_CURRENCY(currency=case.currency))
    sheet.widths(12, 24, 40, 16, 11, *(14 for _ in years), 15)
    heads: list[str | Message] = [KIND(), AREA(), ITEM(), KEY(), COUNTED(), *years, IN_ALL()]
    sheet.header(TOP - 1, heads, figures=range(YEARS_AT, YEARS_AT + len(years) + 1))
    end = YEARS_AT + len(years)
    for row, item in enumerate(case.items, TOP):
        pale = {} if item.counted else {"bg_color": CLOSED, "italic": True}
        texts = (side_word(item.side, sheet), item.area, item.name, item.key or "")
        for column, text in enumerate((*texts, speak.say((YES if item.counted else NO)()))):
            sheet.long_text(row, column, text, **pale, **CELL)
        for column, amount in enumerate(item.amounts, YEARS_AT):
            sheet.number(row, column, amount, MONEY, **pale, **CELL)
        first, last = (xl_rowcol_to_cell(row, column) for column in (YEARS_AT, end - 1))
        total = sum(item.amounts, Fraction(0))
        sheet.formula(row, end, f"=SUM({first}:{last})", total, MONEY, **pale, **CELL)
    sheet.raw.autofilter(TOP - 1, 0, TOP + len(case.items) - 1, end)
    sheet.freeze(TOP, 3)

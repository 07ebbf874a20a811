"""The sheet that opens: gains, costs, effect and what accumulates, by formulas from the items."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from xlsxwriter.utility import xl_rowcol_to_cell

from api.cases.files.items_sheet import YEARS_AT, CaseSheet, ItemRange, item_range, side_word
from api.documents.book import CELL, MONEY, SUM
from api.texts.business_case import (
    ACCUMULATED,
    AREAS_HEADING,
    COSTS,
    DISCOUNTED,
    EFFECT,
    GAINS,
    IN_ALL,
    IN_CURRENCY,
    OTHER_AREA,
    TOTALS_HEADING,
    YES,
    conclusions,
    year_name,
)
from wfm.books.business_case import Amounts, ItemKind
from wfm.books.case_figures import CaseFigures
from wfm.message import Text

RATE = Text("case.rate", "rate of discount a year")
_TOP = 4
_GAINS, _COSTS, _EFFECT, _ACCUMULATED, _DISCOUNTED, _RATE = range(_TOP, _TOP + 6)
_PERCENT = "0.00%"
_SIGNED = "#,##0.00;[Red]\\-#,##0.00"


def overview_sheet(sheet: CaseSheet, items: CaseSheet, figures: CaseFigures) -> None:
    """Write the totals, the areas and what they come to in words."""
    case, speak = figures.case, sheet.book.speak
    years = [year_name(case, year, speak) for year in case.years]
    sheet.title(case.name, IN_CURRENCY(currency=case.currency))
    sheet.widths(14, 30, *(15 for _ in years), 16)
    sheet.text(2, 0, TOTALS_HEADING(), bold=True)
    sheet.header(_TOP - 1, ["", "", *years, IN_ALL()], figures=range(2, 3 + len(years)))
    where = item_range(items, figures)
    _totals(sheet, where, figures)
    row = _areas(sheet, where, figures, _RATE + 2)
    for message in conclusions(figures, speak):
        sheet.wide_text(row, 2 + len(years), message)
        row += 1


def _totals(sheet: CaseSheet, where: ItemRange, figures: CaseFigures) -> None:
    columns = range(len(figures.case.years))

    def cell(row: int, column: int) -> str:
        return str(xl_rowcol_to_cell(row, 2 + column))

    rate = xl_rowcol_to_cell(_RATE, 2, row_abs=True, col_abs=True)
    first = int(figures.case.discount_first_year)
    _row(sheet, _GAINS, GAINS, figures.gains, lambda at: _sum_if(sheet, where, at, ItemKind.GAIN))
    _row(sheet, _COSTS, COSTS, figures.costs, lambda at: _sum_if(sheet, where, at, ItemKind.COST))
    _row(sheet, _EFFECT, EFFECT, figures.effect, lambda at: f"={cell(_GAINS, at)}-{cell(_COSTS, at)}", **SUM)
    _row(
        sheet,
        _ACCUMULATED,
        ACCUMULATED,
        figures.accumulated,
        lambda at: f"=SUM({xl_rowcol_to_cell(_EFFECT, 2, col_abs=True)}:{cell(_EFFECT, at)})",
        summed=False,
    )
    _row(
        sheet,
        _DISCOUNTED,
        DISCOUNTED,
        figures.discounted,
        lambda at: f"={cell(_EFFECT, at)}/(1+{rate})^{at + first}",
    )
    sheet.text(_RATE, 0, RATE(), **CELL)
    sheet.text(_RATE, 1, "", **CELL)
    sheet.number(_RATE, 2, figures.case.discount_rate, _PERCENT, **CELL)
    sheet.raw.conditional_format(
        _EFFECT,
        2,
        _ACCUMULATED,
        1 + len(columns),
        {"type": "cell", "criteria": "<", "value": 0, "format": sheet.book.style(font_color="#B00020")},
    )


def _row(
    sheet: CaseSheet,
    row: int,
    label: Text,
    amounts: Amounts,
    formula: Callable[[int], str],
    *,
    summed: bool = True,
    **look: object,
) -> None:
    style = look or CELL
    sheet.text(row, 0, sheet.book.speak.sentence(label()), **style)
    sheet.text(row, 1, "", **style)
    for place, amount in enumerate(amounts):
        sheet.formula(row, 2 + place, formula(place), amount, _SIGNED, **style)
    end = 2 + len(amounts)
    if summed:
        first, last = xl_rowcol_to_cell(row, 2), xl_rowcol_to_cell(row, end - 1)
        sheet.formula(row, end, f"=SUM({first}:{last})", sum(amounts, Fraction(0)), _SIGNED, **style)
    else:
        sheet.text(row, end, "", **style)


def _sum_if(sheet: CaseSheet, where: ItemRange, year: int, side: ItemKind, area_cell: str = "") -> str:
    """Return the formula of what counted items of a side come to in a year, of all areas or one."""
    yes = sheet.book.speak.say(YES())
    # Not SUMIFS, which would take a star in the name of an area for any letters.
    tests = [f'({where.column(0)}="{side_word(side, sheet)}")', f'({where.column(4)}="{yes}")']
    tests += [f"({where.column(1)}={area_cell})"] if area_cell else []
    return f"=SUMPRODUCT({'*'.join((*tests, where.column(YEARS_AT + year, fixed=False)))})"


def _areas(sheet: CaseSheet, where: ItemRange, figures: CaseFigures, row: int) -> int:
    """Write a row for each area of a side; return the row after them and a blank one."""
    case, speak = figures.case, sheet.book.speak
    end = 2 + len(case.years)
    sheet.text(row, 0, AREAS_HEADING(), bold=True)
    for side in ItemKind:
        for area in figures.areas(side):
            row += 1
            total = figures.total(side, area)
            sheet.text(row, 0, speak.sentence((GAINS if side is ItemKind.GAIN else COSTS)()), **CELL)
            sheet.long_text(row, 1, area or OTHER_AREA(), **CELL)
            named = xl_rowcol_to_cell(row, 1, col_abs=True) if area else '""'
            for place, amount in enumerate(total):
                formula = _sum_if(sheet, where, place, side, named)
                sheet.formula(row, 2 + place, formula, amount, MONEY, **CELL)
            cells = f"{xl_rowcol_to_cell(row, 2)}:{xl_rowcol_to_cell(row, end - 1)}"
            sheet.formula(row, end, f"=SUM({cells})", sum(total, Fraction(0)), MONEY, **CELL)
    return row + 2

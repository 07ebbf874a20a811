"""The sheet of the partners: what each gains and pays by year, and sums by formulas."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from api.cases.files.items_sheet import CaseSheet
from api.documents.book import CELL, MONEY, SUM, Book
from api.texts.business_case import (
    COSTS,
    EFFECT,
    GAINS,
    IN_ALL,
    PARTNER,
    PARTNERS_HEADING,
    partner_name,
    year_name,
)
from wfm.books.case_figures import CaseFigures, PartnerPart
from wfm.message import Text

PARTNERS = Text("case.sheet_partners", "partners")
ABOUT = Text(
    "case.partners_about",
    "Each item is shared by its key; a year's parts sum to the total. Amounts in {currency}.",
)
BY_KEY = Text(
    "case.partners_by",
    "Everything is shared by {key}; a year's parts sum to the total. Amounts in {currency}.",
)
_TOP = 3
_SIGNED = "#,##0.00;[Red]\\-#,##0.00"
Part = Callable[[PartnerPart], Sequence[Decimal]]


def partners_sheet(book: Book, figures: CaseFigures, by: str = "", number: int = 0) -> None:
    """Write gains, costs and effect of every partner; nothing where the case has no keys.

    Parameters
    ----------
    by, number
        By which key everything is shared, and the how many-eth of them it is; else by the items' own.
    """
    case, speak = figures.case, book.speak
    if not case.keys:
        return
    called = speak.sentence(PARTNERS()).rstrip(".")
    sheet = book.sheet(f"{called} {number}" if number else called)
    years = [year_name(case, year, speak) for year in case.years]
    about = BY_KEY(key=by, currency=case.currency) if by else ABOUT(currency=case.currency)
    sheet.title(PARTNERS_HEADING(), about)
    sheet.widths(34, *(15 for _ in years), 16)
    row = _TOP
    gains = row
    row = _block(sheet, figures, row, GAINS, lambda part: part.gains, years)
    costs = row
    row = _block(sheet, figures, row, COSTS, lambda part: part.costs, years)
    _block(sheet, figures, row, EFFECT, lambda part: part.effect, years, less=(gains, costs))
    sheet.freeze(0, 1)


def _block(
    sheet: CaseSheet,
    figures: CaseFigures,
    top: int,
    label: Text,
    of: Part,
    years: Sequence[str],
    less: tuple[int, int] | None = None,
) -> int:
    """Write one line of figures of every partner, and their sums; return the row for the next."""
    case, speak = figures.case, sheet.book.speak
    heading = f"{speak.sentence(label())} ({speak.say(PARTNER())})"
    sheet.header(top, [heading, *years, IN_ALL()], figures=range(1, len(years) + 2))
    end, first = len(years) + 1, top + 1
    for row, (partner, part) in enumerate(figures.parts.items(), first):
        sheet.long_text(row, 0, partner_name(case, partner, speak), **CELL)
        for column, amount in enumerate(of(part), 1):
            if less is None:
                sheet.number(row, column, amount, MONEY, **CELL)
            else:
                one, other = (xl_rowcol_to_cell(start + row - top, column) for start in less)
                sheet.formula(row, column, f"={one}-{other}", amount, _SIGNED, **CELL)
        cells = f"{xl_rowcol_to_cell(row, 1)}:{xl_rowcol_to_cell(row, end - 1)}"
        sheet.formula(row, end, f"=SUM({cells})", sum(of(part), Decimal(0)), _SIGNED, **CELL)
    last = first + len(figures.parts)
    sheet.text(last, 0, IN_ALL(), **SUM)
    for column in range(1, end + 1):
        cells = f"{xl_rowcol_to_cell(first, column)}:{xl_rowcol_to_cell(last - 1, column)}"
        amounts = [of(part) for part in figures.parts.values()]
        total = sum((sum(a, Decimal(0)) if column == end else a[column - 1] for a in amounts), Decimal(0))
        sheet.formula(last, column, f"=SUM({cells})", total, _SIGNED, **SUM)
    return last + 2

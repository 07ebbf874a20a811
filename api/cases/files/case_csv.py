"""The figures of a business case as a table: a row for each line, area, and partner's part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from api.cases.reckoning import CaseOutcome
from wfm.books.business_case import CaseLine, ItemKind
from wfm.books.case_figures import CaseFigures
from wfm.rounding import half_up
from wfm.tables.csv_writing import csv_text, harmless

COLUMNS = ("kind", "area", "partner", "name", "key")
DISCOUNTED = "discounted"
Line = tuple[str, str, str, str, str, Sequence[Fraction | Decimal]]


def case_csv(outcome: CaseOutcome) -> str:
    """Return totals, areas and parts by year, each with two decimals."""
    years = [str(year) for year in outcome.case.years]
    return csv_text((*COLUMNS, *years), map(_cells, _lines(outcome)))


def _cells(line: Line) -> Iterator[str]:
    yield from map(harmless, line[:5])
    yield from map(_amount, line[5])


def _lines(outcome: CaseOutcome) -> Iterator[Line]:
    figures = outcome.figures
    for line in CaseLine:
        yield line.value, "", "", "", "", figures.line(line) or ()
    if figures.case.discount_rate:
        yield DISCOUNTED, "", "", "", "", figures.discounted
    for side in ItemKind:
        for area in figures.areas(side):
            yield side.value, area, "", "", "", figures.total(side, area)
    if figures.case.keys:
        yield from _parts(figures, "")
    for split in outcome.splits:
        yield from _parts(split.figures, split.text)


def _parts(figures: CaseFigures, key: str) -> Iterator[Line]:
    for partner, part in figures.parts.items():
        name = figures.case.partners.get(partner, partner)
        for line, amounts in (
            (CaseLine.GAIN, part.gains),
            (CaseLine.COST, part.costs),
            (CaseLine.EFFECT, part.effect),
        ):
            yield line.value, "", partner, name, key, amounts


def _amount(value: Fraction | Decimal) -> str:
    return str(half_up(value, 2))

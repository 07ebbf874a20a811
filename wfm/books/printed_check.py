"""Printed figures held against a business case: which of them do not follow from its items."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from wfm.books.business_case import BusinessCase, CaseItem, PrintedLine
from wfm.books.case_figures import CaseFigures
from wfm.rounding import half_up


@dataclass(frozen=True)
class PrintedDifference:
    """A printed figure that is not what the items come to.

    Parameters
    ----------
    printed
        The line in which it stands.
    year
        Of the case's years.
    figure, computed
        As printed, and what the items come to rounded alike; both in the printed line's unit.
    """

    printed: PrintedLine
    year: int
    figure: Decimal
    computed: Decimal

    @property
    def difference(self) -> Decimal:
        """By how much more is printed than the items come to."""
        return self.figure - self.computed


@dataclass(frozen=True)
class UncountedItem:
    """An item that the totals leave out, and what they would be with it, in the years that it concerns.

    Parameters
    ----------
    item
        The item.
    year
        Of the case's years.
    without, instead
        Total of its side in that year as it is counted, and with every item.
    """

    item: CaseItem
    year: int
    without: Fraction
    instead: Fraction


def find_differences(figures: CaseFigures) -> tuple[PrintedDifference, ...]:
    """Return the printed figures that differ from the case's, in the order of print.

    A figure of a line that the case does not have, such as an unknown partner's, is compared with 0.
    """
    return tuple(
        found
        for printed in figures.case.printed
        for found in _differences(figures, printed)
        if found.difference
    )


def _differences(figures: CaseFigures, printed: PrintedLine) -> list[PrintedDifference]:
    years = figures.case.years
    computed = figures.line(printed.line, printed.area, printed.partner) or (Fraction(0),) * len(years)
    return [
        PrintedDifference(
            printed, year, half_up(figure, printed.decimals), half_up(exact / printed.unit, printed.decimals)
        )
        for year, figure, exact in zip(years, printed.amounts, computed, strict=True)
        if figure is not None
    ]


def find_uncounted(case: BusinessCase) -> tuple[UncountedItem, ...]:
    """Return every item that is not counted, for each year in which it has an amount."""
    counted, every = CaseFigures(case), CaseFigures(case, every=True)
    return tuple(
        UncountedItem(item, year, counted.total(item.side)[place], every.total(item.side)[place])
        for item in case.items
        if not item.counted
        for place, year in enumerate(case.years)
        if item.amounts[place]
    )


def payback_agrees(figures: CaseFigures) -> bool | None:
    """Tell whether the printed year of payback is the case's, discounted or not; ``None`` where none is."""
    printed = figures.case.printed_payback
    if printed is None:
        return None
    return any(
        found is not None and found.year == printed for found in (figures.payback, figures.discounted_payback)
    )

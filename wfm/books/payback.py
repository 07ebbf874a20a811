"""Payback (*tilbagebetalingstid*): when what was saved has made up for what was spent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate


@dataclass(frozen=True)
class Payback:
    """When a case has paid itself back.

    Parameters
    ----------
    year
        Year of the case, 1 being its first, at whose end it has.
    years
        The same within the year, its effect taken to come evenly: 2.25 is a quarter into the third year.
    owed
        Whether the accumulated effect was below 0 before: else there was nothing to pay back.
    relapse
        A later year at whose end the accumulated effect is below 0 again, if there is one.
    """

    year: int
    years: Fraction
    owed: bool = True
    relapse: int | None = None


def find_payback(effects: Sequence[Fraction]) -> Payback | None:
    """Return when the accumulated effect comes up to 0.

    Parameters
    ----------
    effects
        Gains less costs, year by year.

    Returns
    -------
    Payback or None
        The first year at whose end the accumulated effect is at least 0; years before any effect do not
        count as paid back. ``None`` where there is no such year, or no effect at all. A case whose first
        effect is above 0 owes nothing: it is paid back when that effect begins.
    """
    before = Fraction(0)
    begun = False
    for year, (effect, sum_) in enumerate(zip(effects, accumulate(effects), strict=True), 1):
        begun = begun or effect != 0
        if begun and sum_ >= 0:
            within = -before / effect if effect else Fraction(0)
            return Payback(year, year - 1 + within, before < 0, _relapse(effects, year))
        before = sum_
    return None


def _relapse(effects: Sequence[Fraction], year: int) -> int | None:
    later = enumerate(accumulate(effects), 1)
    return next((number for number, sum_ in later if number > year and sum_ < 0), None)

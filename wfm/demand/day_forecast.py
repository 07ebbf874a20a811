"""Profile and day totals together: what is expected of whole days after an origin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

import numpy as np

from wfm.demand.counted_days import CountedDays
from wfm.demand.day_profile import DayProfile, fit_profile
from wfm.demand.day_total import YEAR_FROM, DayModel, Shrinkage, fit_days
from wfm.demand.forecast import Numbers
from wfm.demand.history import CallHistory
from wfm.demand.special_days import USUAL, DayMark

LEVELS, YEARS = (0.008, 0.02, 0.05), (0.04, 0.1, 0.25)
"""Shrinkages that are tried where the history is long enough."""


@dataclass(frozen=True, eq=False)
class DayFacts:
    """What is known beforehand of every day: marks, and citizens served in proportion to the latest."""

    marks: Mapping[date, DayMark]
    history: CallHistory

    def populations(self, days: Sequence[date]) -> Numbers:
        """Return the citizens served on each day."""
        return np.array([float(self.history.population_on(day)) for day in days])

    def usual(self, days: Sequence[date]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Return whether nothing is special about each day."""
        return np.array([self.marks.get(day, USUAL).is_usual for day in days], dtype=bool)


@dataclass(frozen=True, eq=False)
class DayForecast:
    """A model of the calls of a day and of their profile, fitted on what was counted before an origin."""

    model: DayModel
    profile: DayProfile
    known: DayFacts

    def expect(self, days: Sequence[date]) -> Numbers:
        """Return the expected calls of whole days, shape (days,)."""
        return self.model.expect(days, self.known.marks, self.known.populations(days))


def fit_forecast(counted: CountedDays, known: DayFacts, shrinkage: Shrinkage) -> DayForecast:
    """Fit profile and totals on days counted; at least one."""
    profile = fit_profile(counted, known.usual(counted.days))
    return DayForecast(_fit(counted, profile, known, shrinkage), profile, known)


def _fit(counted: CountedDays, profile: DayProfile, known: DayFacts, shrinkage: Shrinkage) -> DayModel:
    days = counted.days
    populations = known.populations(days)
    return fit_days(days, profile.totals, profile.known, known.marks, populations, shrinkage)


def tune_shrinkage(counted: CountedDays, known: DayFacts, origins: Sequence[date]) -> Shrinkage:
    """Return the shrinkage under which earlier forecasts of four weeks would have been nearest.

    Under `YEAR_FROM` days of history it is the usual one: so little tells nothing of it.
    """
    usual = Shrinkage()
    if not origins or (counted.days[-1] - counted.days[0]).days < YEAR_FROM:
        return usual
    profile = fit_profile(counted, known.usual(counted.days))
    judged = known.usual(counted.days) & (profile.known >= 0.5)

    def error(shrinkage: Shrinkage) -> float:
        missed = 0.0
        for origin in origins:
            end = int(np.searchsorted(counted.ordinals, origin.toordinal()))
            stop = int(np.searchsorted(counted.ordinals, origin.toordinal() + 28))
            before = DayProfile(profile.parts, profile.totals[:end], profile.known[:end])
            model = _fit(counted.before(origin), before, known, shrinkage)
            days = counted.days[end:stop]
            expected = model.expect(days, known.marks, known.populations(days))
            missed += float(np.abs(profile.totals[end:stop] - expected)[judged[end:stop]].sum())
        return missed

    tried = [Shrinkage(level=level, year=year) for level, year in product(LEVELS, YEARS)]
    errors = {one: error(one) for one in tried}
    best = min(tried, key=errors.__getitem__)
    # The usual one unless another is clearly better: a few origins are little to choose by.
    return best if errors[best] < 0.98 * errors[usual] else usual

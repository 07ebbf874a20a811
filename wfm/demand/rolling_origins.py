"""Forecasts of the history's own past, each made with what had been counted by then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from wfm.demand.counted_days import CountedDays
from wfm.demand.day_forecast import DayFacts, DayForecast, fit_forecast
from wfm.demand.day_total import Shrinkage
from wfm.demand.forecast import Numbers

STEP = timedelta(weeks=4)
HORIZON = timedelta(weeks=17)
"""A quarter, with four weeks to plan it in."""
LEAST = timedelta(weeks=8)
"""Of history before an origin."""
MOST = 13


@dataclass(frozen=True, eq=False)
class RollingOrigin:
    """A forecast made at an origin, beside what came.

    Parameters
    ----------
    origin
        The first day that was not known.
    forecast
        What was fitted on the days before it.
    places
        Rows, among the days counted, of the days after it, as far as `HORIZON`.
    expected
        Calls expected of each of them as whole days.
    """

    origin: date
    forecast: DayForecast
    places: np.ndarray[tuple[int], np.dtype[np.intp]]
    expected: Numbers

    def weeks_ahead(self, counted: CountedDays) -> Numbers:
        """Return how many whole weeks after the origin each day lies."""
        return np.asarray((counted.ordinals[self.places] - self.origin.toordinal()) // 7, dtype=float)


def choose_origins(counted: CountedDays) -> tuple[date, ...]:
    """Return the origins, the latest first: every four weeks, the latest four weeks before the end."""
    first, end = counted.days[0], counted.days[-1] + timedelta(days=1)
    origins = [end - STEP * number for number in range(1, MOST + 1)]
    return tuple(origin for origin in origins if origin - first >= LEAST)


def forecast_past(
    counted: CountedDays, known: DayFacts, origins: Sequence[date], shrinkage: Shrinkage
) -> tuple[RollingOrigin, ...]:
    """Return a forecast for each origin."""
    found = []
    for origin in origins:
        start = np.searchsorted(counted.ordinals, origin.toordinal())
        stop = np.searchsorted(counted.ordinals, (origin + HORIZON).toordinal())
        places = np.arange(start, stop)
        fitted = fit_forecast(counted.before(origin), known, shrinkage)
        days = [counted.days[place] for place in places]
        found.append(RollingOrigin(origin, fitted, places, fitted.expect(days)))
    return tuple(found)

"""Sums of a forecast over days and the whole period, taken path by path: parts that stray go together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from wfm.demand.forecast import Forecast, Numbers


@dataclass(frozen=True, eq=False)
class DaySums:
    """Calls of each day: expected, and quantiles by the paths' sums, shape (quantiles, days)."""

    days: tuple[date, ...]
    calls: Numbers
    quantiles: Numbers


def period_quantiles(forecast: Forecast, parts: Sequence[float]) -> tuple[int, ...]:
    """Return quantiles of the calls of the whole period."""
    sums = forecast.paths.sum(axis=1, dtype=np.int64)
    return tuple(round(float(one)) for one in np.quantile(sums, parts))


def sum_days(forecast: Forecast, parts: Sequence[float]) -> DaySums:
    """Return the sums of each day that has an interval."""
    days = tuple(dict.fromkeys(one.day for one in forecast.intervals))
    row = {day: place for place, day in enumerate(days)}
    places = np.array([row[one.day] for one in forecast.intervals], dtype=np.intp)
    starts = np.flatnonzero(np.diff(places, prepend=-1))
    calls = np.add.reduceat(forecast.calls, starts)
    sums = np.add.reduceat(forecast.paths, starts, axis=1, dtype=np.int64)
    return DaySums(days, calls, np.quantile(sums, parts, axis=0))

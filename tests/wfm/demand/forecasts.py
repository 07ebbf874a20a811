"""Forecasts for tests: every interval of a plan's opening hours, and paths that a seed gives."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from wfm.demand.forecast import Forecast
from wfm.demand.intervals import cut_period
from wfm.hotline import Hotline


def forecast(
    hotline: Hotline,
    mean: ArrayLike = 6.0,
    *,
    aht: ArrayLike = 300.0,
    paths: int = 50,
    minutes: int = 30,
    seed: int = 1,
) -> Forecast:
    """Return a forecast whose paths share a busy or quiet day and scatter besides."""
    intervals = cut_period(hotline, minutes)
    calls = np.broadcast_to(np.asarray(mean, dtype=float), (len(intervals),)).copy()
    handling = np.broadcast_to(np.asarray(aht, dtype=float), (len(intervals),)).copy()
    chance = np.random.default_rng(seed)
    days = {day: number for number, day in enumerate(dict.fromkeys(one.day for one in intervals))}
    factor = chance.gamma(50, 1 / 50, size=(paths, len(days)))[:, [days[one.day] for one in intervals]]
    return Forecast(intervals, calls, handling, chance.poisson(calls * factor))

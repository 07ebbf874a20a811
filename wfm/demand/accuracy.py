"""How good the method was on the history's own past, beside the mean of the same weekday's last eight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, floor, lgamma, log

import numpy as np

from wfm.demand.counted_days import CountedDays
from wfm.demand.day_profile import DayProfile
from wfm.demand.forecast import Counts, Numbers
from wfm.demand.paths import draw_paths
from wfm.demand.rolling_origins import RollingOrigin
from wfm.demand.uncertainty import BLOCK, Uncertainty, measure_uncertainty

DAYS_AHEAD = 28
LAST = 8
"""Same weekdays whose mean is the yardstick."""
MOST_ORIGINS = 13
_PATHS = 400


@dataclass(frozen=True)
class Accuracy:
    """Errors of forecasts of four weeks, made at several origins with what was known by then.

    WAPE is the sum of absolute errors over the sum of calls; coverage the part of what came that lay between
    the quantiles named, a count on the border counting for the part of it that lies within.

    Parameters
    ----------
    origins
        First days of the forecasts, the latest first.
    intervals, days
        WAPE of single intervals, and of whole days.
    plain_intervals, plain_days
        The same of the mean of the same weekday's last eight.
    floor
        WAPE of intervals that nobody could go below, were the mean known exactly: Poisson's chance alone.
    covered_80, covered_95, blocks_80, blocks_95
        Coverage of single intervals and of sums of three hours.
    """

    origins: tuple[date, ...]
    intervals: float
    days: float
    plain_intervals: float
    plain_days: float
    floor: float
    covered_80: float
    covered_95: float
    blocks_80: float
    blocks_95: float


def measure_accuracy(
    counted: CountedDays, profile: DayProfile, past: Sequence[RollingOrigin], judged: Numbers
) -> Accuracy | None:
    """Measure the forecasts of the past; ``None`` where there was none with calls after it.

    The uncertainty that an origin's intervals are drawn with is measured on the other origins.
    """
    tried = [_Trial(counted, one) for one in past[:MOST_ORIGINS]]
    used = [trial for trial in tried if trial.calls.sum() > 0]
    if not used:
        return None
    calls = sum(float(trial.calls.sum()) for trial in used)
    fine: list[Numbers] = []
    wide: list[Numbers] = []
    for trial in used:
        others = [one for one in past if one is not trial.past]
        drawn = trial.draw(measure_uncertainty(counted, profile, others, judged))
        for paths, found in zip(drawn, (fine, wide), strict=True):
            found.append(paths)
    return Accuracy(
        origins=tuple(trial.past.origin for trial in used),
        intervals=sum(trial.sum_errors(trial.expected) for trial in used) / calls,
        days=sum(trial.sum_day_errors(trial.expected) for trial in used) / calls,
        plain_intervals=sum(trial.sum_errors(trial.plain) for trial in used) / calls,
        plain_days=sum(trial.sum_day_errors(trial.plain) for trial in used) / calls,
        floor=sum(map(_poisson_miss, np.concatenate([t.expected[t.there] for t in used]).tolist())) / calls,
        covered_80=_coverage(fine, 0.1, 0.9),
        covered_95=_coverage(fine, 0.025, 0.975),
        blocks_80=_coverage(wide, 0.1, 0.9),
        blocks_95=_coverage(wide, 0.025, 0.975),
    )


class _Trial:
    """Four weeks after an origin: calls that came, expected ones, and the plain means, by day and slot."""

    def __init__(self, counted: CountedDays, past: RollingOrigin) -> None:
        self.past, self.counted = past, counted
        end = past.origin.toordinal() + DAYS_AHEAD
        marks = past.forecast.known.marks
        near = counted.ordinals[past.places] < end
        sound = np.array(
            [not (d in marks and marks[d].is_outage) for d in self._days(past.places)], dtype=bool
        )
        self.rows = past.places[near & sound]
        self.there = counted.times[self.rows] > 0
        self.calls = np.where(self.there, counted.calls[self.rows], 0.0)
        times = counted.times[self.rows]
        parts = past.forecast.profile.parts[counted.weekdays[self.rows]]
        self.expected = past.expected[near & sound][:, None] * parts * times
        self.plain = _plain_means(counted, past.origin, self.rows) * times

    def _days(self, places: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Iterator[date]:
        return (self.counted.days[place] for place in places)

    def sum_errors(self, forecast: Numbers) -> float:
        """Return the sum of absolute errors of intervals."""
        return float(np.abs(self.calls - forecast)[self.there].sum())

    def sum_day_errors(self, forecast: Numbers) -> float:
        """Return the sum of absolute errors of days."""
        return float(np.abs((self.calls - np.where(self.there, forecast, 0)).sum(axis=1)).sum())

    def draw(self, uncertainty: Uncertainty) -> tuple[Numbers, Numbers]:
        """Return, for single intervals and for blocks, between which quantiles each count lay."""
        slots = [np.flatnonzero(row) for row in self.there]
        blocks = [
            np.unique(some * self.counted.slot_minutes // BLOCK, return_inverse=True)[1] for some in slots
        ]
        rates = [row[some] for row, some in zip(self.expected, slots, strict=True)]
        paths = draw_paths(
            tuple(self._days(self.rows)), self.past.origin, rates, blocks, uncertainty, _PATHS, 1
        )
        came = np.concatenate([row[some] for row, some in zip(self.calls, slots, strict=True)])
        starts: list[int] = []
        place = 0
        for block in blocks:
            starts.extend((place + np.flatnonzero(np.diff(block, prepend=-1))).tolist())
            place += len(block)
        wide = np.add.reduceat(paths, starts, axis=1)
        return _ranks(paths, came), _ranks(wide, np.add.reduceat(came, starts))


def _plain_means(
    counted: CountedDays, origin: date, rows: np.ndarray[tuple[int], np.dtype[np.intp]]
) -> Numbers:
    """Return for each of some days the mean of the same weekday's last eight counts before an origin."""
    end = int(np.searchsorted(counted.ordinals, origin.toordinal()))
    found = np.zeros((7, counted.calls.shape[1]))
    for weekday in range(7):
        mine = np.flatnonzero(counted.weekdays[:end] == weekday)[-LAST:]
        times = counted.times[mine].sum(axis=0)
        found[weekday] = counted.calls[mine].sum(axis=0) / np.maximum(times, 1)
    means: Numbers = found[counted.weekdays[rows]]
    return means


def _ranks(paths: Counts, came: Numbers) -> Numbers:
    """Return which part of the paths lies below each count, and which does not lie above it."""
    return np.stack([(paths < came).mean(axis=0), (paths <= came).mean(axis=0)])


def _coverage(ranks: Sequence[Numbers], low: float, high: float) -> float:
    """Return which part of the counts lies between two quantiles, those on the border in part."""
    below, above = np.concatenate(ranks, axis=1)
    width = above - below
    inside = np.clip(np.minimum(above, high) - np.maximum(below, low), 0, None)
    whole = (below >= low) & (below <= high)
    return float(np.where(width > 0, inside / np.maximum(width, 1e-12), whole).mean())


def _poisson_miss(mean: float) -> float:
    """Return the mean absolute error of a Poisson number around its mean: 2 e^-m m^(k+1) / k!, k = ⌊m⌋."""
    if mean <= 0:
        return 0.0
    whole = floor(mean)
    return 2 * exp(-mean + (whole + 1) * log(mean) - lgamma(whole + 1))

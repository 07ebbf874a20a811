"""How far forecasts miss: by the level of the weeks, by the day, and within the day in two widths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wfm.demand.counted_days import CountedDays
from wfm.demand.day_profile import DayProfile
from wfm.demand.forecast import Numbers
from wfm.demand.rolling_origins import RollingOrigin

BLOCK = 180
"""Minutes of the wider of the two widths: about a shift."""
USUAL_LEVEL, USUAL_DRIFT, USUAL_DAY = 0.04**2, 0.008**2, 0.08**2
"""Relative variances where the past tells nothing; they count as much as `_TRUST` origins."""
_TRUST = 2.0
_LEAST_POOL = 20
_OUTLIER = 4.0
_RECENT = 130
"""Days by which noise within the day is measured."""


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """Relative variances of what multiplies the calls expected.

    Parameters
    ----------
    level, drift
        Of the level right after the origin, and of its step from week to week.
    day
        Of a day around its week's level, beyond Poisson's.
    day_errors
        Standardised errors of days to draw from; empty where there are too few.
    block, slot
        Of parts of the day of about three hours, and of single slots, beyond Poisson's.
    """

    level: float
    drift: float
    day: float
    day_errors: Numbers
    block: float
    slot: float


def measure_uncertainty(
    counted: CountedDays, profile: DayProfile, past: Sequence[RollingOrigin], judged: Numbers
) -> Uncertainty:
    """Measure how far forecasts of the past missed.

    Parameters
    ----------
    counted, profile
        All days, and their profile.
    past
        Forecasts of the past; days of which a forecast knew nothing special only.
    judged
        Shape (days,): whether a day's error counts.
    """
    weeks, within, expected = _errors(counted, profile, past, judged)
    level, drift, day, pool = USUAL_LEVEL, USUAL_DRIFT, USUAL_DAY, np.zeros(0)
    if len(within) >= _LEAST_POOL:
        spread = float(np.median(np.abs(within))) * 1.4826
        pool = np.clip(within, -_OUTLIER * spread, _OUTLIER * spread)
        day = max(0.0, float(pool.var()) - float((1 / expected).mean()))
        level, drift = _levels(weeks, float(pool.var()), len(past))
        pool = (pool - pool.mean()) / max(float(pool.std()), 1e-12)
    block, slot = _within_day(counted, profile, judged)
    return Uncertainty(level, drift, day, pool, block, slot)


def _errors(
    counted: CountedDays, profile: DayProfile, past: Sequence[RollingOrigin], judged: Numbers
) -> tuple[list[tuple[float, float, int]], Numbers, Numbers]:
    """Return by origin and week (weeks ahead, mean error, days); and errors of days around that mean."""
    weeks: list[tuple[float, float, int]] = []
    within: list[Numbers] = [np.zeros(0)]
    expected: list[Numbers] = [np.zeros(0)]
    for one in past:
        some = (judged[one.places] > 0) & (one.expected > 0)
        error = profile.totals[one.places][some] / one.expected[some] - 1
        ahead = one.weeks_ahead(counted)[some]
        for week in np.unique(ahead):
            mine = error[ahead == week]
            mean = float(np.median(mine))
            weeks.append((float(week), mean, len(mine)))
            if len(mine) >= 3:
                within.append((mine - mine.mean()) * np.sqrt(len(mine) / (len(mine) - 1)))
                expected.append(one.expected[some][ahead == week])
    return weeks, np.concatenate(within), np.concatenate(expected)


def _levels(weeks: list[tuple[float, float, int]], day: float, origins: int) -> tuple[float, float]:
    """Return variance of the level and of its weekly step: a line through the weeks' squared errors."""
    ahead, error, number = (np.array(column, dtype=float) for column in zip(*weeks, strict=True))
    usual = USUAL_LEVEL + USUAL_DRIFT * ahead
    found = np.maximum(error**2 - 1.3 * day / np.maximum(number, 1), -usual)
    limit = np.quantile(found, 0.97)
    found = np.minimum(found, limit)
    trust = origins / (origins + _TRUST)
    target = trust * found + (1 - trust) * usual
    rows = np.stack([np.ones_like(ahead), ahead], axis=1) * np.sqrt(number)[:, None]
    (level, drift), *_ = np.linalg.lstsq(rows, target * np.sqrt(number), rcond=None)
    if drift < 0:
        return max(0.0, float(np.average(target, weights=number))), 0.0
    if level < 0:
        return 0.0, max(0.0, float((target * ahead * number).sum() / max((ahead**2 * number).sum(), 1e-12)))
    return float(level), float(drift)


def _within_day(counted: CountedDays, profile: DayProfile, judged: Numbers) -> tuple[float, float]:
    """Return the variances of blocks and of slots by two moments of what was counted around the profile."""
    rows = np.flatnonzero((judged > 0) & (profile.known > 0.98) & (profile.totals > 0))[-_RECENT:]
    if len(rows) < 10:
        return 0.005, 0.01
    part = profile.parts[counted.weekdays[rows]]
    mean = profile.totals[rows, None] * part
    left = np.where(counted.times[rows] > 0, counted.calls[rows] - mean, 0.0)
    size = max(1, BLOCK // counted.slot_minutes)
    edges = np.arange(0, mean.shape[1], size)
    parts = np.add.reduceat(part, edges, axis=1)
    means, lefts = np.add.reduceat(mean, edges, axis=1), np.add.reduceat(left, edges, axis=1)
    squares = np.add.reduceat(mean**2, edges, axis=1)
    # A day's total is known here, so a part that is most of it can hardly stray: 1 - part.
    fine = _winsorised(left**2 - mean * (1 - part), mean).sum()
    wide = _winsorised(lefts**2 - means * (1 - parts), means).sum()
    freedom = 1 - 2 * parts + (parts**2).sum(axis=1, keepdims=True)
    system = np.array([[(mean**2).sum(), (mean**2).sum()], [(means**2 * freedom).sum(), squares.sum()]])
    if np.linalg.det(system) <= 0:
        return 0.0, max(0.0, float(fine / system[0, 0])) if system[0, 0] > 0 else 0.0
    block, slot = np.linalg.solve(system, [fine, wide])
    if block < 0:
        return 0.0, max(0.0, float(fine / system[0, 0]))
    if slot < 0:
        return max(0.0, float(wide / system[1, 0])), 0.0
    return float(block), float(slot)


def _winsorised(excess: Numbers, mean: Numbers) -> Numbers:
    """Cut single wild counts, by the ratio of their excess to what is expected."""
    there = mean > 0
    ratio = np.where(there, excess / np.where(there, mean, 1.0), 0.0)
    found: Numbers = np.minimum(ratio, np.quantile(ratio[there], 0.995)) * mean
    return found

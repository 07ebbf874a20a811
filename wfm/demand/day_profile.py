"""The profile of a day: which part of its calls each slot has; weekdays borrow from each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wfm.demand.counted_days import CountedDays, Flags
from wfm.demand.forecast import Numbers

HALF_LIFE = 300.0
"""Days after which a day counts half as much for the profile."""
_PASSES = 4


@dataclass(frozen=True, eq=False)
class DayProfile:
    """Parts of a day's calls.

    Parameters
    ----------
    parts
        Shape (7, slots): by weekday, each row that has opening hours adds up to 1.
    totals
        Calls of each day counted, as they would be had every slot been counted once.
    known
        Which part of the day was counted, by the profile.
    """

    parts: Numbers
    totals: Numbers
    known: Numbers


def fit_profile(counted: CountedDays, usual: Flags) -> DayProfile:
    """Fit the profile.

    A slot's part is the calls counted in it over the calls of the days on which it was counted. Each
    weekday's parts are then drawn towards those of all days by how much noise they hold against how far
    the weekdays really differ (method of moments, noise measured on the counts themselves).

    Parameters
    ----------
    counted
        At least one day.
    usual
        Days about which nothing is special; where none is usual, all count.
    """
    learnt = usual if usual.any() else np.ones(len(counted.days), dtype=bool)
    age = counted.ordinals[-1] - counted.ordinals
    weights = np.where(learnt, 0.5 ** (age / HALF_LIFE), 0.0)
    parts = _even(counted.is_open)
    for _ in range(_PASSES):
        totals = _totals(counted, parts)
        parts = _parts(counted, weights, totals, parts)
    known = np.minimum(1.0, (counted.times * parts[counted.weekdays]).sum(axis=1))
    return DayProfile(parts, _totals(counted, parts), known)


def _even(is_open: Flags) -> Numbers:
    number = is_open.sum(axis=1, keepdims=True)
    return np.where(is_open, 1.0 / np.maximum(number, 1), 0.0)


def _totals(counted: CountedDays, parts: Numbers) -> Numbers:
    """Return what each day's calls would be in a whole day of 24 hours."""
    exposure = (counted.times * parts[counted.weekdays]).sum(axis=1)
    total: Numbers = counted.calls.sum(axis=1) / np.maximum(exposure, 1e-9)
    return total


def _parts(counted: CountedDays, weights: Numbers, totals: Numbers, before: Numbers) -> Numbers:
    """Return the parts by weekday, drawn together."""
    expected = weights[:, None] * totals[:, None] * counted.times
    common = _ratio((weights[:, None] * counted.calls).sum(axis=0), expected.sum(axis=0))
    common = _without_gaps(common, counted.is_open.sum(axis=0) > 0)
    if not common.any():
        return before
    parts = np.zeros_like(before)
    noise = _noise(counted, totals, before)
    for weekday in np.flatnonzero(counted.is_open.any(axis=1)):
        rows = counted.weekdays == weekday
        usual = (expected[rows] * common).sum(axis=0)
        ratio = np.where(
            usual > 0, _ratio((weights[rows, None] * counted.calls[rows]).sum(axis=0), usual), 1.0
        )
        squares = (weights[rows, None] ** 2 * totals[rows, None] * counted.times[rows]).sum(axis=0) * common
        variance = np.where(usual > 0, noise * _ratio(squares, usual**2), np.inf)
        parts[weekday] = np.where(counted.is_open[weekday], common * _drawn(ratio, variance, usual), 0.0)
    return np.asarray(_ratio(parts, parts.sum(axis=1, keepdims=True)))


def _drawn(ratio: Numbers, variance: Numbers, weight: Numbers) -> Numbers:
    """Draw ratios towards 1 by their variance against how far they lie from it beyond that."""
    seen = np.isfinite(variance)
    if not seen.any() or weight[seen].sum() <= 0:
        return np.ones_like(ratio)
    share = weight[seen] / weight[seen].sum()
    spread = max(0.0, float((share * ((ratio[seen] - 1) ** 2 - variance[seen])).sum()))
    kept = np.where(seen, spread / np.maximum(spread + np.where(seen, variance, 1.0), 1e-300), 0.0)
    return 1 + kept * (ratio - 1)


def _noise(counted: CountedDays, totals: Numbers, parts: Numbers) -> float:
    """Return how many times Poisson's variance the counts have around a profile."""
    expected = totals[:, None] * counted.times * parts[counted.weekdays]
    there = expected > 0
    if not there.any():
        return 1.0
    found = (counted.calls[there] - expected[there]) ** 2 / expected[there]
    return float(np.minimum(found, np.quantile(found, 0.99)).mean())


def _without_gaps(common: Numbers, is_open: Flags) -> Numbers:
    """Fill slots that lie in the opening hours and were never counted from those beside them."""
    known = np.flatnonzero(is_open & np.isfinite(common))
    if not len(known):
        return np.zeros_like(common)
    filled = np.interp(np.arange(len(common)), known, common[known])
    return np.where(is_open, filled, 0.0)


def _ratio(above: Numbers, below: Numbers) -> Numbers:
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Numbers = above / below
    return np.where(below > 0, found, 0.0) if above.ndim > 1 else np.where(below > 0, found, np.nan)

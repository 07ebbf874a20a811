"""Many equally likely courses of the calls to come, drawn from a seed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from wfm.demand.forecast import Numbers
from wfm.demand.uncertainty import Uncertainty

_MANY = 100
"""Paths from which on a day's factor has the mean 1; among few that would take away how they differ."""


def draw_paths(
    days: Sequence[date],
    origin: date,
    rates: Sequence[Numbers],
    blocks: Sequence[NDArray[np.intp]],
    uncertainty: Uncertainty,
    paths: int,
    seed: int,
) -> NDArray[np.integer]:
    """Draw the calls of each interval on each path.

    Parameters
    ----------
    days
        In order; not before the origin.
    origin
        The first day that is not known.
    rates
        For each day the calls expected in its intervals.
    blocks
        For each day the block that each interval lies in, counted from 0.
    uncertainty
        How far forecasts miss. The level of the weeks and the error of a day are shared by all its
        intervals: they are drawn once for it.
    paths, seed
        How many, and what they are drawn from: the same seed draws the same.

    Returns
    -------
    array of shape (paths, intervals of all days)
    """
    random = np.random.Generator(np.random.PCG64(seed))
    found = []
    level = np.sqrt(uncertainty.level) * random.standard_normal(paths)
    week, steps = 0, uncertainty.level
    for day, rate, block in zip(days, rates, blocks, strict=True):
        while week < max(0, (day - origin).days // 7):
            level = level + np.sqrt(uncertainty.drift) * random.standard_normal(paths)
            week, steps = week + 1, steps + uncertainty.drift
        factor = np.exp(level - steps / 2) * _day_factors(uncertainty, paths, random)
        if paths >= _MANY:  # as many calls on average as are expected: what is left to chance is each call
            factor /= factor.mean()
        inner = _gamma(uncertainty.block, (paths, int(block.max(initial=0)) + 1), random)[:, block]
        inner = inner * _gamma(uncertainty.slot, (paths, len(rate)), random)
        total = rate.sum()
        if total > 0:  # noise within the day moves calls within it; how many come in all is the day's
            inner = inner / ((inner * rate).sum(axis=1, keepdims=True) / total)
        drawn = random.poisson(np.minimum(factor[:, None] * inner * rate, 900_000.0))
        found.append(drawn.astype(np.int32))
    together: NDArray[np.int32] = np.minimum(np.concatenate(found, axis=1), 1_000_000)
    return together


def _day_factors(uncertainty: Uncertainty, paths: int, random: np.random.Generator) -> Numbers:
    if len(uncertainty.day_errors):
        drawn = random.choice(uncertainty.day_errors, paths)
    else:
        drawn = random.standard_normal(paths)
    factor: Numbers = np.maximum(0.05, 1 + np.sqrt(uncertainty.day) * drawn)
    return factor


def _gamma(variance: float, shape: tuple[int, int], random: np.random.Generator) -> Numbers:
    """Draw factors of mean 1."""
    if variance <= 1e-9:
        return np.ones(shape)
    return random.gamma(1 / variance, variance, shape)

"""A forecast: calls and handling time by interval, and the paths that say how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from wfm.demand.expected_mail import ExpectedMail
from wfm.demand.intervals import Interval

Numbers = NDArray[np.float64]
Counts = NDArray[np.integer]
LEAST_SECONDS = 1.0
"""Of a mean handling time."""
_COLUMNS_AT_ONCE = 512
"""Intervals sorted together, so that a year's paths are never copied whole."""

_RADIX_BYTES = 2


@dataclass(frozen=True, eq=False)
class Forecast:
    """Calls to come, interval by interval.

    Parameters
    ----------
    intervals
        In the order of the period.
    calls
        Mean calls offered, shape (intervals,).
    aht
        Mean handling time (talk and wrap) in seconds, at least 1, shape (intervals,).
    paths
        Calls offered on each of many equally likely courses, whole numbers, shape (paths, intervals). What is
        common to intervals (a busy day) is common to them on a path, so never take one interval by itself
        where a figure is of several.
    mail
        E-mail to come, in order; none where agents answer none.
    """

    intervals: tuple[Interval, ...]
    calls: Numbers
    aht: Numbers
    paths: Counts
    mail: tuple[ExpectedMail, ...] = ()

    def __post_init__(self) -> None:
        number = len(self.intervals)
        if self.calls.shape != (number,) or self.aht.shape != (number,):
            raise ValueError(f"calls and aht of {number} intervals, not {self.calls.shape}, {self.aht.shape}")
        if self.paths.ndim != 2 or self.paths.shape[1] != number or not len(self.paths):
            raise ValueError(f"paths of {number} intervals, not {self.paths.shape}")
        if self.paths.dtype.kind not in "iu":
            raise ValueError(f"whole numbers, not {self.paths.dtype}")
        if not (np.isfinite(self.calls).all() and (self.calls >= 0).all()):
            raise ValueError("calls are numbers of at least 0")
        if not (np.isfinite(self.aht).all() and (self.aht >= LEAST_SECONDS).all()):
            raise ValueError(f"aht are seconds, at least {LEAST_SECONDS}")


def path_quantiles(paths: Counts, parts: Sequence[Fraction]) -> Counts:
    """Return, for each interval, the fewest calls that at least so many of the paths do not exceed.

    Parameters
    ----------
    paths
        Shape (paths, intervals).
    parts
        Each above 0 and at most 1.

    Returns
    -------
    array of shape (parts, intervals)
    """
    ranks = [max(-(-part.numerator * len(paths) // part.denominator), 1) - 1 for part in parts]
    found = np.empty((len(parts), paths.shape[1]), dtype=paths.dtype)
    for first in range(0, paths.shape[1], _COLUMNS_AT_ONCE):
        columns = slice(first, first + _COLUMNS_AT_ONCE)
        block = np.ascontiguousarray(paths[:, columns].T)
        if block.dtype.itemsize <= _RADIX_BYTES:  # sorted digit by digit: faster than to find the ranks alone
            ordered = np.sort(block, axis=1, kind="stable")
        else:
            ordered = np.partition(block, sorted(set(ranks)), axis=1)
        found[:, columns] = ordered[:, ranks].T
    return found

"""The calls of every path, numbered: each queue that occurs is counted once, however many paths have it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from wfm.demand.forecast import Forecast
from wfm.demand.queue_table import QueueTable
from wfm.service_target import ServiceTarget

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]
_COLUMNS_AT_ONCE = 256


class PathQueues:
    """The queues that occur on the paths of a forecast: calls, length and handling time together.

    Parameters
    ----------
    forecast
        Its intervals and paths.

    Attributes
    ----------
    calls, seconds, aht
        Of each queue, shape (queues,).
    """

    def __init__(self, forecast: Forecast) -> None:
        self._paths = forecast.paths
        seconds = np.array([60.0 * one.minutes for one in forecast.intervals])
        kinds, self._kind = np.unique(np.column_stack([seconds, forecast.aht]), axis=0, return_inverse=True)
        self._width = int(self._paths.max(initial=0)) + 1
        there = np.zeros(len(kinds) * self._width, dtype=bool)
        for columns in self._blocks():
            there[self._codes(columns)] = True
        found = np.flatnonzero(there)
        self._place = np.cumsum(there) - 1
        kind, calls = np.divmod(found, self._width)
        self.calls = calls.astype(float)
        self.seconds, self.aht = kinds[kind, 0], kinds[kind, 1]

    def __len__(self) -> int:
        return len(self.calls)

    def table(self, target: ServiceTarget) -> QueueTable:
        """Return what becomes of a call in each queue, by agents rostered."""
        return QueueTable(self.calls / self.seconds, self.aht, np.zeros(len(self), dtype=np.int64), target)

    def _blocks(self) -> Iterator[slice]:
        for first in range(0, self._paths.shape[1], _COLUMNS_AT_ONCE):
            yield slice(first, first + _COLUMNS_AT_ONCE)

    def _codes(self, columns: slice | Whole) -> Whole:
        codes: Whole = self._paths[:, columns].astype(np.int64) + self._kind[columns] * self._width
        return codes

    def places(self, columns: slice | Whole) -> Whole:
        """Return which queue each path has in some intervals, shape (paths, columns)."""
        found: Whole = self._place[self._codes(columns)]
        return found

    def frequencies(self) -> tuple[Whole, Whole, Numbers]:
        """Return interval, queue, and the part of the paths that has it there, for all that occur."""
        intervals, queues, parts = [], [], []
        number = len(self._paths)
        for columns in self._blocks():
            places = self.places(columns)
            keys = places + np.arange(places.shape[1]) * len(self)
            found, counts = np.unique(keys, return_counts=True)
            interval, queue = np.divmod(found, len(self))
            intervals.append(interval + (columns.start or 0))
            queues.append(queue)
            parts.append(counts / number)
        return np.concatenate(intervals), np.concatenate(queues), np.concatenate(parts)

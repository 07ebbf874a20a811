"""Calls likely to be abandoned on each shift, by its agents: the average over the forecast's paths."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wfm.demand.forecast import Forecast
from wfm.demand.path_queues import PathQueues
from wfm.demand.shift_paths import shift_starts
from wfm.service_target import ServiceTarget

Numbers = NDArray[np.float64]


class ExpectedAbandonment:
    """Expected abandoned calls of every shift of a forecast.

    Parameters
    ----------
    forecast, queues
        Paths, and the queues that occur on them.
    target
        Patience and shrinkage.
    """

    def __init__(self, forecast: Forecast, queues: PathQueues, target: ServiceTarget) -> None:
        self._queues = queues
        self._table = queues.table(target)
        self._starts = shift_starts(forecast)
        self._interval, self._queue, self._part = queues.frequencies()
        self._by_agents: dict[int, Numbers] = {}

    @property
    def calls(self) -> Numbers:
        """Mean calls of each shift over the paths."""
        return self._by_shift(self._queues.calls)

    def with_agents(self, agents: int) -> Numbers:
        """Return expected abandoned calls of each shift if it had so many agents, shape (shifts,)."""
        if agents not in self._by_agents:
            each = self._table.each_call(np.arange(len(self._queues)), agents)
            self._by_agents[agents] = self._by_shift(self._queues.calls * each.abandoned)
        return self._by_agents[agents]

    def _by_shift(self, of_queue: Numbers) -> Numbers:
        by_interval = np.bincount(self._interval, weights=self._part * of_queue[self._queue])
        sums: Numbers = np.add.reduceat(by_interval, self._starts)
        return sums

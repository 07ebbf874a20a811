"""The agents that a whole shift needs: goals on its calls together, on enough of the forecast's paths."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wfm.demand.call_sums import GOALS, Truths
from wfm.demand.forecast import Forecast, path_quantiles
from wfm.demand.path_queues import PathQueues
from wfm.demand.requirement import NOTHING_BINDS, Requirement, fewest_agents, find_requirement
from wfm.demand.shift_paths import ShiftPaths
from wfm.service_target import ServiceTarget

Whole = NDArray[np.int64]


class ShiftNeed:
    """Asks, shift by shift, on how many paths the goals are met with so many agents.

    Parameters
    ----------
    forecast
        Its intervals and paths.
    queues
        What occurs on them.
    target
        The goals.
    """

    def __init__(self, forecast: Forecast, queues: PathQueues, target: ServiceTarget) -> None:
        self._forecast, self._queues, self._target = forecast, queues, target
        self._table = queues.table(target)
        self._shifts = ShiftPaths(forecast, queues)
        self._missed: dict[int, Whole] = {}

    def find_requirement(self) -> Requirement:
        """Return the fewest agents of each shift, and the goal that most paths would miss with one fewer."""
        agents = fewest_agents(self._meets, self._guess())
        binding = [NOTHING_BINDS] * len(agents)
        for place, number in enumerate(agents.tolist()):
            if number:
                missed = self.count_missed_paths(np.array([place]), number - 1)[: len(GOALS), 0]
                binding[place] = GOALS[int(missed.argmax())]
        return Requirement(agents, tuple(binding))

    def count_missed_paths(self, shifts: Whole, agents: int) -> Whole:
        """Return on how many paths each goal is missed, and lastly any, shape (goals + 1, shifts)."""
        kept = self._missed.setdefault(
            agents, np.full((len(GOALS) + 1, len(self._shifts.starts)), -1, dtype=np.int64)
        )
        new = shifts[kept[0, shifts] < 0]
        if len(new):
            each = self._table.each_call(np.arange(len(self._queues)), agents).times(self._queues.calls)
            for block in self._shifts.blocks(new):
                unmet = self._shifts.sums(block, each).unmet(self._target)
                kept[: len(GOALS), block] = unmet.sum(axis=1)
                kept[len(GOALS), block] = unmet.any(axis=0).sum(axis=0)
        return kept[:, shifts]

    def _guess(self) -> Whole:
        """Return about how many agents each shift needs: as if its calls came evenly, many of them."""
        (many,) = path_quantiles(self._forecast.paths, [self._target.confidence])
        seconds = np.array([60.0 * one.minutes for one in self._forecast.intervals])
        counted = (many * 1.0, seconds, many * self._forecast.aht)
        calls, length, work = (np.add.reduceat(one, self._shifts.starts) for one in counted)
        handling = np.divide(work, calls, out=np.ones_like(work), where=calls > 0)
        return find_requirement(calls, length, handling, self._target).agents

    def _meets(self, places: Whole, agents: Whole) -> Truths:
        paths = len(self._forecast.paths)
        most = paths - -(-self._target.confidence.numerator * paths // self._target.confidence.denominator)
        met = np.zeros(len(places), dtype=bool)
        for number in np.unique(agents).tolist():
            those = np.flatnonzero(agents == number)
            met[those] = self.count_missed_paths(places[those], number)[-1] <= most
        return met

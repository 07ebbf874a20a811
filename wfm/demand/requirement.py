"""The fewest agents that meet every goal, and the goal that asks for the last of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wfm.demand.absence import sums_of
from wfm.demand.call_sums import GOALS, Truths
from wfm.demand.erlang import erlang_a
from wfm.demand.queue_table import QueueTable
from wfm.service_target import ServiceTarget
from wfm.tables.column import MOST_SEATS

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]
_BLOCK = 8192
NOTHING_BINDS = ""
Meets = Callable[[Whole, Whole], Truths]
"""Whether goals are met, of places with agents: both of shape (m,)."""


@dataclass(frozen=True, eq=False)
class Requirement:
    """Agents needed, interval by interval.

    Parameters
    ----------
    agents
        Fewest that meet every goal, shape (n,); at most ``MOST_SEATS``.
    binding
        Goal that one agent fewer would miss, the first of several; empty where none is needed.
    """

    agents: Whole
    binding: tuple[str, ...]


def find_requirement(
    calls: ArrayLike, seconds: ArrayLike, aht: ArrayLike, target: ServiceTarget
) -> Requirement:
    """Return the fewest rostered agents that meet every goal in each interval.

    Parameters
    ----------
    calls, seconds, aht
        Calls offered, length of the interval and mean handling seconds; of shapes that broadcast to (n,).
    target
        The goals; its limits of agents are not applied.
    """
    offered, length, handling = (
        one.reshape(-1)
        for one in np.broadcast_arrays(*(np.asarray(one, dtype=float) for one in (calls, seconds, aht)))
    )

    parts = [
        _required(offered[block], length[block], handling[block], target)
        for block in (slice(first, first + _BLOCK) for first in range(0, len(offered), _BLOCK))
    ]
    agents = np.concatenate([number for number, _ in parts]) if parts else np.zeros(0, dtype=np.int64)
    return Requirement(agents, tuple(goal for _, binding in parts for goal in binding))


def _required(
    offered: Numbers, length: Numbers, handling: Numbers, target: ServiceTarget
) -> tuple[Whole, list[str]]:
    """Return the agents needed and the goals that bind, of intervals that fit into memory together."""
    rate = offered / length

    def meets(places: Whole, agents: Whole) -> Truths:
        found = erlang_a(
            rate[places], handling[places], agents, patience=target.patience, within=target.answer_within
        )
        return sums_of(found, offered[places]).meets(target)

    guess = np.ceil(rate * handling * 0.9 + (offered > 0)).astype(np.int64)
    there = fewest_agents(meets, guess)  # as if nobody were ever away
    table = QueueTable(rate, handling, there, target)
    more = np.zeros_like(there)
    missed = np.zeros((len(GOALS), len(there)), dtype=bool)
    some = np.flatnonzero(there)
    missed[:, some] = _missed(table, some, offered, target, -1)
    short = some[there[some] < MOST_SEATS] if target.shrinkage else some[:0]
    while len(short):
        found = _missed(table, short, offered, target, int(more[short[0]]))
        short, found = short[found.any(axis=0)], found[:, found.any(axis=0)]
        more[short] += 1
        missed[:, short] = found
        short = short[there[short] + more[short] < MOST_SEATS]
    names = np.where(missed.any(axis=0), np.array(GOALS, dtype=object)[missed.argmax(axis=0)], NOTHING_BINDS)
    return there + more, names.tolist()


def _missed(table: QueueTable, places: Whole, offered: Numbers, target: ServiceTarget, more: int) -> Truths:
    return table.each_call(places, more).times(offered[places]).unmet(target)


def fewest_agents(meets: Meets, guess: Whole) -> Whole:
    """Return the fewest agents at each place that meet the goals: from a guess outwards, then by halves.

    More agents never miss what fewer meet.
    """
    high = np.minimum(guess, MOST_SEATS)
    low = np.full_like(high, -1)
    met = meets(np.arange(len(high)), high)
    step = 1
    rising = np.flatnonzero(~met & (high < MOST_SEATS))
    while len(rising):
        low[rising] = high[rising]
        high[rising] = np.minimum(high[rising] + step, MOST_SEATS)
        rising = rising[~meets(rising, high[rising]) & (high[rising] < MOST_SEATS)]
        step *= 2
    step = 1
    falling = np.flatnonzero(met & (high > 0))
    while len(falling):
        lower = np.maximum(high[falling] - step, 0)
        still = meets(falling, lower)
        high[falling[still]] = lower[still]
        low[falling[~still]] = lower[~still]
        falling = falling[still & (lower > 0)]
        step *= 2
    return _halve(meets, low, high)


def _halve(meets: Meets, low: Whole, high: Whole) -> Whole:
    """Return the fewest that meet between numbers that do not (-1: none was seen) and numbers that do."""
    open_ = np.flatnonzero(high - low > 1)
    while len(open_):
        middle = (low[open_] + high[open_]) // 2
        met = meets(open_, middle)
        high[open_[met]], low[open_[~met]] = middle[met], middle[~met]
        open_ = open_[high[open_] - low[open_] > 1]
    return high

"""Figures of rostered agents of whom some may be away: averaged, never rounded up.

Each is away by chance by itself. Of two, dividing by the share present and rounding up would always ask for a
third; averaging over who is there asks for what is needed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wfm.demand.call_sums import CallSums
from wfm.demand.erlang import QueueFigures, erlang_a
from wfm.service_target import ServiceTarget

Numbers = NDArray[np.float64]
_LEAST_CHANCE = 1e-13


def absence_chances(agents: Numbers, shrinkage: float) -> tuple[Numbers, Numbers]:
    """Return numbers of agents away, and how likely each is.

    Parameters
    ----------
    agents
        Rostered, whole numbers, shape (n,).
    shrinkage
        Chance of each to be away, at least 0 and below 1.

    Returns
    -------
    away, chances
        Shapes (m,) and (m, n); the chances of each column add up to 1.
    """
    if not shrinkage:
        return np.zeros(1), np.ones((1, len(agents)))
    away = np.arange(agents.max(initial=0) + 1)
    with np.errstate(divide="ignore"):
        steps = np.log(np.maximum(agents - away[:-1, None], 0) / away[1:, None])
    odds = np.log(shrinkage) - np.log1p(-shrinkage)
    logs = np.vstack([np.zeros(len(agents)), np.cumsum(steps + odds, axis=0)])
    chances = np.exp(logs + agents * np.log1p(-shrinkage))
    likely = (chances > _LEAST_CHANCE).any(axis=1)
    return away[likely], chances[likely] / chances[likely].sum(axis=0)


def average_figures(
    rate: ArrayLike, aht: ArrayLike, agents: ArrayLike, target: ServiceTarget
) -> QueueFigures:
    """Return what becomes of a call where so many agents are rostered and some may be away.

    Parameters
    ----------
    rate, aht, agents
        Calls per second, handling seconds and rostered agents; of shapes that broadcast to (n,).
    target
        Patience, the time to answer within, and shrinkage.
    """
    calls, seconds, number = np.broadcast_arrays(
        *(np.asarray(one, dtype=float).reshape(-1) for one in (rate, aht, agents))
    )
    away, chances = absence_chances(number, float(target.shrinkage))
    present = np.maximum(number - away[:, None], 0)
    found = erlang_a(calls, seconds, present, patience=target.patience, within=target.answer_within)
    return _average(found, chances, present)


def _average(found: QueueFigures, chances: Numbers, present: Numbers) -> QueueFigures:
    there = (chances * present).sum(axis=0)
    at_work = (chances * present * found.occupancy).sum(axis=0)
    return QueueFigures(
        in_time=(chances * found.in_time).sum(axis=0),
        abandoned=np.minimum((chances * found.abandoned).sum(axis=0), 1),
        abandoned_short=(chances * found.abandoned_short).sum(axis=0),
        wait=(chances * found.wait).sum(axis=0),
        occupancy=np.divide(at_work, there, out=np.ones_like(there), where=there > 0),
    )


def average_sums(
    calls: Numbers, seconds: Numbers | float, aht: ArrayLike, agents: ArrayLike, target: ServiceTarget
) -> CallSums:
    """Return what becomes of the calls of intervals of so many seconds, each with its rostered agents.

    Parameters
    ----------
    calls
        Calls offered, shape (n,).
    seconds, aht, agents
        Length, handling seconds and rostered agents; of shapes that broadcast to (n,).
    target
        As in :func:`average_figures`.
    """
    return sums_of(average_figures(calls / seconds, aht, agents, target), calls)


def sums_of(figures: QueueFigures, calls: Numbers) -> CallSums:
    """Return the sums of so many calls with these figures."""
    return CallSums(
        offered=calls * np.ones_like(figures.in_time),
        in_time=calls * figures.in_time,
        abandoned=calls * figures.abandoned,
        abandoned_short=calls * figures.abandoned_short,
        wait=calls * figures.wait,
    )

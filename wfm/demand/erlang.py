"""Queues with a number of like agents: Erlang C, and Erlang A in which callers give up.

Sums of positive terms throughout, from the largest term outwards: nothing cancels, nothing overflows, and
overload, no agents and any patience give figures within their bounds.

Sources: C. Palm, *Research on telephone traffic carried by full availability groups*, Tele 1 (1957), for
callers who give up; S. Zeltyn, A. Mandelbaum, *The Palm/Erlang-A queue, with applications to call centers*
(2005), for the quantities that are asked of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wfm.demand.special_functions import harmonic_difference, log_gamma_difference

Numbers = NDArray[np.float64]
_TOLERANCE = 1e-20
_BLOCK = 4096


@dataclass(frozen=True, eq=False)
class QueueFigures:
    """What becomes of a call, each an array of one shape.

    Parameters
    ----------
    in_time
        Share of offered calls that are answered within the time asked for.
    abandoned
        Share of offered calls that are abandoned.
    abandoned_short
        Share of offered calls that are abandoned within the time asked for.
    wait
        Seconds that answered calls wait, for each call offered.
    occupancy
        Part of the agents' time spent on calls; 1 where there is nobody to answer.
    """

    in_time: Numbers
    abandoned: Numbers
    abandoned_short: Numbers
    wait: Numbers
    occupancy: Numbers

    @property
    def mean_wait(self) -> Numbers:
        """Mean seconds that answered calls wait; 0 where none is answered."""
        answered = 1 - self.abandoned
        return np.divide(self.wait, answered, out=np.zeros_like(self.wait), where=answered > 0)

    def reshape(self, shape: tuple[int, ...]) -> QueueFigures:
        """Return the same figures in another shape."""
        return QueueFigures(*(getattr(self, one.name).reshape(shape) for one in fields(self)))


def erlang_b(load: Numbers, agents: Numbers) -> tuple[Numbers, Numbers]:
    """Return the share of calls that find all agents busy where nobody waits, and what is left to 1.

    Parameters
    ----------
    load
        Calls per second times handling seconds, shape (n,).
    agents
        Whole numbers of at least 0, shape (n,).
    """
    busy, idle = np.ones_like(load), np.zeros_like(load)
    for number in range(1, int(agents.max(initial=0)) + 1):
        total = number + load * busy
        there = agents >= number
        idle = np.where(there, number / total, idle)
        busy = np.where(there, load * busy / total, busy)
    return busy, idle


def erlang_c(rate: ArrayLike, aht: ArrayLike, agents: ArrayLike, within: float) -> QueueFigures:
    """Return the figures of a queue in which nobody gives up.

    Parameters
    ----------
    rate, aht, agents
        Calls per second, mean handling seconds, agents; of shapes that broadcast.
    within
        Seconds within which a call counts as answered in time.

    Returns
    -------
    QueueFigures
        Of the common shape. Under overload nobody is answered in time, and the wait is infinite.
    """
    shape, (calls, seconds, number) = _broadcast(rate, aht, agents)
    load = calls * seconds
    busy, idle = erlang_b(load, number)
    spare = np.maximum(number - load, 0) / seconds  # calls a second that could be answered besides
    stable = spare > 0
    waits = np.where(
        stable, busy / np.where(stable, busy + idle * spare * seconds / np.maximum(number, 1), 1), 1
    )
    with np.errstate(divide="ignore"):
        wait = np.where(waits > 0, waits / np.where(stable, spare, 0.0), 0.0)
    nothing = np.zeros_like(load)
    return QueueFigures(
        in_time=np.where(stable, (1 - waits) - waits * np.expm1(-spare * within), 0.0),
        abandoned=nothing,
        abandoned_short=nothing,
        wait=wait,
        occupancy=np.minimum(np.divide(load, number, out=np.ones_like(load), where=number > 0), 1),
    ).reshape(shape)


def erlang_a(
    rate: ArrayLike, aht: ArrayLike, agents: ArrayLike, *, patience: float, within: float
) -> QueueFigures:
    """Return the figures of a queue whose callers give up after an exponential time.

    Parameters
    ----------
    rate
        Calls per second, at least 0.
    aht
        Mean handling seconds, above 0.
    agents
        Whole numbers of at least 0.
    patience
        Mean seconds after which a caller gives up, above 0.
    within
        Seconds within which a call counts as answered in time, at least 0.

    Returns
    -------
    QueueFigures
        Of the shape to which `rate`, `aht` and `agents` broadcast. Of no calls: what would become of one.
    """
    shape, (calls, seconds, number) = _broadcast(rate, aht, agents)
    found = np.empty((len(fields(QueueFigures)), len(calls)))
    order = np.argsort(number, kind="stable")  # of like size together: a block takes as long as its longest
    for first in range(0, len(order), _BLOCK):
        block = order[first : first + _BLOCK]
        found[:, block] = _block(calls[block], seconds[block], number[block], patience, within)
    return QueueFigures(*found).reshape(shape)


def _broadcast(*given: ArrayLike) -> tuple[tuple[int, ...], list[Numbers]]:
    arrays = np.broadcast_arrays(*(np.asarray(one, dtype=float) for one in given))
    return arrays[0].shape, [one.reshape(-1) for one in arrays]


def _block(rate: Numbers, aht: Numbers, agents: Numbers, patience: float, within: float) -> Sequence[Numbers]:
    """Return the figures in the order of their class."""
    busy, idle = erlang_b(rate * aht, agents)
    found = queue_figures(rate, agents / aht, busy, idle, patience=patience, within=within)
    answered = 1 - found[1]
    occupancy = np.divide(rate * aht * answered, agents, out=np.ones_like(rate), where=agents > 0)
    return (*found, np.clip(occupancy, 0, 1))


def queue_figures(
    rate: Numbers, service: Numbers, busy: Numbers, idle: Numbers, *, patience: float, within: float
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Return share in time, abandoned, abandoned within the time, and wait for each call offered.

    Inside, times are in units of `patience`, and weights of states are relative to the most likely number of
    waiting callers: that of none waiting, all agents busy, is exp(`low`) of it.

    Parameters
    ----------
    rate, service
        Calls per second, and those that all agents together answer in a second, shape (n,).
    busy, idle
        Likelihood of all agents busy if nobody waited, and what is left to 1.
    patience, within
        As in :func:`erlang_a`.
    """
    served, offered = service * patience, rate * patience
    peak = np.maximum(np.floor(offered - served), 0)
    low = _log_of_none_waiting(served, offered, peak)
    total, queue, wait = _queue_sums(served, offered, peak)
    norm = idle * np.exp(low) + busy * total
    in_time, late = _by_time(served, offered, peak, low, total, within / patience)
    at_once = idle * np.exp(low) / norm
    waits = busy / norm
    with np.errstate(invalid="ignore", divide="ignore"):
        abandoned = np.where(offered > 0, waits * queue / offered, np.where(service > 0, 0.0, 1.0))
    abandoned = np.clip(abandoned, 0, 1)
    answered_in_time = np.clip(at_once + waits * in_time, 0, 1 - abandoned)
    still_there = waits * late * np.exp(-within / patience)
    short = np.clip(1 - still_there - answered_in_time, 0, abandoned)
    return answered_in_time, abandoned, short, waits * wait * patience


def _log_of_none_waiting(served: Numbers, offered: Numbers, peak: Numbers) -> Numbers:
    """Return the logarithm of the weight of nobody waiting, relative to that of `peak` waiting."""
    low = np.zeros_like(served)
    some = peak > 0
    grown = log_gamma_difference(served[some] + 1, peak[some])
    low[some] = grown - peak[some] * np.log(offered[some])
    return low


def _queue_sums(served: Numbers, offered: Numbers, peak: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return sums over the number of waiting callers: of weights, of callers, of waits of those answered.

    Who arrives when `j` wait is answered with likelihood served ÷ (served + j + 1), after a wait of
    Σ 1 ÷ (served + 1 + k) over k = 0 … j.
    """
    hope = harmonic_difference(served + 1, peak + 1)
    total, queue, wait = np.ones_like(served), peak.copy(), hope * served / (served + peak + 1)
    weight, place, ahead = np.ones_like(served), peak.copy(), hope.copy()
    while True:  # longer queues
        place += 1
        weight = weight * offered / (served + place)
        ahead = ahead + 1 / (served + 1 + place)
        total, queue = total + weight, queue + weight * place
        wait = wait + weight * ahead * served / (served + place + 1)
        ratio = offered / (served + place + 1)
        if (weight * ratio <= _TOLERANCE * (1 - ratio) * total).all():
            break
    weight, place, ahead = np.ones_like(served), peak.copy(), hope
    while True:  # shorter ones
        ratio = np.divide(served + place, offered, out=np.zeros_like(served), where=place > 0)
        if (weight * ratio <= _TOLERANCE * (1 - ratio) * total).all():
            return total, queue, wait
        weight = weight * ratio
        ahead = ahead - np.where(place > 0, 1 / (served + 1 + place), 0)
        place = np.maximum(place - 1, 0)
        total, queue = total + weight, queue + weight * place
        wait = wait + weight * ahead * served / (served + place + 1)


def _by_time(
    served: Numbers, offered: Numbers, peak: Numbers, low: Numbers, total: Numbers, time: float
) -> tuple[Numbers, Numbers]:
    """Return the weights of who waits and is answered by a time, and of who would wait longer than it.

    Who finds `j` waiting is through by then where more than `j` of those ahead have left: a negative
    binomial number, for the caller's own patience (`own`), or without it (`other`).
    """
    with np.errstate(divide="ignore", under="ignore"):
        log_gone = np.log(-np.expm1(-time))
        log_own, log_other, log_weight = -(served + 1) * time, -served * time, low.copy()
        in_time, late, mass = np.zeros_like(served), np.zeros_like(served), np.zeros_like(served)
        shorter, answered = np.zeros_like(served), np.zeros_like(served)
        left = 0
        while True:
            own, weight = np.exp(log_own), np.exp(log_weight)
            in_time += own * answered
            late += np.exp(log_other) * np.maximum(total - shorter, 0)
            mass += own
            shorter += weight
            answered += weight * served / (served + left + 1)
            left += 1
            if _is_done(served, offered, peak, total, own, np.exp(log_other), weight, left, log_gone):
                return in_time + np.maximum(1 - mass, 0) * answered, late
            log_own = log_own + (log_gone + np.log((served + left) / left))
            log_other = log_other + (log_gone + np.log((served + left - 1) / left))
            log_weight = log_weight + np.log(offered / (served + left))


def _is_done(
    served: Numbers,
    offered: Numbers,
    peak: Numbers,
    total: Numbers,
    own: Numbers,
    other: Numbers,
    weight: Numbers,
    left: int,
    log_gone: float,
) -> bool:
    """Tell whether what is still to be added is nothing: no longer queues, or nobody who leaves so often."""
    ratio = offered / (served + left)
    queue_ends = (left > peak) & (weight * ratio <= _TOLERANCE * (1 - ratio) * total)
    ratio = np.exp(log_gone) * (served + left) / left
    none_leave = (ratio < 1) & (np.maximum(own, other) * ratio <= _TOLERANCE * (1 - ratio))
    return bool((queue_ends | none_leave).all())

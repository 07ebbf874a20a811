"""Level by level, as two peers do it: each minimised, then held at the best value found.

A level gets an equal part of the time that is left, so that what an early one does not use is there for
the later ones, and starts from the roster of the level before. Where it finds no better one in its time,
that roster's value is held.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, isfinite
from typing import NamedTuple, Protocol

from benchmarks.peers.model import PlainModel
from benchmarks.trace import Outcome, Trace, measured
from wfm.finding import SCORED, Level
from wfm.plan import Plan
from wfm.roster import Roster

TOLERANCE = 1e-6
"""Bounds are floating point: they are rounded up from this much below."""


class Found(NamedTuple):
    """The best of a level: all variables in the model's order, and what the level costs."""

    values: Sequence[float]
    cost: int


class Search(Protocol):
    """Minimises one level after the other."""

    def minimised(self, level: Level, seconds: float, notes: Notes) -> Found | None:
        """Minimise a level, taking notes; ``None`` where nothing was found in time."""

    def hold(self, level: Level, value: int) -> None:
        """Let a level cost no more than that from now on."""


class Notes:
    """Notes values and bounds of one level as they come.

    Parameters
    ----------
    level
        The one that is minimised.
    proven
        Whether all earlier levels are proven, so that a bound counts.
    """

    def __init__(self, trace: Trace, level: Level, *, proven: bool) -> None:
        self._trace, self._level, self._proven = trace, level, proven
        self._value: int | None = None
        self.best_bound = 0

    def note(self, value: float | None, bound: float) -> None:
        """Note a roster's cost, where there is one, and a bound; infinite ones say nothing."""
        if value is not None and isfinite(value):
            self._value = round(value)
        if self._proven and isfinite(bound):
            self.best_bound = max(self.best_bound, ceil(bound - TOLERANCE))
        if self._level is Level.COVERAGE and self._value == 0:
            self.full()
        self._trace.note(self._level, self._value, self.best_bound)

    def full(self) -> None:
        """Note that a roster leaves no seat empty."""
        self._trace.full()

    def ended(self, cost: int) -> None:
        """Note the level's end with its best cost."""
        if self._proven and cost == self.best_bound:
            self._trace.prove(self._level)


def solved(plan: Plan, plain: PlainModel, search: Search, seconds: float, trace: Trace) -> Outcome:
    """Minimise level by level until the time is up."""
    roster = Roster()
    bounds = dict.fromkeys(SCORED, 0)
    for place, level in enumerate(SCORED):
        left = (seconds - trace.spent) / (len(SCORED) - place)
        if place and left <= 0:
            break
        notes = Notes(trace, level, proven=set(SCORED[:place]) <= set(trace.proven))
        found = search.minimised(level, max(0.1, left), notes)
        bounds[level] = notes.best_bound
        if found is None:
            if not len(roster):
                continue
            held = measured(plan, roster)[level]
        else:
            roster, held = plain.roster(plain.assignments(found.values)), found.cost
        notes.ended(held)
        search.hold(level, held)
    spent = trace.spent
    return Outcome(measured(plan, roster), bounds, trace, spent)

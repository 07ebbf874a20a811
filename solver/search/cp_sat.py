"""One CP-SAT run, in a thread of its own, so that the caller's thread can be interrupted."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import ceil, isfinite
from queue import SimpleQueue
from typing import Protocol

from ortools.sat.python import cp_model

from solver.model.columns import RosterReader
from solver.params import Params
from solver.search.state import SearchState
from wfm.finding import Level
from wfm.proof import Proof, ProofMethod
from wfm.roster import Roster

LINEAR = {"linearization_level": 2}
"""Relax all that can be relaxed: small plans that take half a minute otherwise are proven in a second."""

LIGHT = LINEAR | {"max_presolve_iterations": 1, "cp_model_probing_level": 0, "symmetry_level": 0}
"""On a big plan presolve costs more than it saves: the rules are stated tightly already."""

TICK = 0.05
"""Seconds between two looks at the clock and the stop event."""

TOLERANCE = 1e-6
"""CP-SAT reports whole bounds as floating point: they are rounded up from this much below."""


Events = SimpleQueue[Roster | int]
"""Rosters and bounds, in the order in which CP-SAT's thread found them."""


@dataclass(frozen=True)
class Task:
    """What a run is to do.

    Parameters
    ----------
    model
        With its objective, where it has one.
    seating
        How a roster is read from a solution.
    level
        The level that the objective minimises; ``None`` for a run without one.
    whole
        Whether the model is the whole question, so that its bound is one of the plan.
    seconds
        Wall time at most, besides the search's own limit.
    settings
        CP-SAT parameters by name, besides workers and seed.
    """

    model: cp_model.CpModel
    seating: RosterReader
    level: Level | None = None
    whole: bool = True
    seconds: float = float("inf")
    settings: Mapping[str, object] = field(default_factory=dict)


class SideSearch(Protocol):
    """Another search that runs at the same time."""

    def take(self) -> None:
        """Take what it has found since the last look, in the caller's thread."""
        ...


class Run:
    """A CP-SAT run that lasts as long as the ``with`` block, or shorter.

    Every roster found is offered to the state, and a bound is noted where it holds without the
    values at which earlier levels are held; both in the caller's thread, while it waits.

    Parameters
    ----------
    task
        What to do.
    state
        Where the search stands.
    params
        Workers and seed.

    Raises
    ------
    RuntimeError
        By :meth:`wait`, where CP-SAT calls the model invalid or fails: a mistake of ours.

    Attributes
    ----------
    roster
        The last roster found, better than the best or not.
    """

    def __init__(self, task: Task, state: SearchState, params: Params) -> None:
        self.roster: Roster | None = None
        self._task = task
        self._state = state
        self._proof = Proof(ProofMethod.CP_SAT, "CP-SAT", workers=params.workers)
        self._solver = _solver(task, state, params)
        self._events: Events = SimpleQueue()
        self._solver.best_bound_callback = lambda bound: self._events.put(_whole(bound))
        self._status: cp_model.CpSolverStatus | None = None
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._solve, daemon=True)

    def __enter__(self) -> Run:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop and wait, however often somebody interrupts: no thread is left behind."""
        over = False
        while not over:
            try:
                over = self._done.wait(TICK)
                if not over:
                    self._solver.stop_search()
            except KeyboardInterrupt:
                self._state.interrupted = True

    def wait(
        self, *beside: SideSearch, patience: float | None = None, until: Callable[[], bool] | None = None
    ) -> None:
        """Wait for the end, taking what other runs find as well; stop where the search must end.

        With some `patience` (s), stop also where no better roster came for that time, or for as long as it
        took to find the last one; with `until`, also where that is true. A keyboard interrupt marks the
        search as interrupted. It waits for an event, since ``Thread.join`` may take a running thread for
        ended when it is interrupted.
        """
        over = False
        began = found = self._state.clock.spent
        while not over:
            try:
                over = self._done.wait(TICK)
                before, now = self._state.score, self._state.clock.spent
                self.take()
                for other in beside:
                    other.take()
                found = now if self._state.score < before else found
                tired = patience is not None and now - found > max(patience, found - began)
                if tired or (until is not None and until()) or self._state.over or self._enough():
                    self._solver.stop_search()
            except KeyboardInterrupt:
                self._state.interrupted = True
        self.take()
        if self._status is None or self._status == cp_model.MODEL_INVALID:
            raise RuntimeError(self._task.model.validate() or "CP-SAT ended without an answer")

    def take(self) -> None:
        """Take what has arrived: of several rosters the last, which is the best, and the highest bound."""
        found, bound = None, 0
        while not self._events.empty():
            event = self._events.get()
            if isinstance(event, Roster):
                found = event
            else:
                bound = max(bound, event)
        if found is not None:
            self.roster = found
            self._state.offer(found)
        level = self._task.level
        if level is not None and self._task.whole and self._state.reachable(level):
            self._state.prove(level, bound, self._proof)

    @property
    def done(self) -> bool:
        """Whether it has ended by itself."""
        return self._done.is_set()

    @property
    def settled(self) -> bool:
        """Whether it ended with nothing left to find."""
        return self._status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)

    def _enough(self) -> bool:
        level = self._task.level
        return level is not None and self._state.closed(level)

    def _solve(self) -> None:
        try:
            collector = _Collector(self._task.seating, self._events)
            self._status = self._solver.solve(self._task.model, collector)
            if self._status == cp_model.OPTIMAL and self._task.level is not None:
                self._events.put(_whole(self._solver.best_objective_bound))
        finally:
            self._done.set()


def _solver(task: Task, state: SearchState, params: Params) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = params.workers
    solver.parameters.random_seed = params.seed
    solver.parameters.catch_sigint_signal = False
    solver.parameters.max_time_in_seconds = max(TICK, min(task.seconds, state.clock.left))
    for name, value in task.settings.items():
        setattr(solver.parameters, name, value)
    return solver


def _whole(bound: float) -> int:
    return ceil(bound - TOLERANCE) if isfinite(bound) else 0


class _Collector(cp_model.CpSolverSolutionCallback):
    """Reads a roster from every solution."""

    def __init__(self, seating: RosterReader, events: Events) -> None:
        super().__init__()
        self._seating = seating
        self._events = events

    def on_solution_callback(self) -> None:
        self._events.put(self._seating.roster(self.response_proto.solution))

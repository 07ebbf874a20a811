"""One CP-SAT run, in a thread of its own, so that the caller's thread can be interrupted."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil, isfinite
from queue import SimpleQueue

from ortools.sat.python import cp_model

from solver.draft import roster_of
from solver.params import Params
from solver.standing import Standing
from wfm.finding import Level
from wfm.roster import Assignment, Roster

TICK = 0.05
"""Seconds between two looks at the clock and the stop event."""

TOLERANCE = 1e-6
"""CP-SAT reports whole bounds as floating point: they are rounded up from this much below."""


@dataclass(frozen=True)
class Task:
    """What a run is to do.

    Parameters
    ----------
    model
        With its objective, where it has one.
    assigned
        The variables from which a roster is read.
    level
        The level that the objective minimises; ``None`` for a run without one.
    seconds
        Wall time at most, besides the search's own limit.
    settings
        CP-SAT parameters by name, besides workers and seed.
    """

    model: cp_model.CpModel
    assigned: Mapping[Assignment, cp_model.IntVar]
    level: Level | None = None
    seconds: float = float("inf")
    settings: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How a run ended: `settled` where CP-SAT proved optimality or infeasibility."""

    status: cp_model.CpSolverStatus

    @property
    def settled(self) -> bool:
        """Whether nothing is left to find."""
        return self.status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)

    @property
    def infeasible(self) -> bool:
        """Whether there is no solution."""
        return self.status == cp_model.INFEASIBLE


Event = Roster | int


def run(task: Task, standing: Standing, params: Params) -> Outcome:
    """Solve, offering every roster and noting every bound while it lasts.

    A bound is noted only where it holds without the values at which earlier levels are held.
    A keyboard interrupt ends the run and marks the search as interrupted.

    Raises
    ------
    ValueError
        Where CP-SAT calls the model invalid.
    """
    events: SimpleQueue[Event] = SimpleQueue()
    solver = _solver(task, standing, params)
    solver.best_bound_callback = lambda bound: events.put(_whole(bound))
    done = threading.Event()

    def solve() -> None:
        try:
            solver.solve(task.model, _Collector(task.assigned, events))
        finally:
            done.set()

    threading.Thread(target=solve, daemon=True).start()
    try:
        _watch(done, solver, events, task, standing)
    finally:
        _end(done, solver, standing)
    outcome = _outcome(task, solver)
    if outcome.status == cp_model.OPTIMAL:
        events.put(_whole(solver.best_objective_bound))
    _take(events, task, standing)
    return outcome


def _solver(task: Task, standing: Standing, params: Params) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = params.workers
    solver.parameters.random_seed = params.seed
    solver.parameters.catch_sigint_signal = False
    solver.parameters.max_time_in_seconds = max(TICK, min(task.seconds, standing.clock.left))
    for name, value in task.settings.items():
        setattr(solver.parameters, name, value)
    return solver


def _watch(
    done: threading.Event,
    solver: cp_model.CpSolver,
    events: SimpleQueue[Event],
    task: Task,
    standing: Standing,
) -> None:
    """Wait for the run to end, and end it where the search must.

    It waits for an event: ``Thread.join`` may take a running thread for ended when it is interrupted.
    """
    over = False
    while not over:
        try:
            over = done.wait(TICK)
            _take(events, task, standing)
            if standing.over:
                solver.stop_search()
        except KeyboardInterrupt:
            standing.interrupted = True


def _end(done: threading.Event, solver: cp_model.CpSolver, standing: Standing) -> None:
    """Stop the run and wait for it, however often somebody interrupts: no thread is left behind."""
    over = False
    while not over:
        try:
            over = done.wait(TICK)
            if not over:
                solver.stop_search()
        except KeyboardInterrupt:
            standing.interrupted = True


def _take(events: SimpleQueue[Event], task: Task, standing: Standing) -> None:
    """Take what has arrived: of several rosters the last, which is the best, and the highest bound."""
    roster, bound = None, 0
    while not events.empty():
        event = events.get()
        if isinstance(event, Roster):
            roster = event
        else:
            bound = max(bound, event)
    if roster is not None:
        standing.offer(roster)
    if task.level is not None and standing.reachable(task.level):
        standing.prove(task.level, bound)


def _whole(bound: float) -> int:
    return ceil(bound - TOLERANCE) if isfinite(bound) else 0


def _outcome(task: Task, solver: cp_model.CpSolver) -> Outcome:
    status = solver.response_proto.status
    if status == cp_model.MODEL_INVALID:
        raise ValueError(task.model.validate())
    return Outcome(status)


class _Collector(cp_model.CpSolverSolutionCallback):
    """Reads a roster from every solution."""

    def __init__(self, assigned: Mapping[Assignment, cp_model.IntVar], events: SimpleQueue[Event]) -> None:
        super().__init__()
        self._assigned = assigned
        self._events = events

    def on_solution_callback(self) -> None:
        self._events.put(roster_of(self._assigned, self.response_proto.solution))

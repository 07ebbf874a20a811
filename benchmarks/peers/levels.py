"""The peer `levels`: plain CP-SAT level by level, all workers, all defaults."""

from __future__ import annotations

from ortools.sat.python import cp_model

from benchmarks.peers.lexicographic import Found, Notes, solved
from benchmarks.peers.model import PlainModel
from benchmarks.trace import Outcome, Trace
from wfm.finding import Level
from wfm.plan import Plan


def solve(plan: Plan, seconds: float, workers: int, seed: int) -> Outcome:
    """Solve a plan; building the model counts."""
    trace = Trace()
    plain = PlainModel(plan)
    return solved(plan, plain, _CpSat(plain, workers, seed), seconds, trace)


class _CpSat:
    def __init__(self, plain: PlainModel, workers: int, seed: int) -> None:
        self._plain = plain
        self._workers, self._seed = workers, seed

    def minimised(self, level: Level, seconds: float, notes: Notes) -> Found | None:
        self._plain.model.minimize(self._plain.value(level))
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.num_workers = self._workers
        solver.parameters.random_seed = self._seed
        solver.best_bound_callback = lambda bound: notes.note(None, bound)
        status = solver.solve(self._plain.model, _Listener(self._plain, notes))
        if status in (cp_model.MODEL_INVALID, cp_model.INFEASIBLE):
            raise ValueError(f"{solver.status_name(status)} {self._plain.model.validate()}")
        if status == cp_model.UNKNOWN:
            return None
        notes.note(solver.objective_value, solver.best_objective_bound)
        values = list(solver.response_proto.solution)  # a copy: the answer goes with its solver
        self._hint(values)
        return Found(values, round(solver.objective_value))

    def hold(self, level: Level, value: int) -> None:
        self._plain.model.add(self._plain.value(level) <= value)

    def _hint(self, values: list[int]) -> None:
        hint = self._plain.model.proto.solution_hint
        hint.vars.clear()
        hint.values.clear()
        hint.vars.extend(range(len(values)))
        hint.values.extend(values)


class _Listener(cp_model.CpSolverSolutionCallback):
    def __init__(self, plain: PlainModel, notes: Notes) -> None:
        super().__init__()
        self._plain, self._notes = plain, notes

    def on_solution_callback(self) -> None:
        if sum(self._plain.assignments(self.response_proto.solution)) == self._plain.plan.seats:
            self._notes.full()
        self._notes.note(self.objective_value, self.best_objective_bound)

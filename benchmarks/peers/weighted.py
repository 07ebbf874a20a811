"""The peer `weighted`: one CP-SAT model with one weighted sum, as one would write it in an afternoon.

A large weight for every better level, all workers, all defaults.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

from ortools.sat.python import cp_model

from benchmarks.peers.model import PlainModel
from benchmarks.trace import Outcome, Trace, measured
from wfm.finding import SCORED, Level
from wfm.plan import Plan
from wfm.roster import Roster

WEIGHTS: Mapping[Level, int] = {
    Level.COVERAGE: 10**9,
    Level.COMPETENCE: 10**7,
    Level.QUOTA: 10**5,
    Level.QUALITY: 1,
}
FIRST = SCORED[:-1]
APART = 1.05
"""Of rosters found within 5 % of the same time, the last is measured: measuring takes its time."""


def solve(plan: Plan, seconds: float, workers: int, seed: int) -> Outcome:
    """Solve a plan; building the model counts."""
    trace = Trace()
    plain = PlainModel(plan)
    plain.model.minimize(sum(weight * plain.value(level) for level, weight in WEIGHTS.items()))
    notes = Notes(plain, trace)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.1, seconds - trace.spent)
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    solver.best_bound_callback = notes.bound
    status = solver.solve(plain.model, notes)
    if status in (cp_model.MODEL_INVALID, cp_model.INFEASIBLE):
        raise ValueError(f"{solver.status_name(status)} {plain.model.validate()}")
    spent = trace.spent
    if status != cp_model.UNKNOWN:
        notes.bound(solver.best_objective_bound)
    return notes.outcome(status == cp_model.OPTIMAL, spent)


class Notes(cp_model.CpSolverSolutionCallback):
    """Keeps rosters and bounds as they come; what they are worth is measured afterwards."""

    def __init__(self, plain: PlainModel, trace: Trace) -> None:
        super().__init__()
        self._plain, self._trace = plain, trace
        self._found: list[tuple[float, tuple[bool, ...]]] = []
        self._since = 0.0
        self._bounds: list[tuple[float, float]] = []

    def on_solution_callback(self) -> None:
        """Keep a roster."""
        now = self._trace.spent
        chosen = self._plain.assignments(self.response_proto.solution)
        if sum(chosen) == self._plain.plan.seats:
            self._trace.full(now)
        if self._found and now < self._since * APART:
            self._found[-1] = (now, chosen)
        else:
            self._since = now
            self._found.append((now, chosen))

    def bound(self, bound: float) -> None:
        """Keep a bound of the sum."""
        self._bounds.append((self._trace.spent, bound))

    def outcome(self, optimal: bool, seconds: float) -> Outcome:
        """Measure the rosters, and tell how they went along with the bounds."""
        plan = self._plain.plan
        rosters = [(at, measured(plan, self._plain.roster(chosen))) for at, chosen in self._found]
        events: list[tuple[float, Mapping[Level, int] | float]] = sorted(
            [*rosters, *self._bounds], key=lambda event: event[0]
        )
        values: Mapping[Level, int] | None = None
        bound = 0.0
        for at, event in events:
            if isinstance(event, Mapping):
                values = event
            else:
                bound = max(bound, event)
            if values is not None:
                self._note(values, proven(values, bound), at)
        if values is None:
            values = measured(plan, Roster())
        bounds = self._all_proven(values) if optimal else proven(values, bound)
        self._trace.prove(*(level for level in SCORED if values[level] == bounds[level]), seconds=seconds)
        return Outcome(values, bounds, self._trace, seconds)

    def _note(self, values: Mapping[Level, int], bounds: Mapping[Level, int], at: float) -> None:
        for level in SCORED:
            if values[level] != bounds[level] or level is Level.QUALITY:
                self._trace.note(level, values[level], bounds[level], at)
            if values[level] != bounds[level]:
                return
            self._trace.prove(level, seconds=at)

    def _all_proven(self, values: Mapping[Level, int]) -> Mapping[Level, int]:
        """Return what the least sum proves: a level that is 0, or whose weight outweighs all later ones."""
        bounds = dict.fromkeys(SCORED, 0)
        for place, level in enumerate(SCORED):
            later = sum(WEIGHTS[one] * self._most(one) for one in SCORED[place + 1 :])
            if values[level] and WEIGHTS[level] <= later:
                break
            bounds[level] = values[level]
        return bounds

    def _most(self, level: Level) -> int:
        """Return more than a level can ever cost."""
        domains = self._plain.model.proto.variables
        terms = self._plain.terms[level]
        tops = (int(cost * domains[variable.index].domain[1]) for variable, cost in terms)
        return sum(max(0, top) for top in tops)


def proven(values: Mapping[Level, int], bound: float) -> Mapping[Level, int]:
    """Return what a bound of the sum proves of the levels.

    Nothing can be below 0. And where the first three levels are 0, what is left of the sum is quality.
    """
    quality = 0 if any(values[level] for level in FIRST) else max(0, ceil(bound - 1e-6))
    return dict.fromkeys(FIRST, 0) | {Level.QUALITY: quality}

"""The peer `highs`: the same model level by level, given to the HiGHS inside OR-Tools, on one core.

HiGHS tells of rosters by value only, in its log; the roster itself comes at the end of a level.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from ortools.math_opt.python import mathopt

from benchmarks.peers.lexicographic import Found, Notes, solved
from benchmarks.peers.linear import add_row, linear_model, set_costs
from benchmarks.peers.model import PlainModel
from benchmarks.trace import Outcome, Trace
from wfm.finding import Level
from wfm.plan import Plan

GAP = 0.99
"""Costs are whole: a roster less than one above the bound is optimal."""
FAR_BELOW = -(2**40)
ROW = re.compile(r"^ ?\w? +\d+ +\d+ +\d+ +[\d.]+% +(?P<bound>\S+) +(?P<value>\S+) ")
"""A line of HiGHS' table: nodes, queue, leaves, explored, best bound, best roster."""


def solve(plan: Plan, seconds: float, workers: int, seed: int) -> Outcome:
    """Solve a plan; building the model counts. `workers` is not used: HiGHS gets one core."""
    trace = Trace()
    plain = PlainModel(plan)
    return solved(plan, plain, _Highs(plain, seed), seconds, trace)


class _Highs:
    def __init__(self, plain: PlainModel, seed: int) -> None:
        self._plain, self._seed = plain, seed
        self._rows = linear_model(plain.model, plain.whole)
        self._start: Sequence[float] = ()

    def minimised(self, level: Level, seconds: float, notes: Notes) -> Found | None:
        set_costs(self._rows, *self._costs(level))
        model = mathopt.Model.from_model_proto(self._rows)
        answer = mathopt.solve(
            model,
            mathopt.SolverType.HIGHS,
            params=self._params(seconds),
            model_params=self._hint(model),
            msg_cb=lambda lines: read_log(lines, notes),
        )
        if answer.termination.reason is mathopt.TerminationReason.INFEASIBLE:
            raise ValueError(f"INFEASIBLE {answer.termination.detail}")
        if not answer.solutions or answer.solutions[0].primal_solution is None:
            return None
        best = answer.solutions[0].primal_solution
        found = Found(_in_order(model, best), round(best.objective_value))
        if sum(self._plain.assignments(found.values)) == self._plain.plan.seats:
            notes.full()
        notes.note(found.cost, answer.termination.objective_bounds.dual_bound)
        self._start = found.values
        return found

    def hold(self, level: Level, value: int) -> None:
        add_row(self._rows, *self._costs(level), FAR_BELOW, value)

    def _costs(self, level: Level) -> tuple[list[int], list[int]]:
        terms = self._plain.terms[level]
        return [variable.index for variable, _ in terms], [cost for _, cost in terms]

    def _params(self, seconds: float) -> mathopt.SolveParameters:
        params = mathopt.SolveParameters(
            time_limit=timedelta(seconds=seconds),
            random_seed=self._seed,
            relative_gap_tolerance=0.0,
            absolute_gap_tolerance=GAP,
        )
        params.highs.string_options["parallel"] = "off"
        return params

    def _hint(self, model: mathopt.Model) -> mathopt.ModelSolveParameters:
        if not self._start:
            return mathopt.ModelSolveParameters()
        values = dict(zip(model.variables(), self._start, strict=True))
        return mathopt.ModelSolveParameters(solution_hints=[mathopt.SolutionHint(variable_values=values)])


def read_log(lines: Sequence[str], notes: Notes) -> None:
    """Take notes of lines of HiGHS' log as they come."""
    for line in lines:
        found = ROW.match(line)
        if found:
            notes.note(float(found["value"]), float(found["bound"]))


def _in_order(model: mathopt.Model, solution: mathopt.PrimalSolution) -> list[float]:
    return [solution.variable_values[variable] for variable in model.variables()]

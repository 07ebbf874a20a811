"""OR-Tools' HiGHS: linear and mixed-integer programs in, values, multipliers and bounds out."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from solver.linear.model import LinearModel

if TYPE_CHECKING:
    from ortools.math_opt.python import mathopt

LOG_ROW = re.compile(r"^ [A-Za-z ]? +\d+ +\d+ +\d+ +[\d.]+% +(?P<bound>-?[\d.]+(e[+-]?\d+)?) ")
"""A row of HiGHS's table of its search: source, nodes, queue, leaves, explored part, bound, and more."""

INTERIOR = {"solver": "ipm", "run_crossover": "off"}
"""Relaxations are solved by an interior point method: twice as fast as the simplex method on a quarter, five
times on a year. No basis is needed, multipliers of any precision prove a bound."""

SHAKEN = 1e-4
"""What a relaxation's columns cost too much at most. An interior point method ends in the middle of all its
best solutions, where nearly every column has a part; with one best solution it ends there, among few columns.
The bound is proven by the true costs, and is less by no more than this for each seat."""

CORNER = {"solver": "simplex"}
CORNER_SHAKEN = 1e-3
"""So a relaxation of few columns is solved where a corner is wanted: there most columns are whole."""


@dataclass(frozen=True)
class Job:
    """What is to be solved.

    Parameters
    ----------
    number
        Comes back with every answer.
    model
        To be minimised.
    whole
        Whether its columns must be whole; else the linear relaxation is solved.
    seconds
        Wall time at most.
    seed
        Of HiGHS, and of what shakes a relaxation's costs.
    corner
        Whether a relaxation is wanted at a corner of its solutions, rather than soon; it proves no bound.
    interior
        Whether near a corner is enough, where there are too many columns for the simplex method.
    target
        Value at which the search for a whole solution ends; ``None`` for the best.
    nodes
        At most so many nodes of that search, which is a limit that can be repeated; ``None`` for no limit.
    start
        By column, the values of a whole solution to begin from; empty for none.
    """

    number: int
    model: LinearModel
    whole: bool
    seconds: float
    seed: int
    corner: bool = False
    interior: bool = False
    target: int | None = None
    nodes: int | None = None
    start: Sequence[float] = ()


@dataclass(frozen=True)
class HighsAnswer:
    """What came of a job, or on the way to it.

    Parameters
    ----------
    number
        The job's.
    ended
        Whether the job is over; before that only bounds come.
    settled
        Whether it was solved to the end: the best is found, or that there is none.
    bound
        Of the objective, in floating point; ``None`` where there is none.
    values
        By column, of the best solution; empty where there is none.
    duals
        By row, of a relaxation; else empty.
    least
        By municipality's part, its least value, ``None`` where it is not known; where they were asked for.
    """

    number: int
    ended: bool
    settled: bool = False
    bound: float | None = None
    values: Sequence[float] = ()
    duals: Sequence[float] = ()
    least: Sequence[int | None] = ()


def answers_to(job: Job, tell: Callable[[HighsAnswer], None]) -> HighsAnswer:
    """Solve a job, telling bounds on the way."""
    from ortools.math_opt.python import mathopt

    parameters = _parameters(job)

    def read(lines: Iterable[str]) -> None:
        for line in lines:
            row = LOG_ROW.match(line)
            if row:
                tell(HighsAnswer(job.number, ended=False, bound=float(row["bound"])))

    model = mathopt.Model.from_model_proto(model_proto(job.model, _costs(job), whole=job.whole))
    hints = []
    if job.start:
        values = dict(zip(model.variables(), job.start, strict=True))
        hints.append(mathopt.SolutionHint(variable_values=values))
    try:
        result = mathopt.solve(
            model,
            mathopt.SolverType.HIGHS,
            params=parameters,
            model_params=mathopt.ModelSolveParameters(solution_hints=hints),
            msg_cb=read if job.whole else None,
        )
    except (
        AttributeError,
        RuntimeError,
        ValueError,
    ):  # HiGHS does not know how it ended
        return HighsAnswer(job.number, ended=True)
    return _answer(job, result)


def _parameters(job: Job) -> mathopt.SolveParameters:
    from ortools.math_opt.python import mathopt

    found = mathopt.SolveParameters(time_limit=timedelta(seconds=max(0.0, job.seconds)))
    found.highs.string_options["parallel"] = "off"
    found.highs.int_options["random_seed"] = job.seed
    found.highs.double_options["mip_rel_gap"] = 0.0
    if not job.whole:
        found.highs.string_options.update(CORNER if job.corner and not job.interior else INTERIOR)
    if job.target is not None:
        found.highs.double_options["objective_target"] = job.target + 0.5
    if job.nodes is not None:
        found.highs.int_options["mip_max_nodes"] = job.nodes
    return found


def _answer(job: Job, result: mathopt.SolveResult) -> HighsAnswer:
    reason = result.termination.reason.name
    bound = result.termination.objective_bounds.dual_bound
    values: Sequence[float] = ()
    duals: Sequence[float] = ()
    if result.has_primal_feasible_solution():
        values = [value for _, value in sorted((v.id, x) for v, x in result.variable_values().items())]
    if not job.whole and result.has_dual_feasible_solution():
        duals = [value for _, value in sorted((c.id, y) for c, y in result.dual_values().items())]
    settled = reason in ("OPTIMAL", "INFEASIBLE")
    return HighsAnswer(
        number=job.number,
        ended=True,
        settled=settled,
        bound=bound if reason != "INFEASIBLE" else None,
        values=values,
        duals=duals,
    )


def model_proto(model: LinearModel, costs: Sequence[float], *, whole: bool) -> object:
    """Return a model as OR-Tools' MathOpt reads it; filled by whole lists, which is fast.

    Parameters
    ----------
    model
        What is asked; its own costs do not count.
    costs
        By column.
    whole
        Whether columns must be whole.
    """
    from ortools.math_opt import model_pb2

    infinity = float("inf")
    proto = model_pb2.ModelProto()
    number = len(model.cost)
    proto.variables.ids.extend(range(number))
    proto.variables.lower_bounds.extend(map(float, model.lower))
    proto.variables.upper_bounds.extend(map(float, model.upper))
    proto.variables.integers.extend([whole] * number)
    rows = proto.linear_constraints
    rows.ids.extend(range(model.rows))
    rows.lower_bounds.extend(-infinity if low is None else float(low) for low in model.row_lower)
    rows.upper_bounds.extend(infinity if high is None else float(high) for high in model.row_upper)
    matrix = proto.linear_constraint_matrix
    for row in range(model.rows):
        matrix.row_ids.extend([row] * (model.starts[row + 1] - model.starts[row]))
    matrix.column_ids.extend(model.columns)
    matrix.coefficients.extend(map(float, model.coefficients))
    priced = [column for column, cost in enumerate(costs) if cost]
    proto.objective.linear_coefficients.ids.extend(priced)
    proto.objective.linear_coefficients.values.extend(costs[column] for column in priced)
    proto.objective.offset = float(model.offset)
    return proto


def _costs(job: Job) -> list[float]:
    """Return what columns cost; in a relaxation a little more, so that one solution is the best."""
    if job.whole:
        return list(map(float, job.model.cost))
    chance = random.Random(job.seed)
    most = CORNER_SHAKEN if job.corner else SHAKEN
    return [
        cost + (most * chance.random() if high - low == 1 else 0.0)
        for cost, low, high in zip(job.model.cost, job.model.lower, job.model.upper, strict=True)
    ]

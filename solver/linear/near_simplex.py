"""GLOP: a linear relaxation solved so that it ends near a whole solution.

The columns of a solution at hand cost a little less than they do. The dual simplex method, begun from
nothing, then stands at that solution at once and leaves it only where it is not allowed or not the best any
more: of a quarter a hundred pivots instead of three thousand. It ends at a corner, which is mostly whole.

What the columns cost less is so little in all that the multipliers still prove the next whole bound, as they
are evaluated by the true costs (`solver.linear.certificate`).
"""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import isfinite
from typing import TYPE_CHECKING

from solver.linear.highs import model_proto
from solver.linear.model import LinearModel

if TYPE_CHECKING:
    from ortools.util.python.solve_interrupter import SolveInterrupter

FAVOUR = 1e-3
"""What a column of the solution at hand costs less, at most."""

FAVOURS = 0.2
"""What all of them cost less together, at most."""

SHAKEN = 0.5
"""The part of a favour by which other columns cost more at random, where another corner is wanted."""


@dataclass(frozen=True)
class NearCorner:
    """A corner of a relaxation's best solutions.

    Parameters
    ----------
    values
        By column; empty where none was found.
    duals
        By row; they prove a bound also where it is not the best.
    impossible
        Whether GLOP says, in floating point, that there is no solution.
    """

    values: Sequence[float] = ()
    duals: Sequence[float] = ()
    impossible: bool = False


def near_corner(
    model: LinearModel,
    favoured: Collection[int],
    seconds: float,
    *,
    seed: int | None = None,
    interrupter: SolveInterrupter | None = None,
) -> NearCorner:
    """Return a corner of the relaxation's best solutions near a whole solution.

    Parameters
    ----------
    model
        To be minimised.
    favoured
        The columns that seat somebody in the solution at hand; they need not fit the model.
    seconds
        Wall time at most.
    seed
        For another corner, among equally good ones; ``None`` for the nearest.
    interrupter
        Ends it from another thread.
    """
    from ortools.math_opt import model_parameters_pb2, result_pb2
    from ortools.math_opt.core.python import solver
    from ortools.math_opt.python import mathopt

    wanted = mathopt.SolveParameters(lp_algorithm=mathopt.LPAlgorithm.DUAL_SIMPLEX, threads=1)
    if isfinite(seconds):
        wanted.time_limit = timedelta(seconds=seconds)
    told = model_parameters_pb2.ModelSolveParametersProto()
    told.reduced_costs_filter.filter_by_ids = True  # none
    result = solver.solve(  # the protos themselves: objects for each value would take longer than the simplex
        model_proto(model, _costs(model, favoured, seed), whole=False),
        mathopt.SolverType.GLOP.value,
        mathopt.StreamableSolverInitArguments().to_proto(),
        wanted.to_proto(),
        told,
        None,
        mathopt.CallbackRegistration().to_proto(),
        None,
        None if interrupter is None else interrupter.pybind_interrupter,
    )
    reason = result.termination.reason
    impossible = reason in (
        result_pb2.TERMINATION_REASON_INFEASIBLE,
        result_pb2.TERMINATION_REASON_INFEASIBLE_OR_UNBOUNDED,
    )
    if reason != result_pb2.TERMINATION_REASON_OPTIMAL or not result.solutions:
        return NearCorner(impossible=impossible)
    found = result.solutions[0]
    values = list(found.primal_solution.variable_values.values)
    duals = list(found.dual_solution.dual_values.values)
    if len(values) != len(model.cost) or len(duals) != model.rows:
        return NearCorner()
    return NearCorner(values, duals)


def _costs(model: LinearModel, favoured: Collection[int], seed: int | None) -> list[float]:
    favour = min(FAVOUR, FAVOURS / max(1, len(favoured)))
    costs = list(map(float, model.cost))
    for column in favoured:
        costs[column] -= favour
    if seed is not None:
        chance = random.Random(seed)
        for column, (low, high) in enumerate(zip(model.lower, model.upper, strict=True)):
            if high - low == 1:
                costs[column] += SHAKEN * favour * chance.random()
    return costs

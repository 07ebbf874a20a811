"""A bound that anybody can check: multipliers of a linear model's rows, evaluated in whole numbers.

For any multipliers y of the rows and any x that keeps them,

    cost·x = y·(A x) + (cost − y A)·x ≥ Σ_i (y_i > 0 ? y_i·lower_i : y_i·upper_i) + Σ_j min over the box of
    (cost − y A)_j·x_j.

This is weak duality, and holds whatever y is, so the multipliers may come from a solver in floating point:
rounded to fractions of one denominator they give a bound in exact arithmetic (Neumaier and Shcherbina, "Safe
bounds in linear and mixed-integer linear programming", Mathematical Programming 99, 2004). The cost of whole
columns is whole, so the bound may be rounded up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from solver.linear.model import LinearModel
from wfm.certificate import Certificate
from wfm.finding import Level

DENOMINATOR = 2**24
"""Multipliers are counted in parts of this size: rounding them costs far less than the next whole number."""

SMALL = 2**10
"""Multipliers below this are left out where the others prove as much without them."""


def multipliers(duals: Sequence[float]) -> list[int]:
    """Return floating-point duals in parts of ``1 / DENOMINATOR``."""
    return [round(dual * DENOMINATOR) for dual in duals]


def certify(
    model: LinearModel, level: Level, held: Mapping[Level, int], duals: Sequence[float]
) -> Certificate:
    """Return what floating-point duals of a model prove of a level, the earlier ones held."""
    scaled = multipliers(duals)
    bound = prove_bound(model, scaled)
    large = [multiplier if abs(multiplier) >= SMALL else 0 for multiplier in scaled]
    if prove_bound(model, large) == bound:  # an interior point has many that hardly count
        scaled = large
    return Certificate(
        level=level,
        held=MappingProxyType(dict(held)),
        bound=bound,
        denominator=DENOMINATOR,
        rows=model.rows,
        model_sha256=model.sha256,
        multipliers=tuple((row, multiplier) for row, multiplier in enumerate(scaled) if multiplier),
    )


def prove_bound(model: LinearModel, scaled: Sequence[int], denominator: int = DENOMINATOR) -> int:
    """Return a bound of a linear model's objective, proven by multipliers of its rows.

    Parameters
    ----------
    model
        Of whole columns.
    scaled
        By row, in parts of ``1 / denominator``, positive where a row pushes from below. A multiplier
        that pushes from a side without a limit counts as 0.
    denominator
        At least 1.

    Raises
    ------
    ValueError
        Where there are more or fewer multipliers than rows.
    """
    if len(scaled) != model.rows:
        raise ValueError(f"{len(scaled)} multipliers; {model.rows} are wanted")
    reduced = [cost * denominator for cost in model.cost]
    bound = model.offset * denominator
    for row, multiplier in enumerate(scaled):
        limit = model.row_lower[row] if multiplier > 0 else model.row_upper[row]
        if not multiplier or limit is None:
            continue
        bound += multiplier * limit
        for entry in range(model.starts[row], model.starts[row + 1]):
            reduced[model.columns[entry]] -= multiplier * model.coefficients[entry]
    for column, price in enumerate(reduced):
        bound += price * (model.lower[column] if price > 0 else model.upper[column])
    return -(-bound // denominator)

"""A CP-SAT model as a mixed-integer program: the same variables, rows and costs."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ortools.math_opt import model_pb2
from ortools.sat.python import cp_model

INFINITE = 2**39
"""Bounds of a row at or beyond this stand for infinity."""


def linear_model(model: cp_model.CpModel, whole: Collection[int]) -> model_pb2.ModelProto:
    """Translate a model of linear rows; its objective is left out.

    Parameters
    ----------
    model
        Of linear rows with one interval each.
    whole
        Indices of the variables that must be whole; the others may be any number.

    Raises
    ------
    ValueError
        Where a row is not linear.
    """
    found = model_pb2.ModelProto()
    variables = model.proto.variables
    found.variables.ids.extend(range(len(variables)))
    found.variables.lower_bounds.extend(float(variable.domain[0]) for variable in variables)
    found.variables.upper_bounds.extend(float(variable.domain[1]) for variable in variables)
    found.variables.integers.extend(index in whole for index in range(len(variables)))
    for row in model.proto.constraints:
        if not row.has_linear() or len(row.linear.domain) != 2:
            raise ValueError(f"not a linear row: {row}")
        low, high = row.linear.domain
        add_row(found, list(row.linear.vars), list(row.linear.coeffs), low, high)
    return found


def add_row(
    model: model_pb2.ModelProto, variables: Sequence[int], factors: Sequence[int], low: int, high: int
) -> None:
    """Add ``low <= Σ factor × variable <= high``; a variable may stand there more than once."""
    number = len(model.linear_constraints.ids)
    model.linear_constraints.ids.append(number)
    model.linear_constraints.lower_bounds.append(float(low) if low > -INFINITE else -float("inf"))
    model.linear_constraints.upper_bounds.append(float(high) if high < INFINITE else float("inf"))
    summed = _summed(variables, factors)
    model.linear_constraint_matrix.row_ids.extend([number] * len(summed))
    model.linear_constraint_matrix.column_ids.extend(summed)
    model.linear_constraint_matrix.coefficients.extend(map(float, summed.values()))


def set_costs(model: model_pb2.ModelProto, variables: Sequence[int], costs: Sequence[int]) -> None:
    """Minimise ``Σ cost × variable`` from now on."""
    summed = _summed(variables, costs)
    model.objective.Clear()
    model.objective.linear_coefficients.ids.extend(summed)
    model.objective.linear_coefficients.values.extend(map(float, summed.values()))


def _summed(variables: Sequence[int], factors: Sequence[int]) -> dict[int, int]:
    """Return the factors by variable, in rising order, none 0."""
    summed: dict[int, int] = {}
    for variable, factor in zip(variables, factors, strict=True):
        summed[variable] = summed.get(variable, 0) + factor
    return {variable: summed[variable] for variable in sorted(summed) if summed[variable]}

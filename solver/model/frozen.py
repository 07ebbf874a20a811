"""Loosen what a rule requires, just as far as shifts that can't be changed any more already break it."""

from __future__ import annotations

from collections.abc import Collection

from ortools.sat.python import cp_model


def loosen(
    constraint: cp_model.BoundedLinearExpression, ones: Collection[int]
) -> cp_model.BoundedLinearExpression:
    """Return a linear constraint that also holds where nobody sits but on frozen shifts.

    Parameters
    ----------
    constraint
        Any linear inequality, equation or domain.
    ones
        Indexes of the variables that are fixed to 1. Where none of them occurs, the constraint has
        nothing to do with frozen shifts and comes back as it is.
    """
    fixed = [
        factor for var, factor in zip(constraint.vars, constraint.coeffs, strict=True) if var.index in ones
    ]
    value = sum(fixed) + constraint.offset
    if not fixed or constraint.bounds.contains(value):
        return constraint
    amount = cp_model.LinearExpr.weighted_sum(constraint.vars, constraint.coeffs) + constraint.offset
    return cp_model.BoundedLinearExpression(amount, constraint.bounds.union_with(_between(constraint, value)))


def _between(constraint: cp_model.BoundedLinearExpression, value: int) -> cp_model.Domain:
    """Return all from the value to the nearest that is allowed, both ends included."""
    low, high = constraint.bounds.min(), constraint.bounds.max()
    if value > high:
        return cp_model.Domain(high, value)
    return cp_model.Domain(value, max(value, low))

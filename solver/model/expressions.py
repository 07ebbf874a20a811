"""Exact sums, squares and distances for a model: no floating point, nothing cut off.

A square d² of a whole number is the highest of its tangents between whole numbers:
d² = max over k ≥ 0 of (2k + 1)·d − k·(k + 1), with equality at k = d − 1 and k = d.
"""

from __future__ import annotations

from collections.abc import Iterable

from ortools.sat.python import cp_model

from wfm.quota import Band

Amount = cp_model.LinearExpr | int
"""A whole number in a model: an expression, or known beforehand."""


def distance(model: cp_model.CpModel, amount: Amount, band: Band, most: int, farthest: int) -> Amount:
    """Return a variable that is at least the distance of an amount from a band.

    Parameters
    ----------
    model
        Gets the variable and its constraints.
    amount
        A whole number from 0 to `most`.
    band
        Where the distance is 0.
    most
        The largest value that `amount` can take.
    farthest
        The largest distance that is allowed; the model has no solution with a larger one.
    """
    if isinstance(amount, int):
        return band.outside(amount)
    if not max(band.outside(0), band.outside(most)):
        return 0
    outside: Amount = model.new_int_var(0, farthest, "") if farthest else 0
    if band.low > 0:
        model.add(amount + outside >= band.low)
    if band.high < most:
        model.add(amount - outside <= band.high)
    return outside


def square(model: cp_model.CpModel, root: Amount, most: int) -> Amount:
    """Return a variable that is at least the square of a whole number from 0 to `most`."""
    if isinstance(root, int):
        return root * root
    if most <= 1:
        return root
    squared = model.new_int_var(0, most * most, "")
    for k in range(most):
        model.add(squared >= (2 * k + 1) * root - k * (k + 1))
    return squared


def total(parts: Iterable[Amount]) -> Amount:
    """Return a sum; a plain number where nothing in it is unknown."""
    known, unknown = 0, []
    for part in parts:
        if isinstance(part, int):
            known += part
        else:
            unknown.append(part)
    if not unknown:
        return known
    if len(unknown) == 1:
        return unknown[0] + known if known else unknown[0]
    return cp_model.LinearExpr.sum([*unknown, known])

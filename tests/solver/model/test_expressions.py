"""Squares and distances are exact at every whole number, above and below a band."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from solver.model.expressions import distance, square
from tests.examples import examples
from wfm.quota import Band


def least(model: cp_model.CpModel, amount: cp_model.LinearExpr | int) -> int:
    model.minimize(amount)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    return round(solver.objective_value)


@pytest.mark.parametrize("most", [0, 1, 2, 5, 40])
def test_a_square_is_exact_from_0_to_the_most(most: int) -> None:
    for root in {0, 1, 2, most - 1, most} & set(range(most + 1)):
        model = cp_model.CpModel()
        variable = model.new_int_var(root, root, "")
        assert least(model, square(model, variable, most)) == root**2


@settings(max_examples=examples(60), deadline=None)
@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_a_distance_is_exact_on_both_sides_of_a_band(one: int, two: int, amount: int, more: int) -> None:
    band, most = Band(min(one, two), max(one, two)), amount + more
    model = cp_model.CpModel()
    variable = model.new_int_var(0, most, "")
    model.add(variable == amount)
    farthest = max(band.outside(0), band.outside(most))
    assert least(model, distance(model, variable, band, most, farthest)) == band.outside(amount)

"""GLOP near a solution at hand: it stays there where that is the best; its multipliers prove the bound."""

from __future__ import annotations

import pytest
from hypothesis import given

from solver.linear.certificate import multipliers, prove_bound
from solver.linear.highs import Job, answers_to
from solver.linear.model import LinearModel
from solver.linear.near_simplex import near_corner
from tests.solver.linear.linear_models import best_of, linear_models


def assigning(number: int) -> LinearModel:
    """Return the model in which each of some shifts goes to one of as many homes, all equally good."""
    columns = number * number
    model = LinearModel([1] * columns, [0] * columns, [1] * columns)
    for one in range(number):
        model.add_row([(one * number + other, 1) for other in range(number)], 1, 1)
        model.add_row([(other * number + one, 1) for other in range(number)], 1, 1)
    return model


@pytest.mark.parametrize("shift", range(5))
def test_of_many_best_solutions_the_one_at_hand_is_found(shift: int) -> None:
    number = 6
    at_hand = {one * number + (one + shift) % number for one in range(number)}
    found = near_corner(assigning(number), at_hand, 10)
    assert {column for column, value in enumerate(found.values) if value > 0.5} == at_hand


def test_a_solution_that_is_not_allowed_any_more_changes_where_it_must() -> None:
    number = 6
    model = assigning(number)
    at_hand = {one * number + one for one in range(number)}
    model.upper[0] = 0
    found = near_corner(model, at_hand, 10)
    kept = at_hand & {column for column, value in enumerate(found.values) if value > 0.5}
    assert len(kept) == number - 2  # two shifts are exchanged, and no other


@given(linear_models())
def test_its_multipliers_prove_what_is_true_and_as_much_as_those_of_highs(model: LinearModel) -> None:
    found = near_corner(model, (), 10)
    best = best_of(model)
    assert best is not None
    assert not found.impossible
    assert found.values
    bound = prove_bound(model, multipliers(found.duals))
    assert bound <= best
    answer = answers_to(Job(1, model, whole=False, seconds=10, seed=1, corner=True), lambda _: None)
    assert answer.bound is not None
    assert bound >= answer.bound - 0.01


def test_what_has_no_solution_is_told() -> None:
    model = assigning(3)
    model.add_row([(0, 1), (1, 1)], 3, None)
    found = near_corner(model, {0}, 10)
    assert found.impossible
    assert not found.values

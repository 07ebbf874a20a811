"""Loosen: a constraint gives way just as far as frozen assignments break it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from solver.model.frozen import loosen


def allowed(constraint: cp_model.BoundedLinearExpression, value: int) -> bool:
    return bool(constraint.bounds.contains(value))


numbers = st.integers(-5, 5)


@given(st.lists(numbers, min_size=1, max_size=4), st.sets(st.integers(0, 3)), numbers, numbers, numbers)
def test_it_holds_for_the_fixed_alone_and_keeps_all_that_was_allowed(
    factors: list[int], fixed: set[int], offset: int, low: int, high: int
) -> None:
    model = cp_model.CpModel()
    variables = [model.new_bool_var("") for _ in factors]
    amount = cp_model.LinearExpr.weighted_sum(variables, factors) + offset
    before = cp_model.BoundedLinearExpression(amount, cp_model.Domain(min(low, high), max(low, high)))
    ones = {variables[place].index for place in fixed if place < len(variables) and factors[place]}
    after = loosen(before, ones)
    alone = sum(factors[v.index] for v in variables if v.index in ones) + offset
    assert not ones or allowed(after, alone)
    for value in range(-40, 41):
        if allowed(before, value):
            assert allowed(after, value)
        elif allowed(after, value):  # no further than the fixed go
            nearest = min(max(alone, min(low, high)), max(low, high))
            assert min(alone, nearest) <= value <= max(alone, nearest)


def test_what_has_nothing_to_do_with_the_fixed_stays_as_it_is() -> None:
    model = cp_model.CpModel()
    free, fixed = model.new_bool_var(""), model.new_bool_var("")
    must_sit = cp_model.BoundedLinearExpression(free, cp_model.Domain(1, 1))
    assert loosen(must_sit, {fixed.index}) is must_sit


def test_a_limit_that_is_kept_is_not_widened() -> None:
    model = cp_model.CpModel()
    free, fixed = model.new_bool_var(""), model.new_bool_var("")
    limit = cp_model.BoundedLinearExpression(free + fixed, cp_model.Domain(0, 1))
    assert loosen(limit, {fixed.index}) is limit

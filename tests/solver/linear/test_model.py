"""A CP-SAT model as a linear one: every solution stays one, and the same plan gives the same rows."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from solver.linear.model import LinearModel, linear_model
from tests.solver.linear.linear_models import keeps, linear_models

FOUR = range(4)


@st.composite
def literals(draw: st.DrawFn, least: int = 1) -> list[tuple[int, bool]]:
    """Draw columns, each as it is or negated."""
    chosen = draw(st.lists(st.sampled_from(FOUR), min_size=least, max_size=3, unique=True))
    return [(column, draw(st.booleans())) for column in chosen]


@given(st.data())
def test_every_solution_of_a_model_keeps_the_rows_of_the_linear_one(data: st.DataObject) -> None:
    model = cp_model.CpModel()
    columns = [model.new_bool_var("") for _ in FOUR]

    def said(pairs: list[tuple[int, bool]]) -> list[cp_model.LiteralT]:
        return [columns[one] if plain else columns[one].negated() for one, plain in pairs]

    for _ in range(data.draw(st.integers(1, 4))):
        kind = data.draw(st.sampled_from(("or", "and", "most", "exactly", "linear", "gap", "enforced")))
        these = said(data.draw(literals()))
        factors = [data.draw(st.integers(-3, 3)) for _ in FOUR]
        amount = cp_model.LinearExpr.weighted_sum(columns, factors)
        if kind == "or":
            model.add_bool_or(these)
        elif kind == "and":
            model.add_bool_and(these).only_enforce_if(*said(data.draw(literals())))
        elif kind == "most":
            model.add_at_most_one(these)
        elif kind == "exactly":
            model.add_exactly_one(these)
        elif kind == "linear":
            model.add_linear_constraint(amount, -3, data.draw(st.integers(-1, 3)))
        elif kind == "gap":
            model.add_linear_expression_in_domain(amount, cp_model.Domain.from_values([-2, 0, 3]))
        else:
            model.add(amount >= 2).only_enforce_if(these[0])
    model.minimize(sum(columns) + 7)
    linear = linear_model(model.proto)
    assert (linear.cost, linear.offset) == ([1] * len(linear.cost), 7)
    for point in product((0, 1), repeat=4):
        if is_solution(model, columns, point):
            assert keeps(linear, point)


def is_solution(model: cp_model.CpModel, columns: list[cp_model.IntVar], point: tuple[int, ...]) -> bool:
    copy = model.clone()
    for column, value in zip(columns, point, strict=True):
        copy.add(copy.get_int_var_from_proto_index(column.index) == value)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.solve(copy)
    return bool(solver.response_proto.status == cp_model.OPTIMAL)


def test_entries_of_one_column_are_added_up_and_those_of_nothing_left_out() -> None:
    model = LinearModel([0, 0, 0], [0] * 3, [1] * 3)
    model.add_row([(2, 1), (0, 3), (2, 4), (1, 2), (1, -2)], None, 9)
    assert (model.columns, model.coefficients, model.starts) == ([0, 2], [3, 5], [0, 2])


@given(linear_models(), linear_models())
def test_models_have_the_same_hash_just_where_they_are_the_same(one: LinearModel, other: LinearModel) -> None:
    assert (one.sha256 == other.sha256) is (one == other)
    assert one.sha256 == replace(one, upper=list(one.upper)).sha256


@given(linear_models())
def test_any_figure_changes_the_hash(model: LinearModel) -> None:
    before = model.sha256
    model.upper[0] += 1
    assert model.sha256 != before


HASHES = """
from solver.linear.model import linear_model
from solver.params import Clock
from solver.search.build import draft_after
from solver.search.state import SearchState
from tests.solver.verification.questions import questions
from wfm.roster import Roster
for plan, baseline, level, held in questions():
    state = SearchState(plan, Roster(), Clock(float("inf")), baseline=baseline)
    print(linear_model(draft_after(state, level, held=held).model.proto).sha256)
"""


@pytest.fixture(scope="module")
def hashes() -> list[str]:
    return [hashes_under(seed) for seed in ("1", "4242")]


def hashes_under(seed: str) -> str:
    """Return the hashes of some plans' models, as another process finds them."""
    done = subprocess.run(
        [sys.executable, "-c", HASHES],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_the_same_plan_gives_the_same_model_in_every_process(hashes: list[str]) -> None:
    assert hashes[0] == hashes[1]
    assert len(set(hashes[0].splitlines())) == len(hashes[0].splitlines()) > 3

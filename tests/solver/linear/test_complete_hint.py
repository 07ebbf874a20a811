"""Who sits where, completed to a whole solution: no row is broken, and it costs what is measured."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from benchmarks.plans import KINDS
from solver.heuristics.greedy import greedy_roster, pin_locks
from solver.linear.complete_hint import complete
from solver.linear.model import linear_model
from solver.params import Clock
from solver.search.build import draft_after
from solver.search.state import SearchState
from tests.examples import examples
from tests.solver.linear.linear_models import keeps
from tests.solver.plans import baselines, can_be_kept, tiny_plans
from wfm.baseline import Baseline
from wfm.plan import Plan

LONG = ("quarter", "short", "threes")


def assert_completed(question: Plan, baseline: Baseline | None = None) -> None:
    where = SearchState(question, pin_locks(question, baseline), Clock(600), baseline=baseline)
    where.offer(greedy_roster(question, 1, where.clock, baseline))
    for level in where.levels:
        draft = draft_after(where, level)
        model = linear_model(draft.model.proto)
        values = complete(model, draft.columns, where.best.roster)
        assert keeps(model, values)
        boxes = zip(model.lower, values, model.upper, strict=True)
        assert all(low <= value <= high for low, value, high in boxes)
        priced = zip(model.cost, values, strict=True)
        assert model.offset + sum(cost * value for cost, value in priced) == where.score[level]


@settings(max_examples=examples(30), deadline=None, suppress_health_check=list(HealthCheck))
@given(tiny_plans(), st.data())
def test_a_completed_roster_keeps_every_row_and_costs_what_is_measured(
    question: Plan, data: st.DataObject
) -> None:
    baseline = data.draw(st.none() | baselines(question))
    assume(can_be_kept(question, baseline))
    assert_completed(question, baseline)


@pytest.mark.parametrize("kind", ["mixed", *(pytest.param(kind, marks=pytest.mark.prove) for kind in LONG)])
def test_so_it_is_for_plans_of_ordinary_size(kind: str) -> None:
    assert_completed(KINDS[kind](7))

"""The first roster: legal, filled, and the same for the same seed."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings

from benchmarks.plans import KINDS, locked, mixed, quarter
from solver.heuristics.greedy import greedy_roster, pin_locks
from solver.params import Clock
from solver.search.counting_bounds import plain_bounds
from tests.examples import examples
from tests.solver.agreement import best_values
from tests.solver.plans import can_be_kept, tiny_plans
from wfm.plan import Plan
from wfm.score import measure


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(tiny_plans(most_locks=3))
def test_the_first_roster_keeps_every_hard_rule_and_holds_what_the_locks_demand(question: Plan) -> None:
    assume(can_be_kept(question))
    first = greedy_roster(question, 1, Clock(60))
    assert not measure(question, first).breaches
    assert set(pin_locks(question)) <= set(first)
    assert first == greedy_roster(question, 1, Clock(60))


def test_the_first_roster_of_an_ordinary_quarter_leaves_hardly_a_seat_empty() -> None:
    for question in (quarter(2), locked(2), mixed(2)):
        score = measure(question, greedy_roster(question, 1, Clock(60)))
        assert not score.breaches
        assert score.coverage <= 2


@settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
@given(tiny_plans())
def test_no_plan_goes_below_the_bounds_that_counting_gives(question: Plan) -> None:
    assume(can_be_kept(question))
    best = best_values(question)
    for level, bound in plain_bounds(question).items():
        assert 0 <= bound <= best[level]


def test_generated_plans_are_the_same_for_the_same_seed() -> None:
    for kind in ("quarter", "tight", "locked", "short", "mixed", "week"):
        assert KINDS[kind](3) == KINDS[kind](3)
        assert KINDS[kind](3) != KINDS[kind](4)

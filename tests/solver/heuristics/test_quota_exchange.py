"""Seats handed over under ``mixed``: quotas come nearer, nothing else is lost."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, assume, given, settings

from benchmarks.plans import KINDS
from solver.heuristics.greedy import pin_locks
from solver.heuristics.partial_roster import PartialRoster
from solver.heuristics.quota_exchange import even_out
from solver.params import Clock
from tests.builders import agent, competence, hotline, lock, plan
from tests.examples import examples
from tests.solver.plans import can_be_kept, tiny_plans
from wfm.hotline import Pairing
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.score import Score, measure


def handed_over(question: Plan, clock: Clock | None = None) -> tuple[Score, Score]:
    """Return the score of a filled roster, before and after its seats were handed over."""
    partial = PartialRoster(question, pin_locks(question), random.Random(1))
    for shift in question.shifts:
        partial.fill(shift)
    before = measure(question, Roster.of(partial.assignments()))
    even_out(partial, (), clock or Clock(60))
    return before, measure(question, Roster.of(partial.assignments()))


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(tiny_plans(most_locks=3))
def test_no_rule_is_broken_no_seat_emptied_and_no_competence_lost(question: Plan) -> None:
    assume(can_be_kept(question))
    before, after = handed_over(question)
    assert not after.breaches
    assert after.coverage == before.coverage
    assert after.competence <= before.competence
    assert after.quota <= before.quota
    if question.hotline.pairing is not Pairing.MIXED:
        assert after == before


def test_a_nation_meets_every_quota_before_any_solver_is_asked() -> None:
    before, after = handed_over(KINDS["nation"](3))
    assert before.quota > 0
    assert (after.coverage, after.competence, after.quota) == (0, 0, 0)


def one_holder(*, locked: bool = False) -> Plan:
    """Return one shift of one seat that 1-1 is seated on first, though 2 should have it."""
    line = hotline(
        days=1, hours="08:00-11:00", agents=1, pairing=Pairing.MIXED, competences=(competence("a"),)
    )
    people = [agent("1-1", competences="a"), agent("2-1", competences="a"), agent("2-2")]
    demands = [lock("2027-01-04T08:00", agent="1-1")] if locked else []
    return plan({"1": 1, "2": 9}, people, hotline=line, locks=demands)


def test_a_locked_seat_stays() -> None:
    question = one_holder(locked=True)
    before, after = handed_over(question)
    assert before.quota == after.quota > 0


def test_nothing_is_handed_over_once_the_time_is_up() -> None:
    before, after = handed_over(KINDS["nation"](3), clock=Clock(0))
    assert before == after

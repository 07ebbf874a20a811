"""INFEASIBLE comes with sentences that contradict, none too many, checked by solving with them alone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, settings

import solver
from tests.builders import agent, entry, hotline, lock, municipality, plan, span
from tests.examples import examples
from tests.solver.plans import can_be_kept, tiny_plans
from wfm.agent import Agent
from wfm.limits import Limits
from wfm.lock import Lock, Previous
from wfm.plan import Plan
from wfm.result import Conflict, Status

EIGHT, ELEVEN = "2027-01-04T08:00", "2027-01-04T11:00"


def conflict_of(plan: Plan) -> Conflict:
    """Return the conflict of a plan that must be infeasible."""
    result = solver.solve(plan, workers=1)
    assert result.status is Status.INFEASIBLE
    assert result.roster is None
    assert result.score is None
    assert not result.bounds
    assert not result.gaps
    assert result.conflict is not None
    assert result.conflict.verified
    assert result.conflict.minimal
    return result.conflict


def rules(conflict: Conflict) -> list[str]:
    """Return the rules of a conflict, in order of name."""
    return sorted(reason.rule for reason in conflict.reasons)


def assert_minimal_and_verified(plan: Plan, conflict: Conflict) -> None:
    """Solve with the reasons alone, and with each of them left out."""
    assert solver.conflict_holds(plan, conflict.reasons)
    for left_out in conflict.reasons:
        others = [reason for reason in conflict.reasons if reason is not left_out]
        assert not solver.conflict_holds(plan, others), left_out


@settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
@given(tiny_plans(most_locks=6))
def test_each_contradiction_is_minimal_and_stands_alone(question: Plan) -> None:
    assume(not can_be_kept(question))
    conflict = conflict_of(question)
    found = solver.find_conflicts(question)
    assert found
    assert tuple(reason for one in found for reason in one.reasons) == conflict.reasons
    locked = [reason.subject for reason in conflict.reasons if reason.rule == "locks"]
    assert len(locked) == len(set(locked))
    for one in found:
        assert any(reason.rule == "locks" for reason in one.reasons)
        assert_minimal_and_verified(question, one)


@pytest.mark.parametrize(
    ("locks", "expected"),
    [
        ([lock(EIGHT, agent="3-1")], ["locks", "participation"]),
        ([lock(EIGHT, agent="1-1"), lock(EIGHT, agent="2-1")], ["locks", "locks", "pairing"]),
        ([lock(EIGHT, municipality="2"), lock(EIGHT, agent="1-1")], ["locks", "locks"]),
        ([lock(EIGHT, municipality="1"), lock(EIGHT, municipality="2")], ["locks", "locks"]),
        ([lock(EIGHT, municipality="2", agent="1-1")], ["locks"]),
        ([lock(EIGHT, agent="1-1"), lock(ELEVEN, agent="1-1")], ["locks", "locks", "shifts_per_day"]),
        ([lock(EIGHT, agent=f"1-{n}") for n in (1, 2, 3)], ["locks", "locks", "locks", "seats"]),
        ([lock(EIGHT, agent="1-4")], ["availability", "locks"]),
        ([lock(EIGHT, agent="1-5")], ["employment", "locks"]),
        ([lock(EIGHT, agent="1-6")], ["locks", "shifts_per_week"]),
    ],
)
def test_a_planted_contradiction_is_named(locks: list[Lock], expected: list[str]) -> None:
    partners = [municipality("1"), municipality("2"), municipality("3", staffing=False)]
    people: list[str | Agent] = [
        *("1-1", "1-2", "1-3", "2-1", "3-1", "1-4"),
        agent("1-5", first_day=date(2027, 1, 5)),
        agent("1-6", shifts_per_week=0),
    ]
    away = [entry("1-4", "unavailable")]
    conflict = conflict_of(plan(partners, people, availability=away, locks=locks))
    assert rules(conflict) == expected


def test_rest_that_two_locks_leave_too_short_is_named() -> None:
    question = plan(
        hotline=hotline(days=2, hours="08:00-20:00", limits=Limits(rest=13 * 60)),
        locks=[lock("2027-01-04T17:00", agent="1-1"), lock("2027-01-05T08:00", agent="1-1")],
    )
    assert rules(conflict_of(question)) == ["locks", "locks", "rest"]


def test_rest_after_the_weeks_before_is_named() -> None:
    night = Previous(date(2027, 1, 3), span("20:00-24:00"), agent("1-1").municipality, agent("1-1").id)
    question = plan(previous=[night], locks=[lock(EIGHT, agent="1-1")])
    assert rules(conflict_of(question)) == ["locks", "rest"]


def test_contradictions_that_share_no_lock_are_all_told() -> None:
    question = plan(
        {"1": 1, "2": 1},
        ["1-1", "1-2", "2-1"],
        availability=[entry("1-2", "unavailable")],
        locks=[lock(EIGHT, agent="1-1"), lock(EIGHT, agent="2-1"), lock(ELEVEN, agent="1-2")],
    )
    assert [rules(one) for one in solver.find_conflicts(question)] == [
        ["locks", "locks", "pairing"],
        ["availability", "locks"],
    ]
    told = conflict_of(question).contradictions
    assert [len(reasons) for reasons in told] == [3, 2]
    assert all(solver.conflict_holds(question, reasons) for reasons in told)


def test_a_conflict_is_found_however_short_the_time_limit() -> None:
    question = plan(locks=[lock(EIGHT, agent="1-1"), lock(ELEVEN, agent="1-1")])
    assert solver.solve(question, time_limit=0, workers=1).status is Status.INFEASIBLE


def test_a_plan_whose_locks_can_be_kept_has_no_conflict() -> None:
    assert solver.find_conflicts(plan(locks=[lock(EIGHT, agent="1-1")])) == ()


def test_a_conflict_speaks_in_the_sentences_of_the_rules() -> None:
    question = plan({"1": 1, "2": 1}, ["1-1", "2-1"], locks=[lock(EIGHT, municipality="2", agent="1-1")])
    (reason,) = conflict_of(question).reasons
    assert reason.message.key == "locks.locked_both"
    assert str(reason.subject) == f"municipality:2|agent:1-1|shift:{EIGHT}|row:2"

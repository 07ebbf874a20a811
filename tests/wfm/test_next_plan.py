"""The next period follows on: days, debts and the last weeks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import builders as b
from tests.examples import examples
from tests.strategies import plans, rosters
from wfm.calendar import Closing, Period, Span
from wfm.ids import AgentId, MunicipalityCode
from wfm.limits import Limits
from wfm.lock import Demand, Previous
from wfm.next_period import next_period
from wfm.next_plan import next_plan
from wfm.plan import Plan
from wfm.quota_table import carry_over_columns, quota_table
from wfm.roster import Roster


@pytest.mark.parametrize(
    ("first", "last", "next_first", "next_last"),
    [
        ("2027-01-04", "2027-04-04", "2027-04-05", "2027-07-04"),
        ("2026-01-05", "2026-04-05", "2026-04-06", "2026-07-05"),
        ("2027-01-01", "2027-03-31", "2027-04-01", "2027-06-30"),
        ("2027-10-01", "2027-12-31", "2028-01-01", "2028-03-31"),
        ("2027-12-01", "2028-02-29", "2028-03-01", "2028-05-31"),
        ("2027-01-01", "2027-12-31", "2028-01-01", "2028-12-31"),
        ("2027-02-01", "2027-02-28", "2027-03-01", "2027-03-31"),
        ("2027-01-01", "2027-01-30", "2027-01-31", "2027-03-01"),
        ("2026-09-28", "2027-01-03", "2027-01-04", "2027-04-11"),
    ],
)
def test_months_follow_months_and_weeks_as_many_weeks(
    first: str, last: str, next_first: str, next_last: str
) -> None:
    period = Period(date.fromisoformat(first), date.fromisoformat(last))
    assert next_period(period) == Period(date.fromisoformat(next_first), date.fromisoformat(next_last))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 400))
def test_a_period_follows_without_gap_or_overlap(first: date, days: int) -> None:
    period = Period(first, first + timedelta(days=days))
    after = next_period(period)
    assert after.first_day == period.last_day + timedelta(days=1)
    assert after.last_day >= after.first_day


@settings(max_examples=examples(50))
@given(plans().flatmap(lambda plan: st.tuples(st.just(plan), rosters(plan))))
def test_the_sum_of_what_is_owed_stays(both: tuple[Plan, Roster]) -> None:
    plan, roster = both
    _, owed = carry_over_columns(quota_table(plan, roster))
    for staffing in (True, False):
        rows = [row for row in quota_table(plan, roster) if row.staffs is staffing]
        exact = sum((row.municipality.carry_over for row in rows), Fraction(0))
        written = sum((Fraction(owed[row.municipality.code]) for row in rows), Fraction(0))
        assert abs(written - exact) <= Fraction(1, 20_000)
        assert all(
            abs(Fraction(owed[r.municipality.code]) - r.carry_over_out) < Fraction(1, 10_000) for r in rows
        )


def test_what_is_owed_is_written_with_four_decimals() -> None:
    plan = b.plan({"1": 1, "2": 1, "3": 1}, ["1-1", "1-2"])
    roster = b.roster({"2027-01-04T08:00": ["1-1", "1-2"]})
    written = {code: str(seats) for code, seats in carry_over_columns(quota_table(plan, roster))[1].items()}
    assert written == {"1": "-1.3333", "2": "0.6667", "3": "0.6666"}
    following = next_plan(plan, roster).plan
    assert sum(m.carry_over for m in following.municipalities) == 0
    assert following.municipalities[1].carry_over == Fraction("0.6667")


def test_people_and_rules_are_kept_and_all_else_is_emptied() -> None:
    hotline = b.hotline(
        closing=Closing("DK", frozenset({b.MONDAY, b.MONDAY + timedelta(days=8)}), frozenset({b.MONDAY})),
        limits=Limits(2, 4, 600),
    )
    plan = b.plan(
        agents=["1-1", b.agent("1-2", last_day=date(2027, 1, 8)), b.agent("1-3", last_day=date(2027, 1, 9))],
        hotline=hotline,
        availability=[b.entry("1-1", "unavailable")],
        locks=[b.lock("2027-01-05T08:00", agent="1-1")],
        demand=[Demand(date(2027, 1, 6), 480, 3)],
    )
    after = next_plan(plan, Roster())
    new = after.plan
    assert new.hotline.period == Period(date(2027, 1, 9), date(2027, 1, 13))
    assert [agent.id for agent in new.agents] == ["1-1", "1-3"]
    assert new.hotline.closing == Closing("DK", frozenset({date(2027, 1, 12)}), frozenset())
    assert replace(new.hotline, period=hotline.period, closing=hotline.closing) == hotline
    assert not any((new.availability, new.locks, new.demand))
    assert [str(notice) for notice in after.notices] == [
        "1 agent whose employment has ended is left out: Agent 1-2",
        "2 closed or reopened days of the past are left out; enter those of the new period",
        "1 entry of availability is left out; ask the municipalities for the new period",
        "1 lock is left out",
        "1 shift with another number of agents is left out",
    ]


def test_a_plan_with_nothing_to_leave_out_has_no_notices() -> None:
    assert next_plan(b.plan(), Roster()).notices == ()


def test_previous_holds_the_weeks_that_can_still_matter() -> None:
    hotline = b.hotline(days=31)  # to Wednesday 3 February, in the middle of a week
    plan = b.plan(hotline=hotline)
    shifts = [shift.id for shift in plan.shifts]
    roster = Roster.of((AgentId("1-1"), shift) for shift in shifts)
    previous = next_plan(plan, roster).plan.previous
    assert previous[0].day == date(2027, 1, 18)  # two weeks before the week of 4 February
    assert previous[-1] == Previous(date(2027, 2, 3), Span(660, 840), MunicipalityCode("1"), AgentId("1-1"))
    assert len(previous) == sum(shift.day >= date(2027, 1, 18) for shift in plan.shifts)


def test_a_long_rest_reaches_further_back() -> None:
    hotline = b.hotline(days=29, limits=Limits(rest=21 * 24 * 60))
    plan = b.plan(hotline=hotline)
    roster = Roster.of((AgentId("1-1"), shift.id) for shift in plan.shifts)
    assert next_plan(plan, roster).plan.previous[0].day <= date(2027, 1, 11)


def test_after_a_short_period_the_weeks_before_it_still_count() -> None:
    plan = b.plan(
        previous=[
            Previous(date(2026, 12, 22), Span(480, 660), MunicipalityCode("1"), AgentId("1-1")),
            Previous(date(2026, 12, 28), Span(480, 660), MunicipalityCode("1"), AgentId("1-2")),
        ]
    )
    roster = b.roster({"2027-01-04T08:00": ["1-1"]})
    kept = next_plan(plan, roster).plan.previous
    assert [(row.day.isoformat(), row.agent) for row in kept] == [
        ("2026-12-22", "1-1"),
        ("2026-12-28", "1-2"),
        ("2027-01-04", "1-1"),
    ]


def test_those_who_left_are_not_in_previous() -> None:
    plan = b.plan(agents=["1-1", b.agent("1-2", last_day=date(2027, 1, 8))])
    roster = b.roster({"2027-01-04T08:00": ["1-1", "1-2"]})
    assert [row.agent for row in next_plan(plan, roster).plan.previous] == ["1-1"]

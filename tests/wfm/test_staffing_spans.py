"""Shares by day: who staffs then shares the seats of that day, and nothing is lost or doubled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import builders as b
from tests.examples import examples
from tests.strategies import plans, rosters
from wfm.errors import PlanError
from wfm.ids import AgentId, MunicipalityCode
from wfm.next_plan import next_plan
from wfm.plan import Plan
from wfm.quota import shares
from wfm.quota_outlook import outlook
from wfm.quota_table import quota_table

ONE, TWO = MunicipalityCode("1"), MunicipalityCode("2")
MONDAY, WEDNESDAY = b.MONDAY, b.MONDAY + timedelta(days=2)


def question(joined: date | None, **line: Any) -> Plan:
    """Return a week of ten shifts with two seats; 1 has 100 citizens, 2 has 300 and joins."""
    towns = [b.municipality("1", 100), b.municipality("2", 300, joined=joined)]
    return b.plan(towns, ["1-1", "1-2", "2-1", "2-2"], hotline=b.hotline(**line))


def test_a_seat_is_shared_by_those_who_staff_on_its_day() -> None:
    plan = question(WEDNESDAY)
    # Two days of four seats are 1's alone, three days of four are shared by 100 and 300.
    assert plan.quotas[ONE].entitlement == 8 + Fraction(12, 4)
    assert plan.quotas[TWO].entitlement == Fraction(12 * 3, 4)
    assert plan.shares == {ONE: Fraction(11, 20), TWO: Fraction(9, 20)}


@pytest.mark.parametrize("joined", [None, MONDAY, MONDAY - timedelta(days=1), date(2020, 2, 29)])
def test_who_joined_before_is_as_if_always_there(joined: date | None) -> None:
    assert quota_table(question(joined))[0].quota == quota_table(question(None))[0].quota
    assert question(joined).shares == shares(question(None).municipalities)


@pytest.mark.parametrize(("days", "staffs"), [(4, True), (5, False)])
def test_who_joins_after_the_last_shift_owes_nothing_yet(days: int, staffs: bool) -> None:
    plan = question(MONDAY + timedelta(days=days))
    row = quota_table(plan)[1]
    assert row.staffs is staffs
    assert (TWO in plan.quotas) is staffs
    assert [m.code for m in plan.staffing] == ([ONE, TWO] if staffs else [ONE])


def test_what_one_owes_who_does_not_staff_yet_passes_on_and_its_floor_waits() -> None:
    later = b.municipality("2", 300, joined=date(2028, 1, 1), carry_over=Fraction(7, 2), min_shifts=10**6)
    plan = b.plan([b.municipality("1"), later], ["1-1", "1-2", "2-1"])
    row = quota_table(plan, b.roster({"2027-01-04T08:00": ["1-1", "1-2"]}))[1]
    assert (row.carry_over_out, row.quota.target) == (Fraction(7, 2), 0)


def test_floors_count_from_the_quarter_in_which_one_staffs() -> None:
    now = b.municipality("2", 300, joined=MONDAY, min_shifts=11)
    with pytest.raises(PlanError):
        b.plan([b.municipality("1"), now], ["1-1"])


def test_nobody_but_those_who_join_later_is_a_fault() -> None:
    with pytest.raises(PlanError):
        b.plan([b.municipality("1", joined=date(2028, 1, 1))], ["1-1"])


def test_the_months_of_the_start_up_put_it_off() -> None:
    assert TWO in question(MONDAY).quotas
    assert TWO not in question(MONDAY, start_up_months=1).quotas
    assert question(MONDAY, start_up_months=1).staffs_from == {TWO: date(2027, 2, 4)}


def test_agents_can_be_assigned_from_that_day_on() -> None:
    plan = question(WEDNESDAY)
    assert {shift[:10] for shift in plan.assignable[AgentId("2-1")]} == {
        (WEDNESDAY + timedelta(days=n)).isoformat() for n in range(3)
    }
    assert len(plan.assignable[AgentId("1-1")]) == 10


def test_seats_of_days_on_which_nobody_staffs_are_owed_to_nobody() -> None:
    plan = b.plan([b.municipality("1", joined=WEDNESDAY)], ["1-1", "1-2"])
    assert plan.quotas[ONE].entitlement == 12
    sat = {"2027-01-04T08:00": ["1-1", "1-2"], "2027-01-06T08:00": ["1-1"]}
    assert quota_table(plan, b.roster(sat))[0].carry_over_out == 0


@settings(max_examples=examples(60))
@given(st.data())
def test_carry_overs_keep_their_sum_whoever_joins_when(data: st.DataObject) -> None:
    """By assignment, also where agents sit against the rule; and by target."""
    plan = data.draw(plans())
    for rows in (quota_table(plan, data.draw(rosters(plan))), quota_table(plan)):
        told = [row for row in rows if row.staffs or row.municipality.carry_over]
        into = sum(row.municipality.carry_over for row in told)
        if sum(plan.shares.values()):
            assert sum(row.carry_over_out for row in told) == into


@settings(max_examples=examples(30))
@given(plans())
def test_shares_are_parts_of_all_seats(plan: Plan) -> None:
    by_hand = dict.fromkeys(plan.shares, Fraction(0))
    for shift in plan.shifts:
        there = [m for m in plan.municipalities if plan.staffs_on(m.code, shift.day)]
        for m in there:
            everybody = sum(one.population for one in there)
            by_hand[m.code] += shift.seats * Fraction(m.population, everybody)
    assert {code: share * plan.seats for code, share in plan.shares.items()} == by_hand


def test_the_outlook_follows_who_joins_into_later_quarters() -> None:
    plan = question(MONDAY + timedelta(days=5 + 2))  # the third day of the second period of five days
    found = outlook(plan)
    quarters = found.courses[found.own].quarters
    assert [quarter.quotas[TWO].target for quarter in quarters[:1]] == [0]
    assert quarters[1].quotas[TWO].entitlement == Fraction(12 * 3, 4)
    assert quarters[2].quotas[TWO].share == Fraction(3, 4)


def test_the_outlook_is_that_of_the_plans_that_follow() -> None:
    plan = question(MONDAY + timedelta(days=7))
    # Five days from Monday, then Saturday to Wednesday: other weekdays, so that only the first is compared.
    first = outlook(plan).courses[plan.hotline.method].quarters[0]
    assert {code: q.target for code, q in plan.quotas.items()} == {ONE: first.quotas[ONE].target}
    following = next_plan(plan, b.roster({})).plan
    assert [m.joined for m in following.municipalities] == [None, MONDAY + timedelta(days=7)]


def test_a_municipality_without_joined_is_what_it_was() -> None:
    plan = question(None)
    assert replace(plan, hotline=replace(plan.hotline, start_up_months=3)).quotas == plan.quotas

"""shifts_per_week: at most so many shifts of an ISO week, those before the period counted in."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.builders import agent, hotline, plan, roster, span
from tests.wfm.rules.telling import sentences, told
from wfm.calendar import Period, Week
from wfm.finding import Subject
from wfm.ids import AgentId, MunicipalityCode
from wfm.limits import Limits
from wfm.lock import Previous
from wfm.plan import Plan
from wfm.rules import shifts_per_week

DAYS = ("04", "05", "06", "07", "08")


def question(limit: int = 3, own: int | None = None, **changes: Any) -> Plan:
    line = hotline(days=14, limits=Limits(shifts_per_week=limit))
    return plan(agents=[agent("1-1", shifts_per_week=own), "1-2"], hotline=line, **changes)


def of(asked: Plan, number: int) -> list[tuple[str, int, str]]:
    sat = roster({f"2027-01-{day}T08:00": ["1-1"] for day in DAYS[:number]})
    return told("shifts_per_week", asked, sat)


@pytest.mark.parametrize("limit", [0, 1, 3, 4])
def test_up_to_the_limit_and_one_beyond(limit: int) -> None:
    breach = [("agent:1-1|week:2027-W01", 1, "shifts_per_week.too_many")]
    assert not of(question(limit), limit)
    assert of(question(limit), limit + 1) == breach
    assert not of(question(own=limit), limit)
    assert of(question(own=limit), limit + 1) == breach


def test_every_shift_beyond_counts() -> None:
    assert of(question(3), 5) == [("agent:1-1|week:2027-W01", 2, "shifts_per_week.too_many")]


def test_a_week_ends_on_sunday() -> None:
    sat = roster({f"2027-01-{day}T08:00": ["1-1"] for day in ("07", "08", "11", "12")})
    assert not told("shifts_per_week", question(2), sat)


def test_both_shifts_of_a_day_count() -> None:
    sat = roster({"2027-01-04T08:00": ["1-1"], "2027-01-04T11:00": ["1-1"]})
    assert told("shifts_per_week", question(1), sat) == [
        ("agent:1-1|week:2027-W01", 1, "shifts_per_week.too_many")
    ]


# --- a period that begins in the middle of a week ----------------------------------------------

THURSDAY = date(2027, 1, 7)


def midweek(limit: int, *before: date, own: int | None = None) -> Plan:
    """Return a plan that begins on a Thursday, with shifts before it."""
    rows = [Previous(day, span("08:00-11:00"), MunicipalityCode("1"), AgentId("1-1")) for day in before]
    line = hotline(period=Period(THURSDAY, date(2027, 1, 15)), limits=Limits(shifts_per_week=limit))
    return plan(agents=[agent("1-1", shifts_per_week=own), "1-2"], hotline=line, previous=rows)


MONDAY_BEFORE, SUNDAY_BEFORE = date(2027, 1, 4), date(2027, 1, 3)
SAT = roster({"2027-01-07T08:00": ["1-1"]})


def test_shifts_of_the_same_week_before_the_period_count() -> None:
    assert not told("shifts_per_week", midweek(2, MONDAY_BEFORE), SAT)
    assert told("shifts_per_week", midweek(1, MONDAY_BEFORE), SAT) == [
        ("agent:1-1|week:2027-W01", 1, "shifts_per_week.too_many")
    ]
    assert sentences("shifts_per_week", midweek(1, MONDAY_BEFORE), SAT) == [
        "Agent 1-1 has 2 shifts in 2027-W01; the limit is 1"
    ]


def test_shifts_of_the_week_before_do_not_count() -> None:
    assert not told("shifts_per_week", midweek(1, SUNDAY_BEFORE), SAT)


def test_a_week_that_was_overfull_before_the_period_breaks_nothing_by_itself() -> None:
    days = [date(2027, 1, day) for day in (4, 5, 6)]
    assert not told("shifts_per_week", midweek(1, *days), roster({"2027-01-07T08:00": ["1-2"]}))
    # Of the shifts beyond the limit, only those of this period are its own: one, not three.
    assert [amount for _, amount, _ in told("shifts_per_week", midweek(1, *days), SAT)] == [1]


def test_why_it_binds() -> None:
    subject = Subject(agent=AgentId("1-1"), week=Week(2027, 1))
    said = [
        str(shifts_per_week.reason(asked, subject))
        for asked in (midweek(3), midweek(3, own=1), midweek(3, MONDAY_BEFORE))
    ]
    assert said == [
        "Agent 1-1 may sit on at most 3 shifts in 2027-W01",
        "Agent 1-1 may sit on at most 1 shift in 2027-W01",
        "Agent 1-1 may sit on at most 3 shifts in 2027-W01 (1 before the period)",
    ]

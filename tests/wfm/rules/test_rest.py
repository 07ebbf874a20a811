"""rest: elapsed time between the last shift of a day and the first of a later day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.builders import MONDAY, hotline, plan, roster, span
from tests.wfm.rules.telling import sentences, told
from wfm.calendar import Period
from wfm.finding import Subject
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.limits import Limits
from wfm.lock import Previous
from wfm.plan import Plan
from wfm.rules import rest

ONE = AgentId("1-1")


def question(minutes: int, first: date = MONDAY, hours: str = "08:00-20:00", **tables: object) -> Plan:
    """Return a plan of a week that is open every day."""
    line = hotline(
        period=Period(first, first + timedelta(days=6)),
        opening_hours={weekday: (span(hours),) for weekday in range(7)},
        limits=Limits(rest=minutes),
    )
    return plan(agents=["1-1"], hotline=line, **tables)  # type: ignore[arg-type]


def of(asked: Plan, *shifts: str) -> list[tuple[str, int, str]]:
    return told("rest", asked, roster({shift: ["1-1"] for shift in shifts}))


@pytest.mark.parametrize(("minutes", "breached"), [(11 * 60, False), (12 * 60, False), (12 * 60 + 1, True)])
def test_an_evening_and_the_next_morning_are_twelve_hours_apart(minutes: int, breached: bool) -> None:
    told_of = of(question(minutes), "2027-01-04T17:00", "2027-01-05T08:00")
    breach = [("agent:1-1|shift:2027-01-05T08:00", 1, "rest.too_short")]
    assert told_of == (breach if breached else [])


def test_shifts_of_one_day_need_no_rest_between_them() -> None:
    assert not of(question(24 * 60), "2027-01-04T08:00", "2027-01-04T11:00", "2027-01-04T17:00")


def test_the_last_shift_of_the_day_and_the_first_of_the_next_count() -> None:
    # The last ends at 20 on Monday: 12 hours to 8 on Tuesday, though 21 lie behind the early one.
    days = ("2027-01-04T08:00", "2027-01-04T17:00", "2027-01-05T08:00", "2027-01-05T17:00")
    assert not of(question(12 * 60), *days)
    assert of(question(13 * 60), *days) == [("agent:1-1|shift:2027-01-05T08:00", 1, "rest.too_short")]


def test_each_day_that_follows_too_soon_is_told() -> None:
    days = ("2027-01-04T17:00", "2027-01-05T17:00", "2027-01-06T17:00")
    assert not of(question(21 * 60), *days)
    assert [subject for subject, *_ in of(question(21 * 60 + 1), *days)] == [
        "agent:1-1|shift:2027-01-05T17:00",
        "agent:1-1|shift:2027-01-06T17:00",
    ]


def test_a_long_rest_reaches_over_days_between() -> None:
    # From Monday at 20 to Wednesday at 8 are 36 hours.
    days = ("2027-01-04T17:00", "2027-01-06T08:00")
    assert not of(question(36 * 60), *days)
    assert of(question(36 * 60 + 1), *days)


def test_two_agents_need_no_rest_of_each_other() -> None:
    asked = plan(hotline=hotline(hours="08:00-20:00", limits=Limits(rest=24 * 60)))
    assert not told("rest", asked, roster({"2027-01-04T17:00": ["1-1"], "2027-01-05T08:00": ["1-2"]}))


def test_rest_is_elapsed_time_also_when_the_clocks_change() -> None:
    # From 20 on Saturday to 8 on Sunday: 11 hours on 28 March 2027, 13 hours on 31 October 2027.
    spring = ("2027-03-27T17:00", "2027-03-28T08:00")
    autumn = ("2027-10-30T17:00", "2027-10-31T08:00")
    assert not of(question(11 * 60, date(2027, 3, 22)), *spring)
    assert of(question(11 * 60 + 1, date(2027, 3, 22)), *spring)
    assert not of(question(13 * 60, date(2027, 10, 25)), *autumn)
    assert of(question(13 * 60 + 1, date(2027, 10, 25)), *autumn)


def test_a_shift_until_midnight_and_one_from_midnight_leave_no_rest() -> None:
    days = ("2027-01-04T21:00", "2027-01-05T00:00")
    assert not of(question(0, hours="00:00-24:00"), *days)
    assert of(question(1, hours="00:00-24:00"), *days)


# --- the weeks before ------------------------------------------------------------------------


def before(minutes: int, hours: str = "17:00-20:00", days: int = 1) -> Plan:
    row = Previous(MONDAY - timedelta(days=days), span(hours), MunicipalityCode("1"), ONE)
    return question(minutes, previous=[row])


def test_a_shift_before_the_period_must_be_rested_from() -> None:
    assert not of(before(12 * 60), "2027-01-04T08:00")
    assert of(before(12 * 60 + 1), "2027-01-04T08:00") == [
        ("agent:1-1|shift:2027-01-04T08:00", 1, "rest.too_short")
    ]
    assert sentences("rest", before(13 * 60), roster({"2027-01-04T08:00": ["1-1"]})) == [
        "Agent 1-1 has 720 of rest before 2027-01-04T08:00; at least 780 are wanted"
    ]


def test_rest_from_before_binds_later_shifts_too() -> None:
    assert of(before(21 * 60 + 1), "2027-01-04T17:00")
    assert of(before(48 * 60, "23:00-24:00"), "2027-01-05T17:00")
    assert not of(before(48 * 60, "17:00-20:00", days=2), "2027-01-05T08:00")


def test_shifts_before_the_period_are_no_breach_among_themselves() -> None:
    rows = [
        Previous(MONDAY - timedelta(days=2), span("17:00-20:00"), MunicipalityCode("1"), ONE),
        Previous(MONDAY - timedelta(days=1), span("08:00-11:00"), MunicipalityCode("1"), ONE),
    ]
    assert not of(question(20 * 60, previous=rows), "2027-01-04T08:00")


def test_only_the_shortest_rest_before_a_shift_is_told() -> None:
    rows = [
        Previous(MONDAY - timedelta(days=1), span("08:00-11:00"), MunicipalityCode("1"), ONE),
        Previous(MONDAY - timedelta(days=1), span("17:00-20:00"), MunicipalityCode("1"), ONE),
    ]
    asked = question(24 * 60, previous=rows)
    assert sentences("rest", asked, roster({"2027-01-04T08:00": ["1-1"]})) == [
        "Agent 1-1 has 720 of rest before 2027-01-04T08:00; at least 1440 are wanted"
    ]


def test_why_it_binds() -> None:
    subject = Subject(agent=ONE, shift=ShiftId("2027-01-05T08:00"))
    assert str(rest.reason(question(660), subject)) == (
        "Agent 1-1 must have 660 of rest before 2027-01-05T08:00"
    )

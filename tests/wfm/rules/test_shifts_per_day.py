"""shifts_per_day: at most so many shifts of a local date."""

from __future__ import annotations

import pytest

from tests.builders import MONDAY, hotline, plan, roster
from tests.wfm.rules.telling import sentences, told
from wfm.finding import Subject
from wfm.ids import AgentId
from wfm.limits import Limits
from wfm.plan import Plan
from wfm.rules import shifts_per_day

STARTS = ("08:00", "11:00", "14:00", "17:00")


def question(limit: int) -> Plan:
    return plan(hotline=hotline(hours="08:00-20:00", limits=Limits(shifts_per_day=limit)))


@pytest.mark.parametrize("limit", [0, 1, 2, 3])
def test_up_to_the_limit_and_one_beyond(limit: int) -> None:
    def of(number: int) -> list[tuple[str, int, str]]:
        sat = roster({f"2027-01-04T{start}": ["1-1"] for start in STARTS[:number]})
        return told("shifts_per_day", question(limit), sat)

    assert not of(limit)
    assert of(limit + 1) == [("agent:1-1|day:2027-01-04", 1, "shifts_per_day.too_many")]


def test_every_shift_beyond_counts() -> None:
    sat = roster({f"2027-01-04T{start}": ["1-1"] for start in STARTS})
    assert told("shifts_per_day", question(1), sat) == [
        ("agent:1-1|day:2027-01-04", 3, "shifts_per_day.too_many")
    ]
    assert sentences("shifts_per_day", question(1), sat) == [
        "Agent 1-1 has 4 shifts on 2027-01-04; the limit is 1"
    ]


def test_other_days_and_other_agents_do_not_count() -> None:
    sat = roster({"2027-01-04T08:00": ["1-1"], "2027-01-05T08:00": ["1-1"], "2027-01-04T11:00": ["1-2"]})
    assert not told("shifts_per_day", question(1), sat)


def test_sitting_twice_on_one_shift_is_another_rules_business() -> None:
    assert not told("shifts_per_day", question(1), roster({"2027-01-04T08:00": ["1-1", "1-1"]}))


def test_why_it_binds() -> None:
    subject = Subject(agent=AgentId("1-1"), day=MONDAY)
    assert str(shifts_per_day.reason(question(1), subject)) == (
        "Agent 1-1 may sit on at most 1 shift on 2027-01-04"
    )
    assert str(shifts_per_day.reason(question(2), subject)) == (
        "Agent 1-1 may sit on at most 2 shifts on 2027-01-04"
    )

"""frozen: shifts before the baseline's day stay as they are."""

from __future__ import annotations

from datetime import timedelta

from tests.builders import MONDAY, plan, roster
from wfm.baseline import Baseline
from wfm.finding import Subject
from wfm.ids import AgentId, ShiftId
from wfm.rules import frozen

PLAN = plan(agents=["1-1", "1-2"])
EARLY, TUESDAY = "2027-01-04T08:00", "2027-01-05T08:00"
BEFORE = Baseline(roster({EARLY: ["1-1"], TUESDAY: ["1-1"]}), MONDAY + timedelta(days=1))


def test_who_left_and_who_joined_is_told() -> None:
    found = list(frozen.measure(PLAN, roster({EARLY: ["1-2"]}), BEFORE))
    assert [str(finding.message) for finding in found] == [
        f"Agent 1-1 was taken off {EARLY}, which is frozen",
        f"Agent 1-2 was put on {EARLY}, which is frozen",
    ]


def test_a_later_shift_may_change() -> None:
    assert not list(frozen.measure(PLAN, roster({EARLY: ["1-1"], TUESDAY: ["1-2"]}), BEFORE))


def test_it_can_say_why_it_binds() -> None:
    subject = Subject(agent=AgentId("1-1"), shift=ShiftId(EARLY))
    assert str(frozen.reason(PLAN, subject)) == f"{EARLY} is frozen, and Agent 1-1 sits on it"

"""seats: no more agents on a shift than it has seats, and nobody twice on one."""

from __future__ import annotations

from tests.builders import MONDAY, hotline, plan, roster
from tests.wfm.rules.telling import sentences, told
from wfm.finding import Subject
from wfm.ids import ShiftId
from wfm.lock import Demand
from wfm.rules import seats

EARLY, LATE = "2027-01-04T08:00", "2027-01-04T11:00"
PLAN = plan(agents=["1-1", "1-2", "1-3"], hotline=hotline(days=1))


def test_as_many_agents_as_seats_are_right() -> None:
    assert not told("seats", PLAN, roster({EARLY: ["1-1", "1-2"], LATE: ["1-3"]}))


def test_one_agent_more_is_one_too_many() -> None:
    full = roster({EARLY: ["1-1", "1-2", "1-3"]})
    assert told("seats", PLAN, full) == [(f"shift:{EARLY}", 1, "seats.too_many")]
    assert sentences("seats", PLAN, full) == [f"3 agents sit on {EARLY}; it has 2 seats"]


def test_demand_changes_what_is_too_many() -> None:
    one = plan(agents=["1-1", "1-2"], hotline=hotline(days=1), demand=[Demand(MONDAY, 480, 1)])
    assert told("seats", one, roster({EARLY: ["1-1", "1-2"]})) == [(f"shift:{EARLY}", 1, "seats.too_many")]
    three = plan(agents=["1-1", "1-2", "1-3"], hotline=hotline(days=1), demand=[Demand(MONDAY, 480, 3)])
    assert not told("seats", three, roster({EARLY: ["1-1", "1-2", "1-3"]}))


def test_nobody_sits_twice() -> None:
    twice = roster({EARLY: ["1-1", "1-1"]})
    assert told("seats", PLAN, twice) == [(f"agent:1-1|shift:{EARLY}", 1, "seats.twice")]
    assert sentences("seats", PLAN, twice) == [f"Agent 1-1 sits twice on {EARLY}"]


def test_three_times_on_two_seats_breaks_both() -> None:
    assert told("seats", PLAN, roster({EARLY: ["1-1", "1-1", "1-1"]})) == [
        (f"shift:{EARLY}", 1, "seats.too_many"),
        (f"agent:1-1|shift:{EARLY}", 2, "seats.twice"),
    ]


def test_why_it_binds() -> None:
    assert str(seats.reason(PLAN, Subject(shift=ShiftId(EARLY)))) == f"{EARLY} has 2 seats"

"""coverage: seats left empty."""

from __future__ import annotations

from tests.builders import MONDAY, hotline, plan, roster
from tests.wfm.rules.telling import sentences, told
from wfm.lock import Demand

EARLY, LATE = "2027-01-04T08:00", "2027-01-04T11:00"
PLAN = plan(agents=["1-1", "1-2", "1-3"], hotline=hotline(days=1))


def test_full_shifts_lack_nothing() -> None:
    assert not told("coverage", PLAN, roster({EARLY: ["1-1", "1-2"], LATE: ["1-1", "1-3"]}))


def test_every_empty_seat_counts() -> None:
    assert told("coverage", PLAN, roster({EARLY: ["1-1"]})) == [
        (f"shift:{EARLY}", 1, "coverage.empty"),
        (f"shift:{LATE}", 2, "coverage.empty"),
    ]
    assert sentences("coverage", PLAN, roster({EARLY: ["1-1"]})) == [
        f"1 seat is empty on {EARLY}",
        f"2 seats are empty on {LATE}",
    ]


def test_demand_says_how_many_seats_there_are() -> None:
    rows = [Demand(MONDAY, 480, 3), Demand(MONDAY, 660, 0)]
    asked = plan(agents=["1-1", "1-2"], hotline=hotline(days=1), demand=rows)
    assert told("coverage", asked, roster({EARLY: ["1-1", "1-2"]})) == [
        (f"shift:{EARLY}", 1, "coverage.empty")
    ]


def test_an_overfull_shift_makes_up_for_no_empty_one() -> None:
    assert told("coverage", PLAN, roster({EARLY: ["1-1", "1-2", "1-3"]})) == [
        (f"shift:{LATE}", 2, "coverage.empty")
    ]

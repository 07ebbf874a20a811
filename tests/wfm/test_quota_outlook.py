"""The outlook of a plan: what is promised, what drifts."""

from __future__ import annotations

from fractions import Fraction

from tests.builders import MONDAY, hotline, municipality, plan, roster
from wfm.apportionment import Method
from wfm.lock import Demand
from wfm.plan import Plan
from wfm.quota_outlook import outlook


def question(*, floor: int = 0, method: Method = Method.LARGEST_REMAINDER, **tables: object) -> Plan:
    """Return ten shifts of two seats, of which the two municipalities' shares are 8 and 2."""
    partners = [municipality("1", 400), municipality("2", 100, min_shifts=floor)]
    return plan(partners, ["1-1", "1-2", "2-1", "2-2"], hotline=hotline(method=method), **tables)


def test_an_ordinary_plan_is_promised_one_unit_for_ever() -> None:
    found = outlook(question())
    assert found.own is Method.LARGEST_REMAINDER
    assert found.promised == frozenset(Method)
    assert found.never_negative
    assert found.fair_floors == {"1": 8, "2": 2}
    assert (found.floors_above_share, found.most_seats, found.quarters) == ((), {}, 8)


def test_a_floor_above_the_share_takes_the_promise_away() -> None:
    assert outlook(question(floor=2)).promised == frozenset(Method)
    found = outlook(question(floor=3))
    assert found.promised == frozenset()
    assert found.floors_above_share == ("2",)
    assert found.drifts == {"1": 1, "2": -1}


def test_unequal_shifts_take_the_promise_away() -> None:
    found = outlook(question(demand=[Demand(MONDAY, 480, 3)]))
    assert found.promised == frozenset()
    assert all(stand.unequal_shifts for stand in found.obstacles.values())


def test_empty_seats_take_the_promise_away() -> None:
    found = outlook(question(), roster({"2027-01-04T08:00": ["2-1", "2-2"]}))
    assert found.promised == frozenset()
    assert found.most_seats == {"1": 0, "2": 2}
    assert found.obstacles[Method.LARGEST_REMAINDER].short == ("1", "2")


def test_a_share_of_less_than_one_unit_may_turn_negative() -> None:
    partners = [municipality("1", 910), municipality("2", 90)]
    found = outlook(plan(partners, ["1-1"], hotline=hotline()))
    assert not found.never_negative
    assert found.fair_floors == {"1": 9, "2": 0}
    assert list(found.comparison.exact.values()) == [Fraction(91, 10), Fraction(9, 10)]

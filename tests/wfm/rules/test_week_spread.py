"""week_spread: a municipality's units are spread over the weeks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.builders import MONDAY, hotline, municipality, plan, roster
from tests.wfm.rules.telling import sentences, told
from wfm.hotline import Pairing
from wfm.lock import Demand
from wfm.plan import Plan

Amounts = list[tuple[str, int]]


def question(citizens: int, pairing: Pairing = Pairing.SAME_MUNICIPALITY, **tables: list[Demand]) -> Plan:
    """Return a plan of two weeks with ten shifts each; municipality 2 has so many citizens of 100."""
    partners = [
        municipality("1", 100 - citizens),
        municipality("2", citizens),
        municipality("3", staffing=False),
    ]
    line = hotline(days=14, pairing=pairing)
    return plan(partners, ["1-1", "1-2", "2-1", "2-2"], hotline=line, **tables)


def shifts_of(first: date) -> list[str]:
    return [f"{first + timedelta(days=n)}T{start}" for n in range(5) for start in ("08:00", "11:00")]


FIRST, SECOND = shifts_of(MONDAY), shifts_of(MONDAY + timedelta(days=7))


def of(asked: Plan, first: int, second: int) -> Amounts:
    """Return what is told of municipality 2, where it sits on so many shifts of each week."""
    sat = roster({shift: ["2-1", "2-2"] for shift in FIRST[:first] + SECOND[:second]})
    rows = told("week_spread", asked, sat)
    assert {key for *_, key in rows} == {"week_spread.outside"}
    prefix = "municipality:2|week:2027-"
    return [
        (subject.removeprefix(prefix), amount) for subject, amount, _ in rows if subject.startswith(prefix)
    ]


@pytest.mark.parametrize(
    ("first", "second", "amounts"),
    [
        (3, 4, []),
        (4, 4, []),
        (2, 5, [("W01", 1), ("W02", 1)]),
        (0, 7, [("W01", 3), ("W02", 3)]),
        (3, 0, [("W02", 3)]),
    ],
)
def test_either_side_of_a_broken_share_is_fair(first: int, second: int, amounts: Amounts) -> None:
    # Target 7 of 20 units, 10 of them in each week: f = 3.5.
    assert of(question(35), first, second) == amounts


def test_a_whole_share_is_the_only_fair_number() -> None:
    # Target 6: f = 3.
    assert of(question(30), 3, 3) == []
    assert of(question(30), 2, 4) == [("W01", 1), ("W02", 1)]


def test_a_week_with_fewer_units_has_a_smaller_part() -> None:
    # Eight shifts of the first week are gone: 2 and 10 units. Target 4 of 12 (share 4.2):
    # f = 4 * 2/12 = 0.67 and 4 * 10/12 = 3.33.
    days = [MONDAY + timedelta(days=number) for number in range(1, 5)]
    gone = [Demand(day, start, 0) for day in days for start in (480, 660)]
    asked = question(35, demand=gone)
    assert of(asked, 1, 3) == of(asked, 0, 4) == []
    assert of(asked, 2, 2) == [("W01", 1), ("W02", 1)]


def test_seats_are_counted_where_municipalities_may_mix() -> None:
    # Target 14 of 40 seats, f = 7 in each week; one seat on each of ten shifts is three too many.
    sat = roster({shift: ["2-1"] for shift in FIRST})
    rows = told("week_spread", question(35, Pairing.MIXED), sat)
    assert [(subject, amount) for subject, amount, _ in rows if subject.startswith("municipality:2")] == [
        ("municipality:2|week:2027-W01", 3),
        ("municipality:2|week:2027-W02", 7),
    ]


def test_the_sentence_tells_the_week_and_the_spread() -> None:
    assert sentences("week_spread", question(35), roster({FIRST[0]: ["2-1"]})) == [
        "M1 has 0 shifts in 2027-W01; an even spread is 6 to 7",
        "M1 has 0 shifts in 2027-W02; an even spread is 6 to 7",
        "M2 has 1 shift in 2027-W01; an even spread is 3 to 4",
        "M2 has 0 shifts in 2027-W02; an even spread is 3 to 4",
    ]

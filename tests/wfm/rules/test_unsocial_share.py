"""unsocial_share: each staffing municipality takes its share of the unsocial units."""

from __future__ import annotations

import pytest

from tests.builders import hotline, municipality, plan, roster, span
from tests.wfm.rules.telling import sentences, told
from wfm.calendar import UnsocialSpan
from wfm.hotline import Pairing
from wfm.plan import Plan

LATE = (UnsocialSpan(frozenset(range(5)), span("11:00-14:00")),)
EVENINGS = [f"2027-01-{day}T11:00" for day in ("04", "05", "06", "07", "08")]


def question(citizens: int, pairing: Pairing = Pairing.SAME_MUNICIPALITY) -> Plan:
    """Return a plan of ten shifts, five of them unsocial; municipality 2 has so many citizens of 100."""
    partners = [
        municipality("1", 100 - citizens),
        municipality("2", citizens),
        municipality("3", staffing=False),
    ]
    line = hotline(unsocial=LATE, pairing=pairing)
    return plan(partners, ["1-1", "1-2", "2-1", "2-2", "3-1"], hotline=line)


def of(asked: Plan, evenings: int) -> list[tuple[str, int, str]]:
    """Return what is told where municipality 2 sits on so many evenings, and municipality 1 on the others."""
    sat = roster(
        {shift: ["2-1", "2-2"] if n < evenings else ["1-1", "1-2"] for n, shift in enumerate(EVENINGS)}
    )
    return [row for row in told("unsocial_share", asked, sat) if row[0] == "municipality:2"]


@pytest.mark.parametrize(("evenings", "outside"), [(0, 1), (1, 0), (2, 0), (3, 1), (5, 3)])
def test_either_side_of_a_broken_share_is_fair(evenings: int, outside: int) -> None:
    # Target 3 of 10 units, 5 of them unsocial: f = 3 * 5/10 = 1.5, so 1 and 2 are fair.
    found = of(question(30), evenings)
    assert found == ([("municipality:2", outside, "unsocial_share.outside")] if outside else [])


@pytest.mark.parametrize(("evenings", "outside"), [(0, 2), (1, 1), (2, 0), (3, 1), (4, 2)])
def test_a_whole_share_is_the_only_fair_number(evenings: int, outside: int) -> None:
    # Target 4: f = 4 * 5/10 = 2.
    assert [amount for _, amount, _ in of(question(40), evenings)] == ([outside] if outside else [])


def test_seats_are_counted_where_municipalities_may_mix() -> None:
    # Target 6 of 20 seats, 10 of them unsocial: f = 3. Municipality 2 sits in one seat of each evening:
    # 5, two too many; municipality 1 has f = 7 and sits in 5, two too few.
    mixed = roster({shift: ["1-1", "2-1"] for shift in EVENINGS})
    assert told("unsocial_share", question(30, Pairing.MIXED), mixed) == [
        ("municipality:1", 2, "unsocial_share.outside"),
        ("municipality:2", 2, "unsocial_share.outside"),
    ]


def test_social_shifts_do_not_count() -> None:
    days = roster({shift.replace("T11", "T08"): ["2-1", "2-2"] for shift in EVENINGS})
    # Nobody sits on an evening: of f = 3.5 the first lacks 3, of f = 1.5 the second lacks 1.
    assert [amount for _, amount, _ in told("unsocial_share", question(30), days)] == [3, 1]


def test_the_sentence_tells_both_ends_or_one_number() -> None:
    assert sentences("unsocial_share", question(30), roster({})) == [
        "M1 has 0 unsocial shifts; its share is 3 to 4",
        "M2 has 0 unsocial shifts; its share is 1 to 2",
    ]
    assert sentences("unsocial_share", question(40, Pairing.MIXED), roster({EVENINGS[0]: ["2-1"]})) == [
        "M1 has 0 unsocial seats; its share is 6",
        "M2 has 1 unsocial seat; its share is 4",
    ]

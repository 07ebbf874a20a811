"""unsocial_balance: nobody carries more than their part of the municipality's unsocial seats."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from tests.builders import MONDAY, agent, entry, hotline, municipality, plan, roster, span
from tests.wfm.rules.telling import sentences, told
from wfm.calendar import UnsocialSpan
from wfm.plan import Plan

LATE = (UnsocialSpan(frozenset(range(5)), span("11:00-14:00")),)
EVENINGS = [f"2027-01-{day}T11:00" for day in ("04", "05", "06", "07", "08")]
LINE = hotline(unsocial=LATE)
FRIDAY = MONDAY + timedelta(days=4)


def amounts(asked: Plan, who: str, evenings: int) -> list[tuple[str, int, str]]:
    return told("unsocial_balance", asked, roster({shift: [who] for shift in EVENINGS[:evenings]}))


@pytest.mark.parametrize(("evenings", "over"), [(0, 0), (3, 0), (4, 0), (5, 1)])
def test_up_to_the_next_whole_number_and_beyond(evenings: int, over: int) -> None:
    # Five evenings of two seats over three agents: f = 10/3 = 3.33, so 4 are fair; fewer always are.
    asked = plan(agents=["1-1", "1-2", "1-3"], hotline=LINE)
    found = amounts(asked, "1-1", evenings)
    assert found == ([("agent:1-1", over, "unsocial_balance.over")] if over else [])


def test_a_whole_part_is_its_own_limit() -> None:
    # Ten seats over five agents: f = 2.
    asked = plan(agents=[f"1-{n}" for n in range(1, 6)], hotline=LINE)
    assert not amounts(asked, "1-1", 2)
    assert [amount for _, amount, _ in amounts(asked, "1-1", 5)] == [3]


def test_fte_lowers_the_part() -> None:
    # w = 1 and ¼: f = 10 * 1/1.25 = 8 and 10 * 0.25/1.25 = 2.
    asked = plan(agents=["1-1", agent("1-2", fte=Fraction(1, 4))], hotline=LINE)
    assert not amounts(asked, "1-2", 2)
    assert [amount for _, amount, _ in amounts(asked, "1-2", 3)] == [1]
    assert not amounts(asked, "1-1", 5)


def test_those_who_can_take_an_unsocial_shift_share_the_part_of_those_who_cannot() -> None:
    # Four agents; two can never sit in the evening. f = 10 * 1/2 = 5 for the others, not 10 * 1/4 = 2.5.
    never = [entry(who, "unavailable", MONDAY, FRIDAY, span=span("13:00-14:00")) for who in ("1-3", "1-4")]
    people = ["1-1", "1-2", "1-3", "1-4"]
    assert not amounts(plan(agents=people, hotline=LINE, availability=never), "1-1", 5)
    assert [amount for _, amount, _ in amounts(plan(agents=people, hotline=LINE), "1-1", 5)] == [2]


def test_one_evening_left_makes_an_agent_one_of_those_who_share() -> None:
    # Agent 3 can sit on Friday evening: f = 10/3 again, so agent 1's fifth is one too many.
    away = entry("1-3", "unavailable", MONDAY, FRIDAY - timedelta(days=1), span=span("11:00-14:00"))
    asked = plan(agents=["1-1", "1-2", "1-3"], hotline=LINE, availability=[away])
    assert [amount for _, amount, _ in amounts(asked, "1-1", 5)] == [1]


def test_each_municipality_shares_its_own_target() -> None:
    # Targets 7 and 3 of ten shifts, half of them unsocial: 7 and 3 unsocial seats, one agent each.
    asked = plan([municipality("1", 70), municipality("2", 30)], ["1-1", "2-1"], hotline=LINE)
    assert not amounts(asked, "1-1", 5)
    assert not amounts(asked, "2-1", 3)
    assert [amount for _, amount, _ in amounts(asked, "2-1", 4)] == [1]


def test_social_shifts_do_not_count() -> None:
    days = roster({shift.replace("T11", "T08"): ["1-1"] for shift in EVENINGS})
    assert not told("unsocial_balance", plan(agents=[f"1-{n}" for n in range(9)], hotline=LINE), days)


def test_the_sentence_tells_the_limit() -> None:
    # Ten seats over ten agents: f = 1.
    asked = plan(agents=[f"1-{n}" for n in range(10)], hotline=LINE)
    sat = roster({shift: ["1-0"] for shift in EVENINGS[:2]})
    assert sentences("unsocial_balance", asked, sat) == [
        "Agent 1-0 has 2 unsocial shifts; a fair share is at most 1"
    ]

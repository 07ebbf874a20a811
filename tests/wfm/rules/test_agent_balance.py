"""agent_balance: a municipality's seats are spread over its agents by their load."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from tests.builders import MONDAY, agent, entry, hotline, municipality, plan, roster
from tests.wfm.rules.telling import sentences, told
from wfm.plan import Plan

SHIFTS = [f"2027-01-{day}T{start}" for day in ("04", "05", "06", "07", "08") for start in ("08:00", "11:00")]


def amounts(asked: Plan, **sitting: int) -> dict[str, int]:
    """Return the amount by agent, where each sits on so many shifts; ``a2`` is agent 1-2."""
    sat: dict[str, list[str]] = {shift: [] for shift in SHIFTS}
    for name, number in sitting.items():
        for shift in SHIFTS[:number]:
            sat[shift].append(f"1-{name[1:]}")
    rows = told("agent_balance", asked, roster(sat))
    assert {key for *_, key in rows} <= {"agent_balance.outside"}
    return {subject.removeprefix("agent:1-"): amount for subject, amount, _ in rows}


THREE = plan(agents=["1-1", "1-2", "1-3"])


@pytest.mark.parametrize(("number", "amount"), [(4, 4), (5, 1), (6, 0), (7, 0), (8, 1), (9, 4), (10, 9)])
def test_the_distance_from_a_broken_load_counts_squared(number: int, amount: int) -> None:
    # Ten shifts of two seats, target 10: 20 seats over three agents, f = 6.67: 6 and 7 are fair.
    assert amounts(THREE, a1=number, a2=6, a3=7) == ({"1": amount} if amount else {})


@pytest.mark.parametrize(("number", "amount"), [(8, 4), (9, 1), (10, 0)])
def test_a_whole_load_is_the_only_fair_number(number: int, amount: int) -> None:
    # 20 seats over two agents, f = 10.
    assert amounts(plan(), a1=number, a2=10) == ({"1": amount} if amount else {})


def test_fte_lowers_a_load() -> None:
    # w = 1 and ¼: f = 20 * 1/1.25 = 16 and 20 * 0.25/1.25 = 4.
    part_time = plan(agents=["1-1", agent("1-2", fte=Fraction(1, 4))])
    assert amounts(part_time, a1=10, a2=4) == {"1": 36}
    assert amounts(part_time, a1=10, a2=6) == {"1": 36, "2": 4}


def test_weeks_of_leave_lower_a_load() -> None:
    # Two weeks, 20 shifts, 40 seats; w = 1, 1 and ½: f = 16, 16 and 8.
    leave = entry("1-3", "unavailable", MONDAY + timedelta(days=7), MONDAY + timedelta(days=13))
    asked = plan(agents=["1-1", "1-2", "1-3"], hotline=hotline(days=14), availability=[leave])
    assert amounts(asked, a1=10, a2=10, a3=8) == {"1": 36, "2": 36}
    assert amounts(asked, a1=10, a2=10, a3=9) == {"1": 36, "2": 36, "3": 1}


def test_each_municipality_has_its_own_target_to_share() -> None:
    # Targets 7 and 3 of ten shifts: 14 seats for one agent of the first, 3 each for two of the second.
    partners = [municipality("1", 70), municipality("2", 30)]
    asked = plan(partners, ["1-1", "2-1", "2-2"])
    sat = roster({shift: ["2-1", "2-2"] for shift in SHIFTS[:3]} | {shift: ["1-1"] for shift in SHIFTS[3:]})
    assert told("agent_balance", asked, sat) == [("agent:1-1", 49, "agent_balance.outside")]


def test_who_can_never_sit_should_not() -> None:
    asked = plan(agents=["1-1", agent("1-2", shifts_per_week=0)])
    # f = 20 and 0; the first sits on 10 of 20, the second on 1, against the weekly limit.
    assert amounts(asked, a1=10, a2=1) == {"1": 100, "2": 1}


def test_the_sentence_tells_the_load() -> None:
    assert sentences("agent_balance", THREE, roster({SHIFTS[0]: ["1-1"], SHIFTS[1]: ["1-2"]})) == [
        "Agent 1-1 has 1 shift; a fair load is 6 to 7",
        "Agent 1-2 has 1 shift; a fair load is 6 to 7",
        "Agent 1-3 has 0 shifts; a fair load is 6 to 7",
    ]

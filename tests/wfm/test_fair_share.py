"""What is fair: worked figures for every band, with each exact amount in a comment."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from tests.builders import MONDAY, agent, entry, hotline, municipality, plan, span
from wfm.agent import Agent
from wfm.calendar import Period, UnsocialSpan
from wfm.fair_share import (
    band_param,
    load_bands,
    units_message,
    unsocial_bands,
    unsocial_ceilings,
    upkeep_windows,
    week_bands,
)
from wfm.hotline import Hotline, Pairing
from wfm.limits import Weights
from wfm.lock import Demand
from wfm.plan import Plan
from wfm.quota import Band

LATE = (UnsocialSpan(frozenset(range(5)), span("11:00-14:00")),)
SUNDAY = MONDAY + timedelta(days=6)


def fortnight(**changes: Any) -> Hotline:
    """Return a hotline with twenty shifts in two weeks, every second of them unsocial."""
    return hotline(days=14, unsocial=LATE, **changes)


def loads(question: Plan) -> dict[str, tuple[int, int]]:
    return {str(who): (band.low, band.high) for who, band in load_bands(question).items()}


# --- municipalities --------------------------------------------------------------------------


def test_a_municipalitys_unsocial_share() -> None:
    # Targets 13 and 7 of 20 units, 10 of them unsocial: f = 13 * 10/20 = 6.5 and 7 * 10/20 = 3.5.
    question = plan({"1": 65, "2": 35}, [], hotline=fortnight())
    assert unsocial_bands(question) == {"1": Band(6, 7), "2": Band(3, 4)}


def test_a_whole_share_leaves_one_number() -> None:
    # Targets 12 and 8: f = 6 and 4.
    question = plan({"1": 60, "2": 40}, [], hotline=fortnight())
    assert unsocial_bands(question) == {"1": Band(6, 6), "2": Band(4, 4)}


def test_shares_are_counted_in_seats_where_municipalities_may_mix() -> None:
    # 40 seats, and the first unsocial shift has 5 instead of 2: 43, of them 23 unsocial. Targets: of
    # 43 * 0.65 = 27.95 and 15.05 are 28 and 15; f = 28 * 23/43 = 14.98 and 15 * 23/43 = 8.02.
    line = fortnight(pairing=Pairing.MIXED)
    question = plan({"1": 65, "2": 35}, [], hotline=line, demand=[Demand(MONDAY, 660, 5)])
    assert unsocial_bands(question) == {"1": Band(14, 15), "2": Band(8, 9)}


def test_without_unsocial_shifts_none_is_fair() -> None:
    assert unsocial_bands(plan(hotline=hotline())) == {"1": Band(0, 0)}
    assert unsocial_ceilings(plan(hotline=hotline())) == {"1-1": 0, "1-2": 0}


def test_a_week_has_the_part_of_the_target_that_it_has_of_the_units() -> None:
    # Four shifts of the first week are gone: 6 and 10 units. Targets 10 and 6 (shares 10.4 and 5.6):
    # f = 10 * 6/16 = 3.75, 10 * 10/16 = 6.25; 6 * 6/16 = 2.25, 6 * 10/16 = 3.75.
    gone = [Demand(MONDAY + timedelta(days=number), start, 0) for number in (0, 1) for start in (480, 660)]
    question = plan({"1": 65, "2": 35}, [], hotline=fortnight(), demand=gone)
    first, second = question.weeks
    assert week_bands(question) == {
        ("1", first): Band(3, 4),
        ("1", second): Band(6, 7),
        ("2", first): Band(2, 3),
        ("2", second): Band(3, 4),
    }


# --- agents ----------------------------------------------------------------------------------


def test_a_load_is_the_targets_seats_by_weight() -> None:
    # Target 20 units of 2 seats, 40 seats; weights 1, 1 and 0.6: f = 40/2.6 = 15.38 twice and 9.23.
    people: list[str | Agent] = ["1-1", "1-2", agent("1-3", fte=Fraction(3, 5))]
    assert loads(plan(agents=people, hotline=fortnight())) == {
        "1-1": (15, 16),
        "1-2": (15, 16),
        "1-3": (9, 10),
    }


def test_a_week_of_leave_halves_a_load_of_two_weeks() -> None:
    # Weights 1, 1 and ½: f = 40 * 1/2.5 = 16 twice and 8.
    leave = entry("1-3", "unavailable", MONDAY, SUNDAY)
    question = plan(agents=["1-1", "1-2", "1-3"], hotline=fortnight(), availability=[leave])
    assert loads(question) == {"1-1": (16, 16), "1-2": (16, 16), "1-3": (8, 8)}


def test_loads_count_seats_also_where_shifts_have_different_numbers_of_them() -> None:
    # Two days: 2 + 5 + 2 + 2 = 11 seats in 4 units; targets 3 and 1. Seats: 3 * 11/4 = 8.25 for two
    # agents, 4.125 each; 1 * 11/4 = 2.75 for one.
    question = plan(
        {"1": 300, "2": 100},
        ["1-1", "1-2", "2-1"],
        hotline=hotline(days=2),
        demand=[Demand(MONDAY, 660, 5)],
    )
    assert loads(question) == {"1-1": (4, 5), "1-2": (4, 5), "2-1": (2, 3)}


def test_where_nobody_of_a_municipality_can_sit_no_load_is_fair() -> None:
    assert loads(plan(agents=[agent("1-1", shifts_per_week=0)])) == {"1-1": (0, 0)}


def test_financing_agents_have_no_load() -> None:
    question = plan([municipality("1"), municipality("2", staffing=False)], ["1-1", "2-1"])
    assert list(load_bands(question)) == list(unsocial_ceilings(question)) == ["1-1"]


def test_unsocial_seats_are_shared_by_those_who_could_take_one() -> None:
    # 40 seats, 20 of them unsocial. Agent 2 never can in the late shifts, but sits elsewhere all the
    # time (w = 1): of the others, 1 has w = 1 and 3 has 0.6: f = 20 * 1/1.6 = 12.5 and 20 * 0.6/1.6 = 7.5;
    # agent 2's own figure is 20 * 1/1.6 too.
    people: list[str | Agent] = ["1-1", "1-2", agent("1-3", fte=Fraction(3, 5))]
    never = entry("1-2", "unavailable", MONDAY, SUNDAY + timedelta(days=7), span=span("13:59-14:00"))
    question = plan(agents=people, hotline=fortnight(), availability=[never])
    assert unsocial_ceilings(question) == {"1-1": 13, "1-2": 13, "1-3": 8}


def test_a_whole_unsocial_part_is_its_own_ceiling() -> None:
    # 20 unsocial seats over two agents, 10 each.
    assert unsocial_ceilings(plan(hotline=fortnight())) == {"1-1": 10, "1-2": 10}


def test_where_nobody_can_take_an_unsocial_shift_none_is_fair() -> None:
    never = entry("1-1", "unavailable", MONDAY, SUNDAY + timedelta(days=7), span=span("13:59-14:00"))
    assert unsocial_ceilings(plan(agents=["1-1"], hotline=fortnight(), availability=[never])) == {"1-1": 0}


def test_what_was_sat_too_much_before_lowers_a_load() -> None:
    # 40 seats over two agents, 20 each: 20 - 1.5 = 18.5, and 20 + 2 = 22; unsocial 10 - 0.25 and 10 + 1.
    people = [
        agent("1-1", carry_over=Fraction(3, 2), unsocial_carry_over=Fraction(1, 4)),
        agent("1-2", carry_over=Fraction(-2), unsocial_carry_over=Fraction(-1)),
    ]
    question = plan(agents=people, hotline=fortnight())
    assert loads(question) == {"1-1": (18, 19), "1-2": (22, 22)}
    assert unsocial_ceilings(question) == {"1-1": 10, "1-2": 11}


def test_a_load_is_never_below_nothing_and_what_is_cut_is_not_spread() -> None:
    people = [agent("1-1", carry_over=Fraction(21), unsocial_carry_over=Fraction(11)), agent("1-2")]
    question = plan(agents=people, hotline=fortnight())
    assert loads(question) == {"1-1": (0, 0), "1-2": (20, 20)}
    assert unsocial_ceilings(question) == {"1-1": 0, "1-2": 10}


# --- windows ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("length", "windows"), [(1, 4), (3, 2), (4, 1), (5, 0)])
def test_windows_are_runs_of_consecutive_weeks_and_a_shorter_period_has_none(
    length: int, windows: int
) -> None:
    # From a Friday to a Monday, two weeks and four days: the cut weeks count.
    period = Period(MONDAY + timedelta(days=4), MONDAY + timedelta(days=21))
    question = plan(hotline=hotline(period=period, weights=Weights(upkeep_weeks=length)))
    found = list(upkeep_windows(question))
    assert len(found) == windows
    assert all(window == question.weeks[n : n + length] for n, window in enumerate(found))


# --- words -----------------------------------------------------------------------------------


def test_units_are_called_shifts_or_seats() -> None:
    same, mixed = plan(), plan(hotline=hotline(pairing=Pairing.MIXED))
    assert [str(units_message(same, n)) for n in (1, 2)] == ["1 shift", "2 shifts"]
    assert [str(units_message(mixed, n)) for n in (1, 2)] == ["1 seat", "2 seats"]
    assert str(units_message(same, 3, unsocial=True)) == "3 unsocial shifts"
    assert str(units_message(mixed, 1, unsocial=True)) == "1 unsocial seat"


def test_a_band_is_said_as_a_range_or_a_number() -> None:
    assert str(band_param(Band(1, 2))) == "1 to 2"
    assert band_param(Band(2, 2)) == 2

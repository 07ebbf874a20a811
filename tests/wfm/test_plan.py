"""A plan counts once what both halves of the rules share: shifts, units, people, loads."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from tests.builders import MONDAY, agent, entry, hotline, municipality, plan, span
from wfm.apportionment import Method
from wfm.calendar import UnsocialSpan
from wfm.hotline import Hotline, Pairing
from wfm.ids import AgentId, MunicipalityCode
from wfm.limits import Limits
from wfm.lock import Demand, Previous
from wfm.plan import Plan

SUNDAY = MONDAY + timedelta(days=6)
NEXT_MONDAY = MONDAY + timedelta(days=7)
LATE = (UnsocialSpan(frozenset(range(5)), span("11:00-14:00")),)
ONE = AgentId("1-1")


def could(**changes: Any) -> int:
    """Return to how many of the ten shifts of a week an agent with these changes could be assigned."""
    return len(plan(agents=[agent("1-1", **changes)]).assignable[ONE])


# --- order -----------------------------------------------------------------------------------


def test_municipalities_are_kept_in_order_of_code_as_numbers_and_agents_in_order_of_id() -> None:
    question = plan({"101": 1, "99": 1, "b": 1}, ["99-2", "101-1", "99-1"])
    assert [m.code for m in question.municipalities] == ["99", "101", "b"]
    assert list(question.municipality) == ["99", "101", "b"]
    assert list(question.agent) == ["101-1", "99-1", "99-2"]
    assert {code: [a.id for a in own] for code, own in question.agents_of.items()} == {
        "99": ["99-1", "99-2"],
        "101": ["101-1"],
        "b": [],
    }


def test_a_plan_cannot_be_changed() -> None:
    question = plan()
    with pytest.raises(FrozenInstanceError):
        question.agents = ()  # type: ignore[misc]
    with pytest.raises(TypeError):
        question.hotline.opening_hours[0] = ()  # type: ignore[index]


# --- shifts and units ------------------------------------------------------------------------


def test_demand_changes_seats_and_takes_shifts_away() -> None:
    rows = [Demand(MONDAY, 480, 3), Demand(MONDAY, 660, 0)]
    question = plan(hotline=hotline(days=2), demand=rows)
    assert {shift.id: shift.seats for shift in question.shifts} == {
        "2027-01-04T08:00": 3,
        "2027-01-05T08:00": 2,
        "2027-01-05T11:00": 2,
    }
    assert list(question.shift) == [shift.id for shift in question.shifts]
    assert rows[0].shift == "2027-01-04T08:00"


def units(pairing: Pairing) -> tuple[int, int, int, int]:
    line = hotline(days=2, pairing=pairing, unsocial=LATE)
    question = plan(hotline=line, demand=[Demand(MONDAY, 660, 5)])
    return question.seats, question.units, question.unsocial_seats, question.unsocial_units


def test_a_unit_is_a_shift_with_all_its_seats_or_one_seat() -> None:
    assert units(Pairing.SAME_MUNICIPALITY) == (2 + 5 + 2 + 2, 4, 5 + 2, 2)
    assert units(Pairing.MIXED) == (11, 11, 7, 7)


def test_weeks_without_a_shift_are_weeks_of_the_period_too() -> None:
    days = [Demand(MONDAY + timedelta(days=number), start, 0) for number in range(5) for start in (480, 660)]
    question = plan(hotline=hotline(days=14), demand=days)
    assert list(map(str, question.weeks)) == ["2027-W01", "2027-W02"]
    assert {str(week): len(own) for week, own in question.shifts_of_week.items()} == {"2027-W02": 10}


# --- who could sit ---------------------------------------------------------------------------


def test_an_agent_could_be_assigned_to_all_shifts_or_those_of_the_employment() -> None:
    assert could() == 10
    assert could(first_day=MONDAY + timedelta(days=3)) == 4
    assert could(last_day=MONDAY) == 2


def test_a_weekly_limit_of_0_leaves_no_shift_and_one_of_1_leaves_them_all() -> None:
    assert could(shifts_per_week=0) == 0
    assert could(shifts_per_week=1) == 10
    nobody = plan(agents=["1-1"], hotline=hotline(limits=Limits(shifts_per_week=0)))
    assert not nobody.assignable[ONE]
    own = plan(agents=[agent("1-1", shifts_per_week=1)], hotline=hotline(limits=Limits(shifts_per_week=0)))
    assert own.weekly_limit(own.agent[ONE]) == 1
    assert len(own.assignable[ONE]) == 10


def test_only_unavailable_entries_take_shifts_away() -> None:
    question = plan(
        availability=[
            entry("1-1", "unavailable"),
            entry("1-1", "undesired", SUNDAY),
            entry("1-1", "preferred", SUNDAY),
            entry("1-2", "undesired"),
        ]
    )
    assert {a: len(shifts) for a, shifts in question.assignable.items()} == {"1-1": 8, "1-2": 10}
    assert [len(own) for own in question.entries_of.values()] == [3, 1]


def test_other_limits_locks_and_competences_take_nothing_away() -> None:
    question = plan(hotline=hotline(limits=Limits(shifts_per_day=0, rest=10**6)))
    assert len(question.assignable[ONE]) == 10


def test_agents_of_a_financing_municipality_could_sit_nowhere() -> None:
    question = plan([municipality("1"), municipality("2", staffing=False)], ["1-1", "2-1"])
    assert {a: len(shifts) for a, shifts in question.assignable.items()} == {"1-1": 10, "2-1": 0}
    assert [a.id for a in question.staffing_agents] == ["1-1"]
    assert [m.code for m in question.staffing] == ["1"]
    assert list(question.loads) == ["1-1"]
    assert list(question.quotas) == ["1"]


def test_previous_is_kept_by_agent() -> None:
    rows = [
        Previous(MONDAY - timedelta(days=days), span("08:00-11:00"), MunicipalityCode("1"), AgentId(who))
        for days, who in ((3, "1-1"), (2, "gone"), (1, "1-1"))
    ]
    question = plan(previous=rows)
    assert {who: list(own) for who, own in question.previous_of.items()} == {
        "1-1": [rows[0], rows[2]],
        "gone": [rows[1]],
    }


# --- loads and seats owed --------------------------------------------------------------------


def loads(*agents: Any, line: Hotline | None = None, **tables: Any) -> dict[str, Fraction]:
    question = plan(agents=agents, hotline=line or hotline(days=14), **tables)
    return {str(agent): load for agent, load in question.loads.items()}


def test_a_load_is_the_fte_of_an_agent_who_could_sit_in_every_week() -> None:
    assert loads("1-1", agent("1-2", fte=Fraction(3, 5))) == {"1-1": 1, "1-2": Fraction(3, 5)}


def test_a_week_of_leave_lowers_the_load_and_a_day_of_leave_does_not() -> None:
    week, day = entry("1-1", "unavailable", MONDAY, SUNDAY), entry("1-2", "unavailable")
    assert loads("1-1", "1-2", availability=[week, day]) == {"1-1": Fraction(1, 2), "1-2": 1}


def test_one_shift_left_in_the_week_is_enough() -> None:
    most = entry("1-1", "unavailable", MONDAY, SUNDAY - timedelta(days=3))
    rest = entry("1-1", "unavailable", SUNDAY - timedelta(days=2), span=span("08:00-11:00"))
    last = entry("1-1", "unavailable", SUNDAY - timedelta(days=2), span=span("11:00-11:01"))
    assert loads("1-1", availability=[most, rest]) == {"1-1": 1}
    assert loads("1-1", availability=[most, rest, last]) == {"1-1": Fraction(1, 2)}


def test_weeks_before_and_after_employment_lower_the_load() -> None:
    assert loads(agent("1-1", first_day=NEXT_MONDAY), agent("1-2", last_day=SUNDAY)) == {
        "1-1": Fraction(1, 2),
        "1-2": Fraction(1, 2),
    }


def test_weeks_count_by_their_shifts() -> None:
    # Of the first week one shift is left, so the period has eleven; leave in the second costs ten.
    gone = [Demand(MONDAY + timedelta(days=number), start, 0) for number in range(5) for start in (480, 660)]
    leave = entry("1-1", "unavailable", NEXT_MONDAY, NEXT_MONDAY + timedelta(days=6))
    assert loads("1-1", availability=[leave], demand=gone[1:]) == {"1-1": Fraction(1, 11)}


def test_an_agent_who_can_never_sit_has_no_load() -> None:
    assert loads("1-1", agent("1-2", shifts_per_week=0)) == {"1-1": 1, "1-2": 0}


def test_a_target_in_seats_is_the_target_times_the_seats_of_a_unit() -> None:
    # Four shifts with 2, 5, 2 and 2 seats: eleven seats in four units, 2¾ a unit.
    question = plan({"1": 300, "2": 100}, [], hotline=hotline(days=2), demand=[Demand(MONDAY, 660, 5)])
    assert {code: quota.target for code, quota in question.quotas.items()} == {"1": 3, "2": 1}
    assert question.seats_owed == {"1": Fraction(33, 4), "2": Fraction(11, 4)}


def test_the_hotlines_method_apportions() -> None:
    # Ten units, shares 9.4 and 0.6: the largest remainder favours the small one, D'Hondt the large one.
    def target(method: Method) -> int:
        question: Plan = plan({"1": 94, "2": 6}, [], hotline=hotline(method=method))
        return question.quotas[MunicipalityCode("2")].target

    assert [target(Method.LARGEST_REMAINDER), target(Method.DHONDT)] == [1, 0]

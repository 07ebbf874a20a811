"""Every hard rule on both sides of its limit: the model allows what measuring finds no fault with."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import MONDAY, agent, entry, hotline, lock, municipality, plan, roster, span
from tests.examples import examples
from tests.solver.agreement import assert_fixed_roster_agrees
from wfm.calendar import Period
from wfm.hotline import Pairing
from wfm.limits import Limits
from wfm.lock import Previous
from wfm.plan import Plan
from wfm.roster import Roster

MON, TUE = "2027-01-04", "2027-01-05"
SPRING, AUTUMN = date(2027, 3, 28), date(2026, 10, 25)
"""Sundays on which the clocks go forward and back, at 02:00 and 03:00."""


def two_days(
    first: date, evening_end: str, morning_start: str, rest: int, *, previous: bool = False
) -> tuple[Plan, Roster]:
    """Return an agent on a shift that ends one evening and on one that starts the next morning.

    With `previous` the evening lies before the period.
    """
    end, start = (int(clock[:2]) * 60 + int(clock[3:]) for clock in (evening_end, morning_start))
    second = first + timedelta(days=1)
    evening = span(f"{(end - 60) // 60:02d}:{end % 60:02d}-{evening_end}")
    morning = span(f"{morning_start}-{(start + 60) // 60:02d}:{start % 60:02d}")
    hours = {second.weekday(): (morning,)} | ({} if previous else {first.weekday(): (evening,)})
    question = plan(
        agents=["1-1"],
        hotline=hotline(
            period=Period(second if previous else first, second),
            opening_hours=hours,
            shift_minutes=60,
            limits=Limits(rest=rest, shifts_per_week=9),
        ),
        previous=[Previous(first, evening, agent("1-1").municipality, agent("1-1").id)] if previous else [],
    )
    return question, roster({shift.id: ["1-1"] for shift in question.shifts})


@pytest.mark.parametrize("previous", [False, True])
@pytest.mark.parametrize(
    ("night", "elapsed"),
    [(MONDAY, 720), (SPRING - timedelta(days=1), 660), (AUTUMN - timedelta(days=1), 780)],
)
@pytest.mark.parametrize("spare", [-60, -1, 0, 1, 60])
def test_a_rest_is_elapsed_time_and_may_be_just_as_long_as_the_limit(
    night: date, elapsed: int, spare: int, previous: bool
) -> None:
    question, sitting = two_days(night, "20:00", "08:00", elapsed - spare, previous=previous)
    assert assert_fixed_roster_agrees(question, sitting) == (spare >= 0)


@settings(max_examples=examples(25), deadline=None)
@given(
    st.sampled_from((MONDAY, SPRING - timedelta(days=1), SPRING, AUTUMN - timedelta(days=1), AUTUMN)),
    st.integers(18 * 60, 23 * 60),
    st.integers(4 * 60, 9 * 60),
    st.sampled_from((-1, 0, 1)),
    st.booleans(),
)
def test_rests_near_the_limit_are_allowed_and_refused_alike(
    night: date, end: int, start: int, spare: int, previous: bool
) -> None:
    evening, morning = (f"{minute // 60:02d}:{minute % 60:02d}" for minute in (end, start))
    face = 24 * 60 - end + start
    changed = {SPRING - timedelta(days=1): -60, AUTUMN - timedelta(days=1): 60}.get(night, 0)
    question, sitting = two_days(night, evening, morning, face + changed - spare, previous=previous)
    assert assert_fixed_roster_agrees(question, sitting) == (spare >= 0)


def test_two_shifts_of_one_day_need_no_rest_between_them() -> None:
    question = plan(hotline=hotline(days=1, limits=Limits(shifts_per_day=2, rest=660)))
    assert assert_fixed_roster_agrees(question, roster({f"{MON}T08:00": ["1-1"], f"{MON}T11:00": ["1-1"]}))


def test_a_rest_longer_than_a_day_binds_across_a_day_off() -> None:
    for rest, kept in ((2700, True), (2701, False)):
        question = plan(hotline=hotline(days=3, hours="08:00-11:00", limits=Limits(rest=rest)))
        sitting = roster({f"{MON}T08:00": ["1-1"], "2027-01-06T08:00": ["1-1"]})
        assert assert_fixed_roster_agrees(question, sitting) == kept


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_a_day_holds_as_many_shifts_as_the_limit(limit: int) -> None:
    question = plan(hotline=hotline(days=1, hours="08:00-17:00", limits=Limits(shifts_per_day=limit)))
    for sat in (1, 2, 3):
        sitting = roster({shift.id: ["1-1"] for shift in question.shifts[:sat]})
        assert assert_fixed_roster_agrees(question, sitting) == (sat <= limit)


@pytest.mark.parametrize("own", [None, 0, 1, 2, 4])
@pytest.mark.parametrize("before", [0, 1, 4])
def test_a_week_holds_as_many_shifts_as_the_limit_with_those_before_the_period(
    own: int | None, before: int
) -> None:
    thursday = date(2027, 1, 7)
    someone = agent("1-1", shifts_per_week=own)
    question = plan(
        agents=[someone],
        hotline=hotline(
            period=Period(thursday, thursday + timedelta(days=7)), limits=Limits(shifts_per_week=2)
        ),
        previous=[
            Previous(MONDAY, span(f"{8 + n:02d}:00-{9 + n:02d}:00"), someone.municipality, someone.id)
            for n in range(before)
        ],
    )
    limit = 2 if own is None else own
    days = ["2027-01-07", "2027-01-08"]
    for sat in (0, 1, 2):
        sitting = roster({f"{day}T08:00": ["1-1"] for day in days[:sat]})
        kept = sat == 0 or sat + before <= limit
        assert assert_fixed_roster_agrees(question, sitting) == kept
    next_week = roster({"2027-01-11T08:00": ["1-1"]})
    assert assert_fixed_roster_agrees(question, next_week) == (limit >= 1)


@pytest.mark.parametrize(("day", "employed"), [(4, False), (5, True), (6, True), (7, False)])
def test_an_agent_sits_from_the_first_to_the_last_day_of_employment(day: int, employed: bool) -> None:
    someone = agent("1-1", first_day=date(2027, 1, 5), last_day=date(2027, 1, 6))
    question = plan(agents=[someone])
    assert assert_fixed_roster_agrees(question, roster({f"2027-01-{day:02d}T08:00": ["1-1"]})) == employed


@pytest.mark.parametrize(
    ("hours", "free"),
    [("00:00-08:00", True), ("00:00-08:01", False), ("10:59-12:00", False), ("11:00-12:00", True)],
)
def test_a_minute_of_absence_is_enough_and_touching_is_not(hours: str, free: bool) -> None:
    question = plan(availability=[entry("1-1", "unavailable", span=span(hours))])
    assert assert_fixed_roster_agrees(question, roster({f"{MON}T08:00": ["1-1"]})) == free


@pytest.mark.parametrize("sitting", [1, 2, 3])
def test_a_shift_holds_as_many_agents_as_it_has_seats(sitting: int) -> None:
    question = plan(agents=["1-1", "1-2", "1-3"])
    names = ["1-1", "1-2", "1-3"][:sitting]
    assert assert_fixed_roster_agrees(question, roster({f"{MON}T08:00": names})) == (sitting <= 2)


@pytest.mark.parametrize("pairing", Pairing)
def test_two_municipalities_share_a_shift_only_under_mixed(pairing: Pairing) -> None:
    question = plan({"1": 1, "2": 1}, ["1-1", "2-1"], hotline=hotline(pairing=pairing))
    together = roster({f"{MON}T08:00": ["1-1", "2-1"]})
    assert assert_fixed_roster_agrees(question, together) == (pairing is Pairing.MIXED)


@pytest.mark.parametrize(
    ("locked", "names", "kept"),
    [
        (lock(f"{MON}T08:00", municipality="1"), [], True),
        (lock(f"{MON}T08:00", municipality="1"), ["1-1"], True),
        (lock(f"{MON}T08:00", municipality="1"), ["2-1"], False),
        (lock(f"{MON}T08:00", agent="1-1"), [], False),
        (lock(f"{MON}T08:00", agent="1-1"), ["1-1"], True),
        (lock(f"{MON}T08:00", agent="1-1"), ["1-1", "1-2"], True),
        (lock(f"{MON}T08:00", municipality="2", agent="1-1"), ["1-1"], False),
        (lock(f"{MON}T08:00", agent="3-1"), ["3-1"], False),
    ],
)
def test_a_lock_keeps_others_out_and_its_agent_in(locked: object, names: list[str], kept: bool) -> None:
    partners = [municipality("1"), municipality("2"), municipality("3", staffing=False)]
    question = plan(partners, ["1-1", "1-2", "2-1", "3-1"], locks=[locked])
    assert assert_fixed_roster_agrees(question, roster({f"{MON}T08:00": names})) == kept


def test_an_agent_of_a_financing_municipality_never_sits() -> None:
    question = plan([municipality("1"), municipality("2", staffing=False)], ["1-1", "2-1"])
    assert not assert_fixed_roster_agrees(question, roster({f"{MON}T08:00": ["2-1"]}))


@pytest.mark.parametrize(("day", "free"), [(4, False), (5, False), (6, True)])
def test_a_novice_takes_no_seat_until_the_day_after(day: int, free: bool) -> None:
    question = plan(agents=[agent("1-1", beside_until=date(2027, 1, 5)), "1-2"])
    assert assert_fixed_roster_agrees(question, roster({f"2027-01-{day:02d}T08:00": ["1-1"]})) == free

"""Short notice: the limit holds on both sides, and the day is the hotline's."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.rosters.editing.difference import difference
from api.rosters.editing.short_notice import find_short_notice, today_in
from tests import builders
from tests.api.rosters.editing.revising import Pair, Version, pairs
from tests.examples import examples

SHIFT, DAY = "2027-01-06T08:00", date(2027, 1, 6)
PLAN = builders.plan({"1": 200, "2": 100}, ["1-1", "1-2", "2-1", "2-2"])
CHANGE = difference(
    Version(PLAN, builders.roster({SHIFT: ("1-1", "1-2")})),
    Version(PLAN, builders.roster({SHIFT: ("1-1", "2-1")})),
)


@pytest.mark.parametrize(("ahead", "told"), [(29, False), (28, False), (27, True), (0, True), (-1, True)])
def test_a_shift_is_near_from_a_day_less_than_agreed(ahead: int, told: bool) -> None:
    found = find_short_notice(CHANGE, DAY - timedelta(days=ahead), 28)
    assert [one.days for one in found] == ([ahead] if told else [])
    assert all(one.past is (ahead < 0) for one in found)


def test_it_says_for_whom() -> None:
    (one,) = find_short_notice(CHANGE, DAY, 28)
    assert one.shift.id == SHIFT
    assert [person.agent for person in one.left] == ["1-2"]
    assert [person.agent for person in one.joined] == ["2-1"]


def test_no_days_agreed_warns_of_no_shift_to_come() -> None:
    assert not find_short_notice(CHANGE, DAY, 0)
    assert find_short_notice(CHANGE, DAY + timedelta(days=1), 0)


def test_who_keeps_a_shift_at_other_times_is_told() -> None:
    shorter = builders.plan({"1": 200}, ["1-1"], hotline=builders.hotline(shift_minutes=120))
    longer = builders.plan({"1": 200}, ["1-1"])
    roster = builders.roster({SHIFT: ("1-1",)})
    (one,) = find_short_notice(difference(Version(longer, roster), Version(shorter, roster)), DAY, 28)
    assert [person.agent for person in one.retimed] == ["1-1"]
    assert not one.left
    assert not one.joined


def test_seats_that_nobody_takes_change_for_nobody() -> None:
    more = builders.plan({"1": 200}, ["1-1"], hotline=builders.hotline(agents=3))
    fewer = builders.plan({"1": 200}, ["1-1"])
    roster = builders.roster({SHIFT: ("1-1",)})
    found = difference(Version(fewer, roster), Version(more, roster))
    assert found.shifts
    assert not find_short_notice(found, DAY, 28)


def test_the_day_is_that_of_the_hotline() -> None:
    late = datetime(2027, 1, 5, 23, 30, tzinfo=UTC)
    assert today_in(builders.hotline(), late) == date(2027, 1, 6)
    assert today_in(builders.hotline(timezone="UTC"), late) == date(2027, 1, 5)


@settings(max_examples=examples(40))
@given(pairs(), st.integers(0, 12))
def test_just_the_near_ones_are_told(pair: Pair, days: int) -> None:
    found, today = difference(*pair), pair.before.plan.hotline.period.first_day
    told = {one.shift.id for one in find_short_notice(found, today, days)}
    for one in found.shifts:
        near = one.shift.day < today + timedelta(days=days)
        concerned = bool(one.left or one.joined) or any(
            kept.after.id == one.shift.id for agent in found.agents for kept in agent.retimed
        )
        assert (one.shift.id in told) is (near and concerned)

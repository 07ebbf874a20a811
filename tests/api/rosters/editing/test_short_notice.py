"""Short notice: the limit holds on both sides, and the day is the hotline's."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.rosters.editing.difference import difference
from api.rosters.editing.short_notice import NoticeAgreement, find_short_notice, today_in
from tests import builders
from tests.api.rosters.editing.revising import Pair, Version, pairs
from tests.examples import examples
from wfm.ids import MunicipalityCode

SHIFT, DAY = "2027-01-06T08:00", date(2027, 1, 6)
PLAN = builders.plan({"1": 200, "2": 100}, ["1-1", "1-2", "2-1", "2-2"])
AGREED = NoticeAgreement(28)
CHANGE = difference(
    Version(PLAN, builders.roster({SHIFT: ("1-1", "1-2")})),
    Version(PLAN, builders.roster({SHIFT: ("1-1", "2-1")})),
)


@pytest.mark.parametrize(("ahead", "told"), [(29, False), (28, False), (27, True), (0, True), (-1, True)])
def test_a_shift_is_near_from_a_day_less_than_agreed(ahead: int, told: bool) -> None:
    found = find_short_notice(CHANGE, DAY - timedelta(days=ahead), AGREED)
    assert [one.days for one in found] == ([ahead] if told else [])
    assert all(one.past is (ahead < 0) for one in found)


def test_it_says_for_whom() -> None:
    (one,) = find_short_notice(CHANGE, DAY, AGREED)
    assert one.shift.id == SHIFT
    assert [person.agent for person in one.left] == ["1-2"]
    assert [person.agent for person in one.joined] == ["2-1"]


def test_no_days_agreed_warns_of_no_shift_to_come() -> None:
    assert not find_short_notice(CHANGE, DAY, NoticeAgreement(0))
    assert find_short_notice(CHANGE, DAY + timedelta(days=1), NoticeAgreement(0))


def test_who_keeps_a_shift_at_other_times_is_told() -> None:
    shorter = builders.plan({"1": 200}, ["1-1"], hotline=builders.hotline(shift_minutes=120))
    longer = builders.plan({"1": 200}, ["1-1"])
    roster = builders.roster({SHIFT: ("1-1",)})
    (one,) = find_short_notice(difference(Version(longer, roster), Version(shorter, roster)), DAY, AGREED)
    assert [person.agent for person in one.retimed] == ["1-1"]
    assert not one.left
    assert not one.joined


def test_seats_that_nobody_takes_change_for_nobody() -> None:
    more = builders.plan({"1": 200}, ["1-1"], hotline=builders.hotline(agents=3))
    fewer = builders.plan({"1": 200}, ["1-1"])
    roster = builders.roster({SHIFT: ("1-1",)})
    found = difference(Version(fewer, roster), Version(more, roster))
    assert found.shifts
    assert not find_short_notice(found, DAY, AGREED)


def test_the_day_is_that_of_the_hotline() -> None:
    late = datetime(2027, 1, 5, 23, 30, tzinfo=UTC)
    assert today_in(builders.hotline(), late) == date(2027, 1, 6)
    assert today_in(builders.hotline(timezone="UTC"), late) == date(2027, 1, 5)


@settings(max_examples=examples(40))
@given(pairs(), st.integers(0, 12), st.dictionaries(st.sampled_from("123"), st.integers(0, 12)))
def test_just_those_are_told_for_whom_a_shift_is_near(pair: Pair, days: int, others: dict[str, int]) -> None:
    agreed = NoticeAgreement(days, {MunicipalityCode(code): n for code, n in others.items()})
    found, today = difference(*pair), pair.before.plan.hotline.period.first_day
    told = {one.shift.id: one for one in find_short_notice(found, today, agreed)}
    for one in found.shifts:
        kept = [
            agent.person
            for agent in found.agents
            for change in agent.retimed
            if change.after.id == one.shift.id
        ]
        concerned = {
            person
            for person in (*one.left, *one.joined, *kept)
            if one.shift.day < today + timedelta(days=others.get(person.municipality, days))
        }
        near = told.pop(one.shift.id, None)
        assert set(() if near is None else near.short_for) == concerned
        assert near is None or {*near.left, *near.joined, *near.retimed} == {*one.left, *one.joined, *kept}
    assert not told


@pytest.mark.parametrize(
    ("ahead", "whom"), [(28, []), (27, ["1-2"]), (14, ["1-2"]), (13, ["1-2", "2-1"]), (-1, ["1-2", "2-1"])]
)
def test_each_counts_by_what_is_agreed_with_their_municipality(ahead: int, whom: list[str]) -> None:
    agreed = NoticeAgreement(28, {MunicipalityCode("2"): 14})
    told = find_short_notice(CHANGE, DAY - timedelta(days=ahead), agreed)
    assert [person.agent for one in told for person in one.short_for] == whom
    assert [(len(one.left), len(one.joined)) for one in told] == [(1, 1)] * bool(whom)

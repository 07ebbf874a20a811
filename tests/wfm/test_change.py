"""Changes of a plan say what they change and leave the rest as it was."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.builders import MONDAY, agent, competence, entry, hotline, lock, plan
from wfm.change import (
    AddAgent,
    AllowMixed,
    Change,
    ExtendEmployment,
    LiftLock,
    RaiseLimit,
    ShortenEntry,
    Train,
    apply_changes,
)
from wfm.ids import AgentId, CompetenceCode, ShiftId

EIGHT = ShiftId("2027-01-04T08:00")
ONE = AgentId("1-1")


@given(st.integers(0, 9), st.sets(st.integers(-1, 10)), st.frozensets(st.integers(0, 6), min_size=1))
def test_a_shortened_entry_covers_its_days_but_those_taken_out(
    length: int, taken: set[int], weekdays: frozenset[int]
) -> None:
    whole = entry("1-1", "unavailable", MONDAY, MONDAY + timedelta(days=length), days=weekdays)
    out = tuple(MONDAY + timedelta(days=number) for number in taken)
    left = ShortenEntry(whole, out).left

    def covered(day: date) -> int:
        return sum(e.first_day <= day <= e.last_day and day.weekday() in e.days for e in left)

    for number in range(-2, 12):
        day = MONDAY + timedelta(days=number)
        was = whole.first_day <= day <= whole.last_day and day.weekday() in weekdays
        assert covered(day) == (was and day not in out)


def test_locks_are_lifted_by_what_stands_in_them_in_any_order() -> None:
    first, second = lock(EIGHT, agent="1-1"), lock(EIGHT, municipality="1")
    question = plan(locks=[first, second, first])
    assert apply_changes([LiftLock(first), LiftLock(second)], question).locks == (first,)
    assert apply_changes([LiftLock(second), LiftLock(first)], question).locks == (first,)


def test_an_agent_can_be_trained_asked_for_more_and_kept_longer() -> None:
    line = hotline(competences=(competence("a"),))
    question = plan(agents=[agent("1-1", last_day=MONDAY), "1-2"], hotline=line)
    friday = MONDAY + timedelta(days=4)
    changes: list[Change] = [
        Train(ONE, CompetenceCode("a")),
        RaiseLimit(ONE, 4),
        ExtendEmployment(ONE, last_day=friday),
    ]
    changed = apply_changes(changes, question).agent[ONE]
    assert changed.competences == frozenset({CompetenceCode("a")})
    assert (changed.shifts_per_week, changed.last_day) == (4, friday)
    assert apply_changes(changes, question).agents[1] == question.agents[1]
    earlier = ExtendEmployment(ONE, first_day=MONDAY - timedelta(days=7)).apply(question).agent[ONE]
    assert (earlier.first_day, earlier.last_day) == (MONDAY - timedelta(days=7), MONDAY)


def test_a_mixed_shift_keeps_its_seats_and_an_agent_more_is_one_more() -> None:
    question = plan(agents=["1-1"])
    mixed = AllowMixed(EIGHT).apply(question)
    assert mixed.mixed_on(EIGHT)
    assert mixed.shifts == question.shifts
    assert AllowMixed(EIGHT).apply(mixed) == mixed
    assert [one.id for one in AddAgent(agent("1-2")).apply(question).agents] == ["1-1", "1-2"]

"""Changes by hand: all or none, measured before and after, and no new breach of a hard rule."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from api.rosters.editing import changes as module
from api.rosters.editing.changes import (
    ChangeError,
    Locking,
    Move,
    NewBreachesError,
    Unlocking,
    make_changes,
    try_changes,
)
from api.rosters.editing.moves import HandChange
from tests import builders
from tests.examples import examples
from tests.strategies import plans, rosters
from wfm.baseline import Baseline
from wfm.finding import Level
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.score import measure

MON, MON_LATE, TUE = (ShiftId(f"2027-01-0{at}") for at in ("4T08:00", "4T11:00", "5T08:00"))
TUESDAY = builders.MONDAY + timedelta(days=1)
ONE, TWO, THREE, OTHER = (AgentId(f) for f in ("1-1", "1-2", "1-3", "2-1"))
FIRST, SECOND = MunicipalityCode("1"), MunicipalityCode("2")
PLAN = builders.plan({"1": 200, "2": 100}, ["1-1", "1-2", "1-3", "2-1", "2-2"])
ROSTER = builders.roster({MON: ("1-1", "1-2"), TUE: ("1-3", "1-1")})


def said(error: ChangeError) -> list[tuple[int | None, str, str]]:
    return [(fault.row, fault.column, fault.expected.key) for fault in error.faults]


# --- moves -------------------------------------------------------------------------------------------


def test_a_seat_changes_hands() -> None:
    found = make_changes(PLAN, ROSTER, [Move(MON, ONE, THREE)])
    assert found.roster == builders.roster({MON: ("1-2", "1-3"), TUE: ("1-3", "1-1")})
    assert found.plan is PLAN
    assert not found.breaches


def test_a_seat_is_emptied_and_an_empty_one_taken() -> None:
    emptied = make_changes(PLAN, ROSTER, [Move(MON, leaves=ONE)])
    assert emptied.roster.on(MON) == (TWO,)
    assert emptied.levels[Level.COVERAGE] == 1
    filled = make_changes(PLAN, emptied.roster, [Move(MON, joins=THREE)])
    assert filled.roster.on(MON) == (TWO, THREE)
    assert filled.levels[Level.COVERAGE] == -1


def test_two_swap_shifts_in_either_order() -> None:
    swap = [Move(MON, TWO, THREE), Move(TUE, THREE, TWO)]
    found = make_changes(PLAN, ROSTER, swap)
    assert found.roster == builders.roster({MON: ("1-1", "1-3"), TUE: ("1-1", "1-2")})
    assert make_changes(PLAN, ROSTER, swap[::-1]) == found


def test_findings_that_come_and_go_are_told() -> None:
    found = make_changes(PLAN, ROSTER, [Move(MON, leaves=ONE)])
    assert ("coverage", MON) in {(one.rule, one.subject.shift) for one in found.come}
    back = make_changes(PLAN, found.roster, [Move(MON, joins=ONE)])
    assert Counter(back.gone) == Counter(found.come)
    assert Counter(back.come) == Counter(found.gone)


# --- faults ------------------------------------------------------------------------------------------

FAULTY: list[tuple[list[HandChange], list[tuple[int, str, str]]]] = [
    ([Move(ShiftId("2027-01-04T09:00"), ONE)], [(1, "shift", "fault.names_a_shift")]),
    ([Move(ShiftId("soon"), joins=ONE)], [(1, "shift", "fault.names_a_shift")]),
    ([Move(MON, AgentId("9-9"), THREE)], [(1, "leaves", "fault.known_agent")]),
    ([Move(MON, ONE, AgentId("9-9"))], [(1, "joins", "fault.known_agent")]),
    ([Move(MON, THREE, None)], [(1, "leaves", "change.sits_there")]),
    ([Move(MON, ONE, TWO)], [(1, "joins", "change.not_there_yet")]),
    ([Move(MON)], [(1, "joins", "change.moves_someone")]),
    ([Move(MON, ONE, ONE)], [(1, "joins", "change.moves_someone")]),
    ([Move(MON, ONE, THREE), Move(MON, ONE, OTHER)], [(2, "leaves", "change.leaves_once")]),
    ([Move(MON, ONE, THREE), Move(MON, TWO, THREE)], [(2, "joins", "change.joins_once")]),
    ([Locking(ShiftId("soon"), FIRST)], [(1, "shift", "fault.names_a_shift")]),
    ([Locking(MON)], [(1, "municipality", "fault.locks_someone")]),
    ([Locking(MON, MunicipalityCode("9"))], [(1, "municipality", "fault.known_municipality")]),
    ([Locking(MON, agent=AgentId("9-9"))], [(1, "agent", "fault.known_agent")]),
    ([Locking(MON, FIRST), Locking(MON, FIRST)], [(2, "shift", "change.lacks_lock")]),
    ([Unlocking(MON, FIRST)], [(1, "shift", "change.has_lock")]),
]


@pytest.mark.parametrize(("changes", "faults"), FAULTY, ids=lambda value: None)
def test_a_faulty_change_is_told_with_its_place(
    changes: list[HandChange], faults: list[tuple[int, str, str]]
) -> None:
    with pytest.raises(ChangeError) as refused:
        make_changes(PLAN, ROSTER, changes)
    assert said(refused.value) == faults


@pytest.mark.parametrize(("changes", "faults"), FAULTY, ids=lambda value: None)
def test_without_the_look_for_faults_none_is_told(
    changes: list[HandChange], faults: list[tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "faults_of", lambda *told: ())
    with pytest.raises((Exception, pytest.fail.Exception)) as failed:  # whatever it is, it lists no faults
        test_a_faulty_change_is_told_with_its_place(changes, faults)
    assert not isinstance(failed.value, ChangeError)


def test_all_faults_are_told_together() -> None:
    every = [change for changes, _ in FAULTY if len(changes) == 1 for change in changes]
    with pytest.raises(ChangeError) as refused:
        make_changes(PLAN, ROSTER, every)
    assert {row for row, *_ in said(refused.value)} == set(range(1, len(every) + 1))


def test_a_lock_of_the_plan_is_not_set_again() -> None:
    plan = replace(PLAN, locks=(builders.lock(MON, municipality="1"),))
    with pytest.raises(ChangeError) as refused:
        make_changes(plan, ROSTER, [Locking(MON, FIRST)])
    assert said(refused.value) == [(1, "shift", "change.lacks_lock")]


# --- hard rules --------------------------------------------------------------------------------------

BREAKING: list[tuple[str, list[HandChange]]] = [
    ("seats", [Move(MON, joins=THREE)]),
    ("pairing", [Move(MON, ONE, OTHER)]),
    ("shifts_per_day", [Move(MON_LATE, joins=ONE)]),
    ("locks", [Locking(MON, SECOND)]),
    ("locks", [Locking(MON, agent=THREE)]),
    ("locks", [Locking(MON_LATE, FIRST), Locking(MON_LATE, SECOND)]),
]


@pytest.mark.parametrize(("rule", "changes"), BREAKING)
def test_a_new_breach_is_refused_and_told(rule: str, changes: list[HandChange]) -> None:
    with pytest.raises(NewBreachesError) as refused:
        make_changes(PLAN, ROSTER, changes)
    found = refused.value.outcome
    assert {one.rule for one in found.new_breaches} == {rule}
    assert found == try_changes(PLAN, ROSTER, changes)
    assert not found.earlier_breaches


def test_nobody_is_put_in_a_seat_before_the_municipality_staffs() -> None:
    towns = tuple(replace(m, joined=TUESDAY if m.code == "2" else None) for m in PLAN.municipalities)
    plan = replace(PLAN, municipalities=towns)
    with pytest.raises(NewBreachesError) as refused:
        make_changes(plan, ROSTER, [Move(MON_LATE, joins=OTHER)])
    assert [one.message.key for one in refused.value.outcome.new_breaches] == ["participation.not_yet"]
    assert not make_changes(plan, ROSTER, [Move(ShiftId("2027-01-05T11:00"), joins=OTHER)]).breaches


@pytest.mark.parametrize(("rule", "changes"), BREAKING)
def test_without_the_guard_it_would_be_kept(
    rule: str, changes: list[HandChange], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module.ChangeOutcome, "new_breaches", ())
    with pytest.raises(pytest.fail.Exception):
        test_a_new_breach_is_refused_and_told(rule, changes)


def test_an_earlier_breach_is_told_and_refuses_nothing() -> None:
    mixed = builders.roster({MON: ("1-1", "2-1"), TUE: ("1-3",)})
    found = make_changes(PLAN, mixed, [Move(TUE, joins=TWO)])
    assert [one.rule for one in found.breaches] == ["pairing"]
    assert found.earlier_breaches == found.breaches
    assert not found.new_breaches


def test_an_earlier_breach_must_not_grow() -> None:
    plan = builders.plan(
        {"1": 200, "2": 100, "3": 100}, ["1-1", "2-1", "3-1"], hotline=builders.hotline(agents=3)
    )
    mixed = builders.roster({MON: ("1-1", "2-1")})
    with pytest.raises(NewBreachesError):
        make_changes(plan, mixed, [Move(MON, joins=AgentId("3-1"))])


def test_mending_a_breach_is_told() -> None:
    mixed = builders.roster({MON: ("1-1", "2-1")})
    found = make_changes(PLAN, mixed, [Move(MON, OTHER, TWO)])
    assert [one.rule for one in found.gone if one.level is Level.HARD] == ["pairing"]
    assert not found.breaches


def test_a_frozen_shift_stays_as_it_is() -> None:
    baseline = Baseline(ROSTER, PLAN.shift[TUE].day)
    with pytest.raises(NewBreachesError) as refused:
        make_changes(PLAN, ROSTER, [Move(MON, ONE, THREE)], baseline)
    assert {one.rule for one in refused.value.outcome.new_breaches} == {"frozen"}
    assert not make_changes(PLAN, ROSTER, [Move(TUE, ONE, TWO)], baseline).breaches


def test_a_breach_forced_by_frozen_shifts_refuses_nothing() -> None:
    mixed = builders.roster({MON: ("1-1", "2-1"), TUE: ("1-3",)})
    found = make_changes(PLAN, mixed, [Move(TUE, joins=TWO)], Baseline(mixed, PLAN.shift[TUE].day))
    assert [one.rule for one in found.score.forced] == ["pairing"]
    assert not found.breaches


# --- locks -------------------------------------------------------------------------------------------


def test_locks_are_set_and_lifted() -> None:
    there = make_changes(PLAN, ROSTER, [Locking(MON, FIRST, ONE), Locking(MON_LATE, SECOND)])
    assert there.plan.locks == (
        builders.lock(MON, municipality="1", agent="1-1"),
        builders.lock(MON_LATE, municipality="2"),
    )
    assert there.roster == ROSTER
    back = make_changes(there.plan, ROSTER, [Unlocking(MON, FIRST, ONE), Unlocking(MON_LATE, SECOND)])
    assert back.plan == PLAN


def test_a_lock_that_stands_twice_is_lifted_altogether() -> None:
    one = builders.lock(MON, agent="1-1")
    plan = replace(PLAN, locks=(one, builders.lock(TUE, agent="1-3"), one))
    assert make_changes(plan, ROSTER, [Unlocking(MON, agent=ONE)]).plan.locks == (plan.locks[1],)


def test_lifting_a_lock_makes_none_of_the_others_new() -> None:
    """Their rows move up, so the subjects of their breaches differ."""
    locks = (builders.lock(MON, agent="1-1"), builders.lock(TUE, municipality="2"))
    found = make_changes(replace(PLAN, locks=locks), ROSTER, [Unlocking(MON, agent=ONE)])
    assert [one.rule for one in found.earlier_breaches] == ["locks"]
    assert not found.come
    assert not found.gone


def test_a_lock_and_the_move_that_it_asks_for_come_together() -> None:
    found = make_changes(PLAN, ROSTER, [Locking(MON, agent=THREE), Move(MON, ONE, THREE)])
    assert not found.breaches


# --- properties --------------------------------------------------------------------------------------


@st.composite
def cases(draw: st.DrawFn) -> tuple[Plan, Roster, list[HandChange]]:
    """Return a plan, a roster, and a few sound or unsound changes."""
    plan = draw(plans())
    assume(plan.agents)
    roster = draw(rosters(plan))
    shifts = st.sampled_from([shift.id for shift in plan.shifts[:8]])
    agents = st.one_of(st.none(), st.sampled_from([agent.id for agent in plan.agents]))
    codes = st.one_of(st.none(), st.sampled_from([m.code for m in plan.municipalities]))
    made: list[HandChange] = []
    for _ in range(draw(st.integers(0, 4))):
        shift = draw(shifts)
        sitting = st.sampled_from([None, *roster.on(shift)])
        kind = draw(st.integers(0, 3))
        if kind < 2:
            made.append(Move(shift, draw(sitting), draw(agents)))
        elif kind == 2 or not plan.locks:
            made.append(Locking(shift, draw(codes), draw(agents)))
        else:
            lock = draw(st.sampled_from(plan.locks))
            made.append(Unlocking(lock.shift, lock.municipality, lock.agent))
    return plan, roster, made


@settings(max_examples=examples(40))
@given(cases())
def test_it_is_all_or_nothing_and_the_score_is_the_measured_one(
    case: tuple[Plan, Roster, list[HandChange]],
) -> None:
    plan, roster, made = case
    try:
        found = try_changes(plan, roster, made)
    except ChangeError:
        return
    moves = [change for change in made if isinstance(change, Move)]
    sits = Counter(roster)
    for move in moves:
        if move.leaves is not None:
            assert sits[move.leaves, move.shift] > 0
            sits[move.leaves, move.shift] -= 1
    for move in moves:
        if move.joins is not None:
            sits[move.joins, move.shift] += 1
    assert Counter(found.roster) == +sits
    assert found.score == measure(found.plan, found.roster)
    assert found.score_before == measure(plan, roster)
    assert {level: found.score[level] - found.score_before[level] for level in found.levels} == found.levels
    hard = Counter((one.rule, one.message.key) for one in found.score_before.breaches)
    if not hard:
        assert found.new_breaches == found.breaches


@settings(max_examples=examples(40))
@given(cases())
def test_findings_before_and_what_came_and_went_are_those_after(
    case: tuple[Plan, Roster, list[HandChange]],
) -> None:
    plan, roster, made = case
    try:
        found = try_changes(plan, roster, made)
    except ChangeError:
        return

    def told(findings: object) -> Counter[str]:
        return Counter(f"{one.rule} {one.message}" for one in findings)  # type: ignore[attr-defined]

    before, after = told(found.score_before.findings), told(found.score.findings)
    before.update(told(found.come))
    before.subtract(told(found.gone))
    assert +before == after


@settings(max_examples=examples(40))
@given(cases())
def test_no_change_makes_no_difference(case: tuple[Plan, Roster, list[HandChange]]) -> None:
    plan, roster, _ = case
    found = make_changes(plan, roster, [])
    assert (found.plan, found.roster, found.come, found.gone) == (plan, roster, (), ())

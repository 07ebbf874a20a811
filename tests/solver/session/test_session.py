"""Edits answered from the roster at hand: as good, as proven, and nearer than an answer from nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import solver.session.improving
from solver import Session, solve
from solver.progress import Progress
from solver.verification import check
from tests.builders import MONDAY, entry, hotline, lock, municipality, plan
from tests.examples import examples
from tests.solver.plans import can_be_kept, tiny_plans
from tests.solver.verification.questions import DAY, fortnight
from tests.wfm.test_plan_edits import all_edits
from wfm.absence import Absence
from wfm.change import Change, LiftLock, apply_changes
from wfm.errors import PlanError
from wfm.finding import Level
from wfm.ids import AgentId, MunicipalityCode
from wfm.limits import Weights
from wfm.plan import Plan
from wfm.plan_edits import DropEntry, MarkAbsent, RemoveAgents, SetLock, SetSeats, SetWeight
from wfm.result import Result, Status
from wfm.roster import Roster
from wfm.score import measure
from wfm.verification import ClaimState

LIGHT = {"agent_balance": 1, "wishes": 1}
SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@pytest.fixture(autouse=True)
def _no_plan_is_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the open model answer what CP-SAT would answer at a stroke."""
    monkeypatch.setattr(solver.session.improving, "small", lambda _: False)


def light() -> Plan:
    """Return a fortnight with few quality rules, which is soon proven also from nothing."""
    question = fortnight()
    return replace(question, hotline=replace(question.hotline, weights=Weights(LIGHT)))


@pytest.fixture(scope="module")
def answered() -> tuple[Plan, Roster]:
    """Return a plan and its best roster."""
    question = light()
    found = solve(question, workers=1).roster
    assert found is not None
    return question, found


def assert_proven_as_from_nothing(question: Plan, result: Result) -> None:
    """Compare with a solve, measure again, and check every certificate as a verifier does."""
    anew = solve(question, workers=1)
    assert anew.status is Status.OPTIMAL
    assert result.status is Status.OPTIMAL
    assert result.roster is not None
    assert result.score is not None
    assert anew.score is not None
    assert dict(result.score.values) == dict(anew.score.values)
    assert dict(result.bounds) == dict(anew.score.values)
    measured = measure(question, result.roster)
    assert not measured.breaches
    assert dict(measured.values) == dict(result.score.values)
    for certificate in result.certificates.values():
        checked = check(question, None, certificate)
        assert checked.state is ClaimState.CONFIRMED, checked.message


def edits_of_a_fortnight() -> Iterator[Change]:
    """Yield an edit of each kind."""
    question = fortnight()
    yield MarkAbsent(Absence(AgentId("2-1"), MONDAY, MONDAY + 4 * DAY))
    yield SetLock(lock("2027-01-11T08:00", municipality="1"))
    yield SetLock(lock("2027-01-12T11:00", agent="3-3"))
    yield LiftLock(question.locks[0])
    yield SetWeight("agent_balance", 5)
    yield DropEntry(question.availability[1])
    yield RemoveAgents(MunicipalityCode("3"))
    yield SetSeats(question.shifts[5].id, 3)


@pytest.mark.parametrize("edit", list(edits_of_a_fortnight()), ids=lambda edit: edit.kind)
def test_an_edit_is_answered_as_a_solve_of_the_edited_plan(
    edit: Change, answered: tuple[Plan, Roster]
) -> None:
    question, roster = answered
    with Session(question, roster, workers=1) as session:
        answer = session.answer([edit])
        assert session.plan == answer.plan == apply_changes([edit], question)
    assert_proven_as_from_nothing(answer.plan, answer.result)
    assert answer.changed == len(roster.difference(answer.result.roster or Roster()))
    shifts = {change.shift for change in answer.changes}
    found = answer.result.roster
    assert found is not None
    assert shifts == {one.id for one in answer.plan.shifts if roster.on(one.id) != found.on(one.id)}


@settings(max_examples=examples(30), suppress_health_check=SLOW_TO_DRAW)
@given(st.data())
def test_of_any_plan_and_any_edit_the_value_is_that_of_a_solve(data: st.DataObject) -> None:
    question = data.draw(tiny_plans())
    edit = data.draw(st.sampled_from(all_edits(question)))
    assume(can_be_kept(question))
    with pytest.MonkeyPatch.context() as patch, Session(question, workers=1) as session:
        patch.setattr(solver.session.improving, "small", lambda _: False)
        session.solve()
        try:
            answer = session.answer([edit])
        except PlanError:
            return
    if can_be_kept(answer.plan):
        assert_proven_as_from_nothing(answer.plan, answer.result)
    else:
        assert answer.result.status is Status.INFEASIBLE
        assert answer.result.conflict is not None


def test_edits_are_kept_or_tried(answered: tuple[Plan, Roster]) -> None:
    question, roster = answered
    away = MarkAbsent(Absence(AgentId("2-1"), MONDAY, MONDAY + 4 * DAY))
    with Session(question, roster, workers=1) as session:
        tried = session.answer([away], keep=False)
        assert (session.plan, session.roster) == (question, roster)
        kept = session.answer([away])
        assert session.plan == kept.plan == tried.plan
        assert session.roster == kept.result.roster == tried.result.roster
        again = session.answer([SetWeight("wishes", 9)])
    assert again.before == kept.result.roster
    assert again.plan == SetWeight("wishes", 9).apply(kept.plan)


def test_the_same_plan_edits_and_seed_give_the_same_roster(answered: tuple[Plan, Roster]) -> None:
    question, roster = answered
    edits: list[Change] = [SetSeats(question.shifts[5].id, 3), SetWeight("agent_balance", 5)]
    found = []
    for _ in range(2):
        with Session(question, roster, workers=1) as session:
            found.append([session.answer([edit]).result.roster for edit in edits])
    assert found[0] == found[1]


def test_locks_that_contradict_each_other_leave_no_roster_and_the_one_at_hand_stays(
    answered: tuple[Plan, Roster],
) -> None:
    question, roster = answered
    locks = [lock("2027-01-11T08:00", municipality=code) for code in "12"]
    with Session(question, roster, workers=1) as session:
        answer = session.answer([SetLock(one) for one in locks])
        assert answer.result.status is Status.INFEASIBLE
        assert answer.result.conflict is not None
        assert (answer.changes, answer.changed) == ((), 0)
        assert session.roster == roster
        back = session.answer([LiftLock(locks[0])])
    assert back.result.status is Status.OPTIMAL


# --- how many changes ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def balanced() -> tuple[Plan, Roster]:
    """Return a plan of which one weight makes many seats others', and its best roster at another weight."""
    people = [f"{code}-{number}" for code in (1, 2) for number in (1, 2, 3)]
    wishes = [entry(who, "undesired", MONDAY + DAY, MONDAY + 3 * DAY) for who in ("1-1", "2-1", "2-2")]
    question = SetWeight("wishes", 0).apply(
        plan([municipality("1"), municipality("2")], people, hotline=hotline(days=5), availability=wishes)
    )
    found = solve(question, workers=1).roster
    assert found is not None
    return question, found


@pytest.mark.parametrize("most", [0, 2, 20])
def test_no_more_changes_than_are_allowed_and_nothing_claimed_of_them(
    most: int, balanced: tuple[Plan, Roster]
) -> None:
    question, roster = balanced
    edit = SetWeight("wishes", 50)
    best = solve(edit.apply(question), workers=1).score
    assert best is not None
    with Session(question, roster, workers=1) as session:
        answer = session.answer([edit], most_changes=most)
    result = answer.result
    assert result.score is not None
    assert answer.within  # the roster at hand is one
    assert answer.changed <= most
    assert all(result.bounds[level] <= best[level] for level in best.levels)
    assert (result.status is Status.OPTIMAL) == (result.score.values == best.values)
    if not most:
        assert result.roster == roster


def test_where_more_must_change_that_is_told(answered: tuple[Plan, Roster]) -> None:
    question, roster = answered
    who = max(question.agents, key=lambda one: len(roster.of_agent(one.id))).id
    edit = MarkAbsent(Absence(who, MONDAY, MONDAY + 13 * DAY))
    with Session(question, roster, workers=1) as session:
        answer = session.answer([edit], most_changes=1)
    assert not answer.within
    assert answer.changed > 1


def test_as_few_changes_as_can_be_are_a_level_of_their_own(answered: tuple[Plan, Roster]) -> None:
    question, roster = answered
    edit = MarkAbsent(Absence(AgentId("2-1"), MONDAY, MONDAY + 4 * DAY))
    with Session(question, roster, workers=1) as session:
        free = session.answer([edit], keep=False)
        few = session.answer([edit], fewest_changes=True)
        with pytest.raises(ValueError, match="only one"):
            session.answer([], fewest_changes=True, most_changes=3)
    assert few.result.score is not None
    assert few.result.score[Level.CHANGES] == few.changed == few.result.bounds[Level.CHANGES]
    assert few.changed <= free.changed


# --- stopping --------------------------------------------------------------------------------------


def test_a_stop_ends_it_with_the_best_roster_so_far(answered: tuple[Plan, Roster]) -> None:
    question, roster = answered
    stop = threading.Event()
    stop.set()
    with Session(question, roster, workers=1) as session:
        answer = session.answer([SetWeight("agent_balance", 5)], stop=stop)
    assert answer.result.interrupted
    assert answer.result.roster is not None
    assert not measure(answer.plan, answer.result.roster).breaches


def test_without_time_there_is_a_roster_and_progress_is_told_of_it(answered: tuple[Plan, Roster]) -> None:
    question, roster = answered
    steps: list[Progress] = []
    with Session(question, roster, workers=1) as session:
        answer = session.answer([SetWeight("agent_balance", 5)], 0, progress=steps.append)
    assert answer.result.roster is not None
    assert steps
    assert all(step.value is None or step.bound <= step.value for step in steps)

"""Mending: what need not change does not, and what is claimed is proven."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import solver
import solver.search.repair
from benchmarks.plans import mixed, quarter
from solver.heuristics.greedy import greedy_roster, pin_locks
from solver.params import Clock, Params
from solver.search.counting_bounds import plain_bounds
from solver.search.repair import mend
from solver.search.state import SearchEndedError, SearchState
from tests.builders import MONDAY, agent, entry, hotline, lock, plan, roster
from tests.examples import examples
from tests.solver.agreement import best_values
from tests.solver.plans import baselines, can_be_kept, tiny_plans
from wfm.absence import Absence, without
from wfm.baseline import Baseline
from wfm.finding import Level
from wfm.ids import AgentId
from wfm.limits import Limits
from wfm.plan import Plan
from wfm.proof import ProofMethod
from wfm.result import Status
from wfm.roster import Roster
from wfm.roster_changes import roster_changes
from wfm.score import measure
from wfm.vacancy import impossible_assignments

FIRST = (Level.COVERAGE, Level.COMPETENCE, Level.CHANGES)
TUESDAY = MONDAY + timedelta(days=1)
MON, TUE, WED = "2027-01-04T08:00", "2027-01-05T08:00", "2027-01-06T08:00"


@pytest.fixture(scope="module")
def published() -> tuple[Plan, Roster]:
    """Return a quarter and a roster of it that is good enough to be published."""
    question = quarter(3)
    found = solver.solve(question, time_limit=6, workers=2).roster
    assert found is not None
    return question, found


def a_week_away(question: Plan, before: Roster) -> tuple[Plan, Baseline]:
    """Return the plan without an agent in the week in which one sits most, and what was published."""
    week = question.weeks[4]
    loads = {
        one.id: sum(question.shift[shift].week == week for shift in before.of_agent(one.id))
        for one in question.agents
    }
    ill = max(loads, key=lambda one: loads[one])
    monday = min(shift.day for shift in question.shifts_of_week[week])
    absence = Absence(ill, monday, monday + timedelta(days=6))
    return without(question, [absence]), Baseline(before, monday)


# --- what need not change does not -------------------------------------------------------------------


def test_a_week_of_illness_changes_no_seat_that_it_need_not_change(published: tuple[Plan, Roster]) -> None:
    ill, baseline = a_week_away(*published)
    result = solver.solve(ill, time_limit=20, workers=2, baseline=baseline)
    assert result.roster is not None
    assert result.score is not None
    gone = baseline.roster.difference(result.roster)
    lost = set(impossible_assignments(ill, baseline))
    assert lost <= gone
    shifts = {shift for _, shift in lost}
    assert {change.shift for change in roster_changes(ill, baseline.roster, result.roster)} == shifts
    assert all(result.bounds[level] == result.score[level] for level in FIRST)
    if result.score.changes == len(lost):  # each of them is unavoidable: no further proof is needed
        assert gone == lost


def test_nothing_changes_where_nobody_sits_who_is_away(published: tuple[Plan, Roster]) -> None:
    question, before = published
    result = solver.solve(question, time_limit=20, workers=1, baseline=Baseline(before))
    assert result.roster == before
    assert result.status is Status.OPTIMAL
    assert result.proofs[Level.CHANGES].method is ProofMethod.ZERO


def test_a_mixed_quarter_is_mended_too() -> None:
    question = mixed(3)
    before = greedy_roster(question, 1, Clock(60))
    ill, baseline = a_week_away(question, before)
    result = solver.solve(ill, time_limit=20, workers=2, baseline=baseline)
    assert result.score is not None
    assert result.score.changes == result.bounds[Level.CHANGES] == len(impossible_assignments(ill, baseline))


# --- what is claimed is proven -----------------------------------------------------------------------


def standing_of(question: Plan, baseline: Baseline) -> SearchState:
    state = SearchState(question, pin_locks(question, baseline), Clock(60), baseline=baseline)
    state.offer(greedy_roster(question, 1, state.clock, baseline))
    return state


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_its_bounds_are_those_of_the_whole_question_where_they_are_reached(data: st.DataObject) -> None:
    question = data.draw(tiny_plans(most_locks=2))
    baseline = data.draw(baselines(question))
    assume(can_be_kept(question, baseline))
    state = standing_of(question, baseline)
    mend(state, Params(60, 1, 1))
    best = best_values(question, baseline)
    found = tuple(state.score.values.values())
    assert found >= tuple(best.values())
    for level in state.levels:
        if state.closed(level):
            assert state.score[level] == best[level]
        if state.reachable(level):
            assert state.bounds[level] <= best[level]


@settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_roster_goes_below_what_counting_gives(data: st.DataObject) -> None:
    question = data.draw(tiny_plans(most_locks=2))
    baseline = data.draw(baselines(question))
    assume(can_be_kept(question, baseline))
    best = best_values(question, baseline)
    for level, bound in plain_bounds(question, baseline).items():
        assert 0 <= bound <= best[level]


@settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_the_first_roster_keeps_hard_rules_and_frozen_shifts(data: st.DataObject) -> None:
    question = data.draw(tiny_plans(most_locks=2))
    baseline = data.draw(baselines(question))
    assume(can_be_kept(question, baseline))
    assert not measure(question, greedy_roster(question, 1, Clock(60), baseline), baseline).breaches


def test_a_big_question_is_left_to_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver.search.repair, "SMALL", -1)
    question = plan(agents=["1-1", "1-2", "1-3"], availability=[entry("1-1", "unavailable")])
    state = standing_of(question, Baseline(roster({MON: ["1-1", "1-2"]})))
    mend(state, Params(60, 1, 1))
    assert state.closed(Level.CHANGES)
    assert not state.closed(Level.QUALITY)


def test_without_a_baseline_there_is_nothing_to_mend() -> None:
    question = plan(agents=["1-1"])
    state = SearchState(question, Roster(), Clock(60))
    mend(state, Params(60, 1, 1))
    assert state.best.roster == Roster()


def test_it_ends_where_the_search_must_end() -> None:
    question, stop = plan(agents=["1-1", "1-2"]), threading.Event()
    state = SearchState(question, Roster(), Clock(60), stop, baseline=Baseline(roster({MON: ["1-1"]})))
    stop.set()
    with pytest.raises(SearchEndedError):
        mend(state, Params(60, 1, 1))
    assert state.interrupted


# --- frozen shifts and locks -------------------------------------------------------------------------


def test_a_frozen_empty_seat_stays_empty_and_a_free_one_is_filled() -> None:
    question = plan(agents=["1-1", "1-2"], hotline=hotline(days=2, hours="08:00-11:00"))
    before = roster({MON: ["1-1"], TUE: ["1-1"]})
    result = solver.solve(question, workers=1, baseline=Baseline(before, TUESDAY))
    assert result.roster == roster({MON: ["1-1"], TUE: ["1-1", "1-2"]})


def test_a_lock_that_the_frozen_shifts_leave_no_room_for_is_infeasible_and_told() -> None:
    few = hotline(limits=Limits(shifts_per_week=1))
    question = plan(agents=["1-1", "1-2"], hotline=few, locks=[lock(WED, agent="1-1")])
    baseline = Baseline(roster({MON: ["1-1"]}), TUESDAY)
    result = solver.solve(question, workers=1, baseline=baseline)
    assert result.status is Status.INFEASIBLE
    assert result.conflict is not None
    assert result.conflict.verified
    assert result.conflict.minimal
    assert {reason.rule for reason in result.conflict.reasons} == {"frozen", "locks", "shifts_per_week"}
    free = solver.solve(question, workers=1, baseline=replace(baseline, freeze_before=None))
    assert free.status is Status.OPTIMAL


def test_locks_that_contradict_each_other_before_the_day_are_no_matter() -> None:
    two = [lock(MON, municipality="1"), lock(MON, municipality="2")]
    question = plan({"1": 100, "2": 100}, ["1-1", "2-1"], locks=two)
    assert solver.solve(question, workers=1, baseline=Baseline(Roster(), MONDAY)).roster is None
    assert solver.solve(question, workers=1, baseline=Baseline(Roster(), TUESDAY)).roster is not None


def test_rosters_to_begin_from_are_offered_where_they_keep_the_rules() -> None:
    question = plan(agents=["1-1", "1-2"], availability=[entry("1-1", "unavailable")])
    good, bad = roster({TUE: ["1-1", "1-2"]}), roster({MON: ["1-1"]})
    result = solver.solve(question, time_limit=0, workers=1, start=[bad, good])
    assert result.score is not None
    assert result.score.coverage <= measure(question, good).coverage
    assert not result.score.breaches


def test_an_agent_who_left_the_roster_for_good_is_a_change_that_is_counted() -> None:
    question = plan(agents=["1-1", agent("1-2", last_day=MONDAY)])
    result = solver.solve(question, workers=1, baseline=Baseline(roster({MON: ["1-2"], WED: ["1-2"]})))
    assert result.score is not None
    assert result.score.changes == result.bounds[Level.CHANGES] == 1
    assert result.proofs[Level.CHANGES].method is ProofMethod.COUNTING
    assert (AgentId("1-2"), MON) in set(result.roster or ())

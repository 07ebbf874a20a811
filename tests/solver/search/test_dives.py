"""Dives of a level: what they may decide, when they are worth their time, and that they can be ended."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import NamedTuple

import pytest

import solver.search.relaxation
from benchmarks.plans import KINDS
from solver.heuristics.greedy import greedy_roster, pin_locks
from solver.linear.highs_process import HighsProcess
from solver.params import Clock, Params
from solver.search.build import draft_after
from solver.search.dives import KEPT, LEAST, MOST, TRIES, Dives, choices_of
from solver.search.relaxation import Relaxation, RelaxationStep
from solver.search.state import SearchState
from tests.builders import MONDAY
from tests.solver.verification.questions import DAY, fortnight
from wfm.baseline import Baseline
from wfm.finding import Level
from wfm.hotline import Pairing

PARAMS = Params(600, 2, 1)


class Relaxed(NamedTuple):
    """A week with a first roster, its relaxation, solved, and the process that did it."""

    where: SearchState
    linear: Relaxation
    process: HighsProcess

    @property
    def dives(self) -> Dives:
        return Dives(self.where, Level.QUALITY, self.linear, self.process, PARAMS)


@pytest.fixture(scope="module")
def relaxed() -> Iterator[Relaxed]:
    question = KINDS["week"](1)
    where = SearchState(question, pin_locks(question), Clock(600))
    where.offer(greedy_roster(question, 1, where.clock))
    with HighsProcess() as process:
        linear = Relaxation(where, Level.QUALITY, process, PARAMS)
        linear.relax()
        while linear.step is RelaxationStep.RELAXED:
            linear.take()
            time.sleep(0.01)
        yield Relaxed(where, linear, process)


def wait(dives: Dives) -> None:
    while dives.busy:
        dives.take()
        time.sleep(0.01)


def test_dives_and_looks_near_never_make_it_worse_and_end(relaxed: Relaxed) -> None:
    where, dives = relaxed.where, relaxed.dives
    before, begun = where.score, 0
    while dives.worthwhile and not where.closed(Level.QUALITY):
        dives.begin(dive=not begun)
        begun += 1
        assert begun < 40
        wait(dives)
        assert not before < where.score
        before = where.score
    assert begun
    assert where.closed(Level.QUALITY) or begun > TRIES - 1


def test_after_some_tries_that_bring_nothing_no_more_are_worthwhile(
    relaxed: Relaxed, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, dives = relaxed.where.score, relaxed.dives
    monkeypatch.setattr(relaxed.where, "measure", lambda _: before)
    for _ in range(TRIES):
        assert dives.worthwhile
        dives.begin(dive=False)
        wait(dives)
    assert not dives.worthwhile
    assert dives.kept != KEPT
    assert LEAST <= dives.kept <= MOST


def test_of_a_huge_plan_none_is_worthwhile(relaxed: Relaxed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver.search.relaxation, "MANY", 0)  # much is left open: a dive is deep
    assert relaxed.dives.worthwhile
    monkeypatch.setattr(solver.search.relaxation, "HUGE", 0)
    assert not relaxed.dives.worthwhile


def test_before_a_relaxation_none_is_worthwhile(relaxed: Relaxed) -> None:
    linear = Relaxation(relaxed.where, Level.COVERAGE, relaxed.process, PARAMS)
    assert not Dives(relaxed.where, Level.COVERAGE, linear, relaxed.process, PARAMS).worthwhile


def test_a_dive_can_be_stopped_and_another_begun_until_the_process_has_died(relaxed: Relaxed) -> None:
    dives = relaxed.dives
    dives.begin(dive=True)
    dives.stop()
    assert not dives.busy
    dives.begin(dive=True)
    wait(dives)
    assert dives.worthwhile
    relaxed.process.end()  # the last test that needs it
    dives.begin(dive=True)
    wait(dives)
    assert not dives.worthwhile


def test_who_could_have_a_shift_is_a_municipality_or_where_it_is_mixed_an_agent() -> None:
    plan = fortnight()
    roster = greedy_roster(plan, 1, Clock(60))
    baseline = Baseline(roster, MONDAY + DAY)
    where = SearchState(plan, roster, Clock(60), baseline=baseline)
    draft = draft_after(where, Level.QUOTA)
    choices = choices_of(draft)
    frozen = baseline.frozen_shifts(plan)
    assert len(choices) == len(plan.shifts) - len(frozen) > 0
    left = [shift for shift in plan.shifts if shift.id not in frozen]
    agents = {column.variable.index: column.agents for column in draft.columns}
    for shift, choice in zip(left, choices, strict=True):
        assert choice.alone is not plan.mixed_on(shift.id)
        for option in choice.options:
            homes = {plan.agent[one].municipality for index in option.columns for one in agents[index]}
            assert len(homes) == 1
            assert choice.alone or len(option.columns) == 1
    assert {choice.alone for choice in choices} == {True, False}


def test_a_municipality_without_teams_has_a_shift_where_so_many_sit_as_it_has_seats() -> None:
    mixed = fortnight(Pairing.MIXED)
    where = SearchState(mixed, pin_locks(mixed), Clock(60))
    choices = choices_of(draft_after(where, Level.QUOTA))
    assert {option.full for choice in choices for option in choice.options} == {1}
    week = KINDS["week"](1)
    where = SearchState(week, pin_locks(week), Clock(60))
    draft = draft_after(where, Level.QUOTA)
    team = {column.variable.index: column.team for column in draft.columns}
    full = {(team[one.columns[0]], one.full) for choice in choices_of(draft) for one in choice.options}
    assert full >= {(True, 1), (False, 2)}

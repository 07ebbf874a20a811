"""The linear side of a level: what it proves, what it leaves open, and that the search goes on without it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

import solver
from benchmarks.plans import KINDS
from solver.heuristics.greedy import greedy_roster, locked_roster
from solver.linear.complete_hint import completed
from solver.linear.highs_process import HighsProcess
from solver.params import Clock, Params
from solver.search.relaxation import Relaxation, Step
from solver.search.state import Standing
from tests.solver.linear.linear_models import keeps
from wfm.finding import Level
from wfm.proof import ProofMethod
from wfm.result import Status


@pytest.fixture
def process() -> Iterator[HighsProcess]:
    with HighsProcess() as started:
        yield started


def standing(kind: str = "week") -> Standing:
    question = KINDS[kind](1)
    where = Standing(question, locked_roster(question), Clock(600))
    where.offer(greedy_roster(question, 1, where.clock))
    return where


def wait(linear: Relaxation, over: Callable[[], bool]) -> None:
    while not over():
        linear.take()
        time.sleep(0.01)


def test_it_proves_a_bound_and_leaves_open_where_the_best_roster_is(process: HighsProcess) -> None:
    where = standing("tight")
    linear = Relaxation(where, Level.QUALITY, process, Params(600, 2, 1))
    linear.relax()
    assert linear.step is Step.RELAXED
    wait(linear, lambda: linear.step is not Step.RELAXED)
    bound = where.bounds[Level.QUALITY]
    assert 0 < bound <= where.score.quality
    assert where.proofs[Level.QUALITY].method is ProofMethod.CERTIFICATE
    assert where.certificates[Level.QUALITY].bound == bound
    narrowed, whole = linear.narrowed(), linear.whole()
    assert len(narrowed.draft.columns) < len(whole.draft.columns) / 2
    for one in (narrowed, whole):
        assert keeps(one.model, completed(one.model, one.draft.columns, where.best.roster))


def test_each_relaxation_has_the_same_bound_and_another_solution(process: HighsProcess) -> None:
    where = standing("tight")
    linear = Relaxation(where, Level.QUALITY, process, Params(600, 2, 1))
    opened = []
    for _ in range(2):
        linear.relax()
        wait(linear, lambda: linear.step is not Step.RELAXED)
        opened.append({column.cell for column in linear.narrowed().draft.columns})
    assert opened[0] != opened[1]


def test_the_whole_program_ends_with_the_best_roster_proven(process: HighsProcess) -> None:
    where = standing()
    best = solver.solve(where.plan, time_limit=60, workers=2, seed=1)
    assert best.status is Status.OPTIMAL
    linear = Relaxation(where, Level.COVERAGE, process, Params(600, 2, 1))
    linear.solve_whole()
    wait(linear, lambda: linear.step is Step.OVER)
    assert where.score.coverage == where.bounds[Level.COVERAGE] == best.bounds[Level.COVERAGE]


def test_what_is_stopped_can_be_asked_again(process: HighsProcess) -> None:
    where = standing("tight")
    linear = Relaxation(where, Level.QUALITY, process, Params(600, 2, 1))
    linear.relax()
    linear.stop()
    assert linear.step is Step.IDLE
    linear.relax()
    wait(linear, lambda: linear.step is not Step.RELAXED)
    assert where.bounds[Level.QUALITY] > 0


def test_where_the_process_has_died_it_is_over(process: HighsProcess) -> None:
    linear = Relaxation(standing(), Level.QUALITY, process, Params(600, 2, 1))
    linear.relax()
    process.end()
    linear.take()
    assert linear.step is Step.OVER


def test_the_search_goes_on_without_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HighsProcess, "start", HighsProcess.end)
    result = solver.solve(KINDS["tight"](2), time_limit=4, workers=2, seed=1)
    assert result.status is Status.FEASIBLE
    assert result.score is not None
    assert result.score.quota == 0

"""The linear side of a level: what it proves, what it leaves open, and that the search goes on without it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

import solver
from benchmarks.plans import KINDS
from solver.heuristics.greedy import greedy_roster, pin_locks
from solver.linear.complete_hint import complete
from solver.linear.highs_process import HighsProcess
from solver.params import Clock, Params
from solver.search.relaxation import Relaxation, RelaxationStep
from solver.search.state import SearchState
from tests.solver.linear.linear_models import keeps
from wfm.finding import Level
from wfm.proof import ProofMethod
from wfm.result import Status


@pytest.fixture
def process() -> Iterator[HighsProcess]:
    with HighsProcess() as started:
        yield started


def state(kind: str = "week") -> SearchState:
    question = KINDS[kind](1)
    where = SearchState(question, pin_locks(question), Clock(600))
    where.offer(greedy_roster(question, 1, where.clock))
    return where


def wait(linear: Relaxation, over: Callable[[], bool]) -> None:
    while not over():
        linear.take()
        time.sleep(0.01)


def test_it_proves_a_bound_and_leaves_open_where_the_best_roster_is(process: HighsProcess) -> None:
    where = state("tight")
    linear = Relaxation(where, Level.QUALITY, process, Params(600, 2, 1))
    linear.relax()
    assert linear.step is RelaxationStep.RELAXED
    wait(linear, lambda: linear.step is not RelaxationStep.RELAXED)
    bound = where.bounds[Level.QUALITY]
    assert 0 < bound <= where.score.quality
    assert where.proofs[Level.QUALITY].method is ProofMethod.CERTIFICATE
    assert where.certificates[Level.QUALITY].bound == bound
    narrowed, whole = linear.narrow(), linear.whole()
    assert len(narrowed.draft.columns) < len(whole.draft.columns) / 2
    for one in (narrowed, whole):
        assert keeps(one.model, complete(one.model, one.draft.columns, where.best.roster))


def test_each_relaxation_has_the_same_bound_and_another_solution(process: HighsProcess) -> None:
    where = state("tight")
    linear = Relaxation(where, Level.QUALITY, process, Params(600, 2, 1))
    opened = []
    for _ in range(2):
        linear.relax()
        wait(linear, lambda: linear.step is not RelaxationStep.RELAXED)
        opened.append({column.cell for column in linear.narrow().draft.columns})
    assert opened[0] != opened[1]


def test_the_whole_program_ends_with_the_best_roster_proven(process: HighsProcess) -> None:
    where = state()
    best = solver.solve(where.plan, time_limit=60, workers=2, seed=1)
    assert best.status is Status.OPTIMAL
    linear = Relaxation(where, Level.COVERAGE, process, Params(600, 2, 1))
    linear.solve_whole()
    wait(linear, lambda: linear.step is RelaxationStep.OVER)
    assert where.score.coverage == where.bounds[Level.COVERAGE] == best.bounds[Level.COVERAGE]


def test_what_is_stopped_can_be_asked_again(process: HighsProcess) -> None:
    where = state("tight")
    linear = Relaxation(where, Level.QUALITY, process, Params(600, 2, 1))
    linear.relax()
    linear.stop()
    assert linear.step is RelaxationStep.IDLE
    linear.relax()
    wait(linear, lambda: linear.step is not RelaxationStep.RELAXED)
    assert where.bounds[Level.QUALITY] > 0


def test_where_the_process_has_died_it_is_over(process: HighsProcess) -> None:
    linear = Relaxation(state(), Level.QUALITY, process, Params(600, 2, 1))
    linear.relax()
    process.end()
    linear.take()
    assert linear.step is RelaxationStep.OVER


def test_the_search_goes_on_without_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HighsProcess, "start", HighsProcess.end)
    result = solver.solve(KINDS["tight"](2), time_limit=4, workers=2, seed=1)
    assert result.status is Status.FEASIBLE
    assert result.score is not None
    assert result.score.quota == 0

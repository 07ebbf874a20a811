"""The bound by municipalities in a search: asked for once, confirmed by who verifies, and it can be ended."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

import solver.search.relaxation
from solver.heuristics.greedy import greedy_roster
from solver.linear.highs_process import HighsProcess
from solver.params import Clock, Params
from solver.search.block_bounds import BlockBounds
from solver.search.relaxation import Relaxation, RelaxationStep
from solver.search.state import SearchState
from solver.verification import check
from tests.solver.verification.questions import fortnight
from wfm.finding import Level
from wfm.proof import COUNTING, ProofMethod
from wfm.verification import ClaimState


@pytest.fixture(scope="module")
def process() -> Iterator[HighsProcess]:
    with HighsProcess() as started:
        yield started


def counted() -> SearchState:
    """Return two weeks with a first roster, whose first levels count as proven."""
    plan = fortnight()
    where = SearchState(plan, greedy_roster(plan, 1, Clock(60)), Clock(600))
    for level in where.levels[:-1]:
        where.prove(level, where.score[level], COUNTING)
    return where


def relaxed(process: HighsProcess, *, solved: bool = True) -> tuple[SearchState, Relaxation]:
    """Return such a state, and quality's relaxation."""
    where = counted()
    linear = Relaxation(where, Level.QUALITY, process, Params(600, 2, 1))
    if solved:
        linear.relax()
    while linear.step is RelaxationStep.RELAXED:
        linear.take()
        time.sleep(0.01)
    return where, linear


def wait(bound: BlockBounds) -> None:
    while bound.busy:
        bound.take()
        time.sleep(0.01)


def test_it_proves_no_less_than_the_relaxation_and_is_confirmed(process: HighsProcess) -> None:
    before, linear = relaxed(process)
    where = counted()
    bound = BlockBounds(where, Level.QUALITY, linear, process)
    worthwhile = [bound.worthwhile]
    bound.begin()
    wait(bound)
    worthwhile.append(bound.worthwhile)
    assert worthwhile == [True, False]
    assert 0 < before.bounds[Level.QUALITY] <= where.bounds[Level.QUALITY] <= where.score.quality
    assert where.proofs[Level.QUALITY].method is ProofMethod.BLOCKS
    certificate = where.certificates[Level.QUALITY]
    assert certificate.bound == where.bounds[Level.QUALITY]
    assert check(where.plan, None, certificate).state is ClaimState.CONFIRMED


def test_it_is_not_asked_for_where_no_bound_counts_or_too_much_is_open(
    process: HighsProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, linear = relaxed(process, solved=False)
    assert not BlockBounds(where, Level.QUALITY, linear, process).worthwhile
    where, linear = relaxed(process)
    monkeypatch.setattr(solver.search.relaxation, "MANY", 0)
    assert not BlockBounds(where, Level.QUALITY, linear, process).worthwhile
    monkeypatch.undo()
    monkeypatch.setattr(where, "reachable", lambda _: False)
    assert not BlockBounds(where, Level.QUALITY, linear, process).worthwhile


def test_it_can_be_stopped_and_ends_with_the_process(process: HighsProcess) -> None:
    where, linear = relaxed(process)
    bound = BlockBounds(where, Level.QUALITY, linear, process)
    bound.begin()
    bound.stop()
    assert not bound.busy
    again = BlockBounds(where, Level.QUALITY, linear, process)
    again.begin()
    process.end()  # the last test that needs it
    wait(again)
    assert not again.busy

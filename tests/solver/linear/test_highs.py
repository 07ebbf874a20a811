"""HiGHS in a process of its own: what it answers, and that it can be ended at any time."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from benchmarks.plans import quarter
from solver.heuristics.greedy import greedy_roster
from solver.linear.certificate import multipliers, prove_bound
from solver.linear.highs import LOG_ROW, SHAKEN, HighsAnswer, Job, answers_to
from solver.linear.highs_process import HighsProcess
from solver.linear.model import LinearModel, linear_model
from solver.params import Clock
from solver.search.build import draft_after
from solver.search.state import SearchState
from wfm.finding import Level


def knapsack() -> LinearModel:
    """Return: minimise 9 − 5a − 4b where 3a + 2b ≤ 4; whole: 4, relaxed 1⅔."""
    model = LinearModel([-5, -4], [0, 0], [1, 1], offset=9)
    model.add_row([(0, 3), (1, 2)], None, 4)
    return model


def impossible() -> LinearModel:
    model = LinearModel([1], [0], [1])
    model.add_row([(0, 2)], 1, 1)
    return model


@pytest.fixture
def process() -> Iterator[HighsProcess]:
    with HighsProcess() as started:
        yield started


def answers(process: HighsProcess, number: int) -> Iterator[HighsAnswer]:
    """Yield a job's answers until its last."""
    while not process.ended:
        for answer in process.take():
            if answer.number == number:
                yield answer
                if answer.ended:
                    return
        time.sleep(0.01)


def test_a_relaxation_comes_with_multipliers_that_prove_its_bound(process: HighsProcess) -> None:
    process.give(Job(1, knapsack(), whole=False, seconds=20, seed=1))
    *_, last = answers(process, 1)
    assert last.settled
    assert last.bound == pytest.approx(5 / 3, abs=2 * SHAKEN)
    assert prove_bound(knapsack(), multipliers(last.duals)) == 2


def test_a_whole_program_comes_with_its_best_values(process: HighsProcess) -> None:
    process.give(Job(1, impossible(), whole=True, seconds=20, seed=1))
    process.give(Job(2, knapsack(), whole=True, seconds=20, seed=1))
    *_, first = answers(process, 1)
    *_, second = answers(process, 2)
    assert first.settled
    assert not first.values
    assert first.bound is None
    assert second.settled
    assert [round(value) for value in second.values] == [1, 0]
    assert second.bound == pytest.approx(4)


def test_the_answer_is_the_same_without_a_process() -> None:
    told: list[HighsAnswer] = []
    answer = answers_to(Job(3, knapsack(), whole=True, seconds=20, seed=1), told.append)
    assert answer.bound == pytest.approx(4)
    assert all(not one.ended for one in told)


def test_it_ends_in_the_middle_of_a_job() -> None:
    plan = quarter(3)
    state = SearchState(plan, greedy_roster(plan, 1, Clock(60)), Clock(60))
    model = linear_model(draft_after(state, Level.QUALITY).model.proto)
    with HighsProcess() as process:
        process.give(Job(1, model, whole=True, seconds=600, seed=1))
        process.end()
        assert process.ended
        process.end()  # once more does no harm
    process.give(Job(2, model, whole=True, seconds=600, seed=1))
    assert list(process.take()) == []


@pytest.mark.parametrize(
    ("row", "bound"),
    [
        (
            "         0       0         0   0.00%   64              3574              98.21%        0      0",
            64.0,
        ),
        (
            " L       1       0         1 100.00%   703.5           703                0.00%       89     11",
            703.5,
        ),
        (
            " T     104      18        42   3.25%   -1.5e+02        832                4.89%     1022     32",
            -150.0,
        ),
    ],
)
def test_a_bound_is_read_from_a_row_of_the_log(row: str, bound: float) -> None:
    found = LOG_ROW.match(row)
    assert found is not None
    assert float(found["bound"]) == bound


@pytest.mark.parametrize(
    "row",
    [
        " J       0       0         0   0.00%   -inf            3574               Large        0      0",
        "  Status            Optimal",
        "        Nodes      |    B&B Tree     |            Objective Bounds              |",
        "",
    ],
)
def test_other_lines_hold_no_bound(row: str) -> None:
    assert LOG_ROW.match(row) is None

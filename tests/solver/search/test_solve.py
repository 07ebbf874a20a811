"""The public verb: what it gives back in time, when it is stopped, and when it is asked twice."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, assume, given, settings

import solver
from benchmarks.plans import quarter
from solver.progress import Phase, Progress
from tests.builders import agent, competence, hotline, lock, municipality, plan
from tests.solver.plans import can_be_kept, tiny_plans
from wfm.finding import SCORED, Level
from wfm.plan import Plan
from wfm.result import Status
from wfm.score import measure

BIG = quarter(7)
"""Too big to be proven in the seconds that a test may take."""


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(tiny_plans())
def test_one_worker_and_the_same_seed_give_the_same_roster(question: Plan) -> None:
    assume(can_be_kept(question))
    first, second = (solver.solve(question, workers=1, seed=5) for _ in range(2))
    assert first.roster == second.roster
    assert first.bounds == second.bounds


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(tiny_plans())
def test_no_time_at_all_still_gives_a_roster_that_keeps_every_hard_rule(question: Plan) -> None:
    assume(can_be_kept(question))
    result = solver.solve(question, time_limit=0, workers=1)
    assert result.roster is not None
    assert result.score == measure(question, result.roster)
    assert not result.score.breaches
    assert all(gap >= 0 for gap in result.gaps.values())


@pytest.mark.parametrize("limit", [0.1, 2])
def test_the_time_limit_holds_on_a_big_plan(limit: float) -> None:
    result = solver.solve(BIG, time_limit=limit, workers=1)
    assert result.seconds < 30  # far from what it could use, however busy the machine is
    assert result.status is Status.FEASIBLE
    assert result.score is not None
    assert not result.score.breaches
    assert not result.interrupted


def test_the_stop_event_ends_the_search_and_keeps_the_best_roster() -> None:
    stop = threading.Event()

    def enough(progress: Progress) -> None:
        if progress.phase is Phase.LEVEL:
            stop.set()

    result = solver.solve(BIG, time_limit=60, workers=1, progress=enough, stop=stop)
    assert result.interrupted
    assert result.seconds < 30
    assert result.score is not None
    assert result.score.coverage == 0


ASKING = """
import solver
from benchmarks.plans import quarter
from solver.progress import Phase

result = solver.solve(
    quarter(7), workers=1, progress=lambda step: step.phase is Phase.LEVEL and print("level", flush=True)
)
print(result.status, result.interrupted, result.score.coverage, len(result.score.breaches))
"""


def test_ctrl_c_ends_the_search_and_keeps_the_best_roster() -> None:
    asking = subprocess.Popen([sys.executable, "-c", ASKING], stdout=subprocess.PIPE, text=True)
    assert asking.stdout is not None
    assert asking.stdout.readline() == "level\n"
    asking.send_signal(signal.SIGINT)
    *_, last = asking.communicate(timeout=30)[0].splitlines()
    assert last == "FEASIBLE True 0 0"
    assert asking.returncode == 0


def test_what_progress_raises_reaches_the_caller_once_the_search_has_ended() -> None:
    def fail(progress: Progress) -> None:
        if progress.phase is Phase.LEVEL:
            raise RuntimeError(progress.level)

    before = set(threading.enumerate())
    with pytest.raises(RuntimeError):
        solver.solve(BIG, time_limit=60, workers=1, progress=fail)
    for thread in set(threading.enumerate()) - before:  # what searched is over, and may be on its way out
        thread.join(10)
    assert set(threading.enumerate()) <= before


def test_progress_never_gets_worse_and_ends_with_the_result() -> None:
    question = plan(
        {"1": 3, "2": 2},
        ["1-1", "1-2", "1-3", "2-1", "2-2"],
        hotline=hotline(days=19, agents=2),
    )
    seen: list[Progress] = []
    result = solver.solve(question, workers=1, progress=seen.append)
    assert result.status is Status.OPTIMAL
    order = [(SCORED.index(step.level), -step.bound) for step in seen]
    assert [level for level, _ in order] == sorted(level for level, _ in order)
    for before, after in pairwise(seen):
        assert before.seconds <= after.seconds
        if before.level is after.level:
            assert (after.value or 0) <= (before.value or 0)
            assert after.bound >= before.bound
    last = seen[-1]
    assert (last.level, last.value, last.gap) == (Level.QUALITY, result.score and result.score.quality, 0)
    assert last.relative_gap == 0


def test_a_level_after_one_that_is_not_proven_reports_no_bound_of_its_own() -> None:
    result = solver.solve(BIG, time_limit=0, workers=1)
    assert dict(result.bounds) == dict.fromkeys(SCORED, 0)


def test_levels_that_can_not_be_0_are_proven() -> None:
    people = [agent("1-1", shifts_per_week=1), agent("2-1", competences="a")]
    question = plan(
        [municipality("1"), municipality("2")],
        people,
        hotline=hotline(days=3, hours="08:00-11:00", competences=(competence("a"),)),
        locks=[lock("2027-01-04T08:00", municipality="1")],
    )
    result = solver.solve(question, workers=1)
    assert result.status is Status.OPTIMAL
    assert result.score is not None
    assert result.score.values == result.bounds
    assert result.bounds[Level.COVERAGE] == 3


def test_two_workers_prove_the_same_values_as_one() -> None:
    question = plan({"1": 3, "2": 2}, ["1-1", "1-2", "2-1", "2-2"], hotline=hotline(days=12))
    one, two = (solver.solve(question, workers=workers) for workers in (1, 2))
    assert one.status is two.status is Status.OPTIMAL
    assert one.bounds == two.bounds
    assert (one.workers, two.workers) == (1, 2)


def test_all_cores_are_used_where_no_number_is_given() -> None:
    assert solver.solve(plan(), time_limit=0).workers >= 1


@pytest.mark.parametrize(
    "wrong", [{"time_limit": -1}, {"time_limit": float("nan")}, {"workers": 0}, {"seed": -1}]
)
def test_parameters_out_of_range_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        solver.solve(plan(), **wrong)  # type: ignore[arg-type]

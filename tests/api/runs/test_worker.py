"""Runs in processes of their own: reckoned, ended, cut off, lost; on both databases.

The long form does each many times: ``sh run prove``.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from api.access.ids import RunId
from api.rosters.records.rosters import find_version, read_version
from api.runs.attempt import RENEW, RunAttempt
from api.runs.kinds import RunKind, RunOrder, RunState
from api.runs.records.leases import LEASE
from api.runs.records.runs import events_after
from api.runs.service import cancel_run
from api.runs.worker import RunWorker, StandstillError
from api.store.engine import reading, writing
from api.store.tables import RUN
from tests.api.filled_service import Served
from tests.api.runs.dying import MARK
from tests.api.runs.reckoning import ask, long_plan, place_in, result_in, run_in, until, wait_for, worker_on
from tests.api.store.filled import add_plan

LONG = RunOrder(time_limit=300, workers=1)
ROUNDS = pytest.mark.parametrize("rounds", [1, pytest.param(20, marks=pytest.mark.prove)])
BUSY = 10
"""Seconds that a busy machine may take besides."""
ON_A_FILE = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
"""Where it does not hang on which database it is."""
FILE_IN_SHORT = pytest.mark.parametrize(
    "kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.prove)], indirect=True
)
SERVER_IN_SHORT = pytest.mark.parametrize(
    "kind", ["postgresql", pytest.param("sqlite", marks=pytest.mark.prove)], indirect=True
)
"""Both databases, one of them in the long form only; the short ones look at each in turn."""


@pytest.fixture
def slow(engine: Engine) -> Engine:
    """Return a store with a plan that is not solved for a while."""
    add_plan(engine, long_plan())
    return engine


def events(database: Engine, run: RunId) -> list[int]:
    with reading(database) as connection:
        return [event.seq for event in events_after(connection, run, 0, 100_000)]


def has_a_roster(database: Engine, run: RunId) -> Callable[[], bool]:
    return lambda: run_in(database, run).best is not None


def attempt_at(worker: RunWorker, fence: int) -> RunAttempt:
    """Return the attempt under a number, once it is there."""
    until(lambda: [attempt.lease.fence for attempt in worker.attempts] == [fence], "the attempt")
    return worker.attempts[0]


def process_of(worker: RunWorker, fence: int = 1) -> int:
    return attempt_at(worker, fence).process.pid


def is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return True
    return state == "Z"  # dead, and not yet taken note of by whoever inherited it


def kept_draft(database: Engine, run: RunId) -> None:
    """Look whether the roster of a run that was ended is a draft to be read, and keeps every hard rule."""
    number = result_in(database, run).version
    assert number is not None
    with reading(database) as connection:
        read = read_version(connection, find_version(connection, run_in(database, run).plan))
    assert read.report.score is not None
    assert not read.report.score.breaches
    assert len(read.roster) > 100


def cancel(database: Engine) -> float:
    """Cancel a run once it has a roster; return how many seconds it took to end."""
    run = ask(database, LONG)
    with worker_on(database) as worker:
        until(has_a_roster(database, run), "a roster")
        process = process_of(worker)
        cancel_run(place_in(database), run)
        took = until(lambda: run_in(database, run).state.is_over, "the end")
    assert run_in(database, run).state is RunState.CANCELLED
    assert is_gone(process)
    kept_draft(database, run)
    return took


def kill_child(database: Engine) -> None:
    """Kill the process of a run, and see it go on from its roster; then cancel it."""
    run = ask(database, LONG)
    with worker_on(database) as worker:
        until(has_a_roster(database, run), "a roster")
        before = run_in(database, run)
        os.kill(process_of(worker), signal.SIGKILL)
        attempt = attempt_at(worker, before.fence + 1)
        assert attempt.prepared.job.start is not None
        again = run_in(database, run)
        assert (again.state, again.attempts, again.best is None) == (RunState.RUNNING, 2, False)
        cancel_run(place_in(database), run)
        wait_for(database, run, RunState.CANCELLED)
    assert events(database, run) == list(range(1, run_in(database, run).last + 1))
    kept_draft(database, run)


def test_a_solve_becomes_a_draft(served: Served) -> None:
    database = served.database
    runs = [ask(database, time_limit=5, workers=1, note="as it is"), ask(database, kind=RunKind.PRICES)]
    with worker_on(database, at_once=2) as worker:
        found = wait_for(database, runs[0])
        worker.look()
        assert wait_for(database, runs[1]).state is RunState.DONE
    result = result_in(database, runs[0])
    assert (found.state, result.status, result.version) == (RunState.DONE, "OPTIMAL", 3)
    with reading(database) as connection:
        told = events_after(connection, runs[0], 0, 1000)
    assert [event.seq for event in told] == list(range(1, len(told) + 1))
    assert told[0].told == {"phase": "starting"}
    assert told[-1].told["score"] == result.score


@FILE_IN_SHORT
@ROUNDS
def test_a_run_ends_within_two_seconds_with_its_best_roster(slow: Engine, rounds: int) -> None:
    took = [cancel(slow) for _ in range(rounds)]
    assert max(took) < (2 if rounds > 1 else BUSY), took  # two seconds are asked of a quiet machine


@SERVER_IN_SHORT
@ROUNDS
def test_a_run_whose_process_is_killed_goes_on_from_its_best_roster(slow: Engine, rounds: int) -> None:
    for _ in range(rounds):
        kill_child(slow)


@ON_A_FILE
def test_a_run_that_is_cut_off_three_times_ends_with_what_it_has(slow: Engine) -> None:
    run = ask(slow, LONG)
    with worker_on(slow) as worker:
        until(has_a_roster(slow, run), "a roster")
        for fence in (1, 2, 3):
            os.kill(process_of(worker, fence), signal.SIGKILL)
        wait_for(slow, run)
    assert run_in(slow, run).state is RunState.INTERRUPTED
    kept_draft(slow, run)


def kill_server(database: Engine, place: str) -> None:
    """Kill a server that works at a run; see its process go with it, and another server go on."""
    run = ask(database, LONG)
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.api.runs.dying", place], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    try:
        process = next(int(line.removeprefix(MARK)) for line in server.stdout if line.startswith(MARK))
        until(has_a_roster(database, run), "a roster")
        told = run_in(database, run).last
    finally:
        server.kill()
        server.wait()
        server.stdout.close()
    until(lambda: is_gone(process), "the process to go", patience=BUSY)
    with worker_on(database) as worker:
        took = until(lambda: run_in(database, run).fence == 2, "another server")
        assert took < LEASE + BUSY
        assert attempt_at(worker, 2).prepared.job.start is not None
        cancel_run(place_in(database), run)
        wait_for(database, run, RunState.CANCELLED)
    assert events(database, run) == list(range(1, run_in(database, run).last + 1))
    assert run_in(database, run).last > told
    kept_draft(database, run)


@SERVER_IN_SHORT
@ROUNDS
def test_a_run_whose_service_is_killed_goes_on_in_another(slow: Engine, place: str, rounds: int) -> None:
    for _ in range(rounds):
        kill_server(slow, place)


@FILE_IN_SHORT
def test_a_service_that_stops_puts_its_runs_back_unharmed(slow: Engine) -> None:
    run = ask(slow, LONG)
    with worker_on(slow) as worker:
        until(has_a_roster(slow, run), "a roster")
        process = process_of(worker)
    found = run_in(slow, run)
    assert (found.state, found.attempts, found.best is None) == (RunState.QUEUED, 0, False)
    assert is_gone(process)
    cancel_run(place_in(slow), run)
    with worker_on(slow):
        wait_for(slow, run, RunState.CANCELLED)
    kept_draft(slow, run)


@ON_A_FILE
def test_a_worker_that_has_lost_its_run_drops_it_and_writes_nothing(slow: Engine) -> None:
    run = ask(slow, LONG)
    with worker_on(slow) as worker:
        until(has_a_roster(slow, run), "a roster")
        process = process_of(worker)
        with writing(slow) as connection:  # as if another had taken it
            taken = {"fence": RUN.c.fence + 1, "lease": RUN.c.lease + 3600}
            connection.execute(update(RUN).where(RUN.c.id == run).values(**taken))
        before = run_in(slow, run)
        until(lambda: not worker.attempts, "the run to be dropped")
        assert is_gone(process)
        time.sleep(0.6)
        assert run_in(slow, run) == before


@ON_A_FILE
def test_a_faulty_run_fails_and_the_others_go_on(served: Served) -> None:
    database = served.database
    bad, good = ask(database), ask(database)
    with writing(database) as connection:
        connection.execute(update(RUN).where(RUN.c.id == bad).values(asked={}))
    with worker_on(database) as worker:
        assert wait_for(database, bad).state is RunState.FAILED
        assert wait_for(database, good).state is RunState.DONE
        worker.look()
    with pytest.raises(StandstillError):
        worker.look()


@ON_A_FILE
def test_a_loop_that_fails_turn_after_turn_is_seen_and_mends_itself(served: Served) -> None:
    database = served.database
    with worker_on(database) as worker:
        with writing(database) as connection:
            connection.exec_driver_sql("ALTER TABLE run RENAME TO hidden")

        def stands_still() -> bool:
            try:
                worker.look()
            except StandstillError:
                return True
            return False

        until(stands_still, "the fault to be seen")
        with writing(database) as connection:
            connection.exec_driver_sql("ALTER TABLE hidden RENAME TO run")
        until(lambda: not stands_still(), "the loop to turn again")
        assert wait_for(database, ask(database, time_limit=5, workers=1)).state is RunState.DONE


def test_a_lease_is_renewed_well_before_it_is_over() -> None:
    assert RENEW * 3 < LEASE

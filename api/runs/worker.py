"""The worker: takes runs that wait, has each reckoned by a process of its own, and keeps what comes of them.

It is one thread beside the service. A fault at one run ends neither the loop nor the other runs; that the
loop turns is shown in ``/readyz``. A run that it has lost to another worker it drops without a word.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from threading import Event, Thread

from prometheus_client import CollectorRegistry

from api.logs import log
from api.runs.attempt import RunAttempt
from api.runs.ending import end_run, outcome_without
from api.runs.kinds import RunState
from api.runs.notice import tell_end
from api.runs.preparation import prepare
from api.runs.records.leases import RunLease, claim, end, is_work_waiting, keep_result
from api.runs.records.runs import RunFacts, RunResult, find_run
from api.store.engine import Database, reading, writing
from api.store.types import new_id

EVERY = 0.25
"""Seconds between two looks at a run: so often its progress is kept at most, and a wish to end it seen."""
IDLE_EVERY = 0.5
"""The same while nothing is reckoned."""
HURRIED = 0.05
"""The same while something is to come to its end."""
MOST_ATTEMPTS = 3
"""A run that was cut off so often is not taken up again."""
STILL = 30.0
"""Seconds after which a loop that has not turned stands still."""
PATIENCE = 5.0
"""Seconds that the runs are given to be put back when the service stops."""


class StandstillError(Exception):
    """The loop does not turn, or goes from fault to fault."""


class RunWorker:
    """A worker on a store.

    Parameters
    ----------
    database, now
        The store, and the clock by which people read when something was.
    at_once
        Runs at a time.
    memory_mb
        What each process may use.
    """

    def __init__(
        self, database: Database, now: Callable[[], datetime], *, at_once: int = 1, memory_mb: int = 4000
    ) -> None:
        self.stopped = Event()
        self.attempts: list[RunAttempt] = []
        self._database, self._now = database, now
        self._at_once, self._memory_mb = at_once, memory_mb
        self._id = new_id()
        self._turned = time.monotonic()
        self._fault: Exception | None = None
        self._thread: Thread | None = None

    def start(self) -> None:
        """Begin to work."""
        self._turned = time.monotonic()
        thread = Thread(target=self._work, name="runs", daemon=True)
        thread.start()
        self._thread = thread  # not before: whoever is interrupted here stops a worker without a thread

    def stop(self) -> None:
        """Put back what is not done yet, and end."""
        self.stopped.set()
        if self._thread is not None:
            self._thread.join(PATIENCE)
        for attempt in self.attempts:  # nothing goes on without the thread
            attempt.process.kill()

    def look(self) -> None:
        """Look whether the loop turns.

        Raises
        ------
        StandstillError
            Where it does not.
        """
        alive = self._thread is not None and self._thread.is_alive()
        if not alive or time.monotonic() - self._turned > STILL:
            raise StandstillError("the loop stands still")
        if self._fault is not None:
            raise StandstillError("the last turn failed") from self._fault

    def turn(self) -> None:
        """Look after every run at hand, and take others as far as there is room."""
        for attempt in tuple(self.attempts):
            if not self._look_after(attempt):
                self.attempts.remove(attempt)
        while len(self.attempts) < self._at_once and (taken := self._take()) is not None:
            self._begin(taken)

    def _work(self) -> None:
        while not self.stopped.is_set():
            try:
                self.turn()
                self._fault = None
            except Exception as error:
                log().error("runs_fault", exc_info=error)
                self._fault = error
            self._turned = time.monotonic()
            self.stopped.wait(self._pause())
        for attempt in self.attempts:
            with suppress(Exception):  # the lease will be over by itself
                attempt.give_back()
        self.attempts.clear()

    def _pause(self) -> float:
        if any(attempt.is_stopping for attempt in self.attempts):
            return HURRIED
        return EVERY if self.attempts else IDLE_EVERY

    def _look_after(self, attempt: RunAttempt) -> bool:
        """Look after one run; tell whether it goes on."""
        try:
            return attempt.look_after()
        except Exception as error:
            log().error("run_fault", run=attempt.lease.run, exc_info=error)
            if attempt.tolerates(error):
                return True
            attempt.process.kill()
            self._fail(attempt.lease)
            return False

    def _take(self) -> RunFacts | None:
        with reading(self._database) as connection:
            if not is_work_waiting(connection):
                return None
        held = [attempt.lease.run for attempt in self.attempts]
        with writing(self._database) as connection:
            return claim(connection, self._id, self._now(), held)

    def _begin(self, run: RunFacts) -> None:
        """Begin to reckon a run, or end it where it was cut off too often, or somebody wants it ended."""
        lease = RunLease(run.id, run.fence)
        try:
            with reading(self._database) as connection:
                prepared = prepare(connection, run, self._memory_mb)
            if run.cancel or run.attempts > MOST_ATTEMPTS:
                state = RunState.CANCELLED if run.cancel else RunState.INTERRUPTED
                outcome = outcome_without(prepared, prepared.job.start, 0.0)
                end_run(self._database, prepared, lease, state, outcome, self._now())
                return
            log().info("run_begun", run=run.id, kind=run.kind.value, attempt=run.attempts)
            self.attempts.append(RunAttempt(self._database, prepared, lease, self._now, MOST_ATTEMPTS))
        except Exception as error:
            log().error("run_fault", run=run.id, exc_info=error)
            self._fail(lease)

    def _fail(self, lease: RunLease) -> None:
        """End a run that the program is at fault with; where not even that goes, its lease runs out."""
        with suppress(Exception), writing(self._database) as connection:
            at = self._now()
            if end(connection, lease, RunState.FAILED, at):
                keep_result(connection, lease.run, RunResult(), None)
                tell_end(connection, find_run(connection, lease.run), RunState.FAILED, None, at)


def workers(
    worker: RunWorker | None,
) -> tuple[Callable[[CollectorRegistry], AbstractContextManager[None]], ...]:
    """Return a worker as work beside the service; none where there is none."""
    return () if worker is None else (lambda _: working(worker),)


@contextmanager
def working(worker: RunWorker) -> Iterator[None]:
    """Let a worker work as long as the context is open."""
    worker.start()
    try:
        yield
    finally:
        worker.stop()

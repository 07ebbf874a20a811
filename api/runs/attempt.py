"""One attempt at a run: its process, what it told, and what is kept of that."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from api.logs import log
from api.runs.ending import RunOutcome, end_run, outcome_of, outcome_without
from api.runs.job import roster_from
from api.runs.kinds import RunState
from api.runs.preparation import Preparation
from api.runs.process import RunProcess
from api.runs.records.leases import LEASE, RunLease, Signal, give_back, look, report
from api.store.engine import Database, reading, writing
from api.store.errors import UnavailableError
from wfm.finding import Level
from wfm.result import Result
from wfm.roster import Roster

RENEW = LEASE / 4
"""Seconds after which a lease is renewed."""
GRACE = 1.2
"""Seconds in which a process that is told to stop must have answered."""
OVERRUN = 120.0
"""Seconds beyond its time limit after which a process is given up."""
STARTING: Mapping[str, Any] = {"phase": "starting"}


class RunAttempt:
    """An attempt at a run.

    Parameters
    ----------
    database, prepared, lease, now
        The store, the run, the number under which it was taken, and the clock.
    most_attempts
        How often a run may be cut off.
    """

    def __init__(
        self,
        database: Database,
        prepared: Preparation,
        lease: RunLease,
        now: Callable[[], datetime],
        most_attempts: int,
    ) -> None:
        self.lease, self.prepared = lease, prepared
        self._database, self._now, self._most_attempts = database, now, most_attempts
        self._began = time.monotonic()
        self._renewed = self._began
        self._stop_by: float | None = None
        self._kept = prepared.job.start
        with writing(database) as connection:
            report(connection, lease, STARTING)
        self.process = RunProcess(prepared.job)

    @property
    def is_stopping(self) -> bool:
        """Whether it was told to come to its end."""
        return self._stop_by is not None

    def tolerates(self, error: Exception) -> bool:
        """Tell whether a run goes on after a fault: that the database is away is none of its own."""
        return isinstance(error, UnavailableError) and not self._is_overdue()

    def look_after(self) -> bool:
        """Keep what is new, and end what is over; tell whether the run goes on."""
        news = self.process.look()
        answer = self.process.answer
        if answer is not None:
            stopped = isinstance(answer, Result) and answer.interrupted and self._stop_by is not None
            state = RunState.CANCELLED if stopped else RunState.DONE
            return self._end(state, outcome_of(self.prepared, answer), news)
        if self.process.fault:
            log().error("run_failed", run=self.lease.run, fault=self.process.fault)
            return self._end(RunState.FAILED, self._without_answer())
        if self._stop_by is not None and (self.process.has_ended or time.monotonic() > self._stop_by):
            return self._end(RunState.CANCELLED, self._without_answer())
        if self.process.has_ended:
            return self._cut_off()
        if self._is_overdue():
            return self._end(RunState.INTERRUPTED, self._without_answer())
        return self._go_on(news)

    def give_back(self) -> None:
        """Put the run back as it is, to be gone on with when the service is there again."""
        self.process.kill()
        self.process.look()
        if self._report(None):
            with writing(self._database) as connection:
                give_back(connection, self.lease, counted=False)

    def _go_on(self, news: bool) -> bool:
        with reading(self._database) as connection:
            signal = look(connection, self.lease)
        if signal is Signal.LOST:
            return self._drop()
        if signal is Signal.CANCEL and self._stop_by is None:
            self._stop_by = time.monotonic() + (GRACE if self.prepared.run.kind.searches else 0)
            self.process.stop()
        if news and not self._report(self._told()):
            return self._drop()
        if time.monotonic() - self._renewed > RENEW and not self._report(None):
            return self._drop()
        return True

    def _report(self, told: Mapping[str, Any] | None) -> bool:
        """Renew the lease and keep what is new; tell whether the run is still held."""
        best = self._best()
        new = best is not None and best != self._kept and self.prepared.run.kind.makes_roster
        stored = self.prepared.persons_on(best) if new and best is not None else None
        with writing(self._database) as connection:
            held = report(connection, self.lease, told, stored)
        self._renewed, self._kept = time.monotonic(), best
        return held

    def _told(self) -> Mapping[str, Any]:
        """Return where the run stands: the level that is searched, and every level's value and bound."""
        progress = dict(self.process.progress or STARTING)
        level = progress.get("level")
        if level is None:
            return progress
        values = self.process.values
        known = values or ({} if progress["value"] is None else {level: progress["value"]})
        order = list(Level)
        proven = {
            one: value if order.index(Level(one)) < order.index(Level(level)) else 0
            for one, value in known.items()
        }
        if level in proven:
            proven[level] = min(progress["bound"], known[level])
        score = {one: {"value": value, "bound": proven[one]} for one, value in known.items()}
        return progress | {"score": score}

    def _best(self) -> Roster | None:
        told = self.process.incumbent
        return self._kept if told is None else roster_from(told)

    def _without_answer(self) -> RunOutcome:
        return outcome_without(self.prepared, self._best(), time.monotonic() - self._began)

    def _is_overdue(self) -> bool:
        return time.monotonic() - self._began > self.prepared.job.time_limit + OVERRUN

    def _cut_off(self) -> bool:
        """Put the run back, or end it where its process has died too often."""
        log().warning("run_cut_off", run=self.lease.run, attempt=self.prepared.run.attempts)
        if self.prepared.run.attempts >= self._most_attempts:
            return self._end(RunState.INTERRUPTED, self._without_answer())
        self.process.kill()
        if self._report(None):
            with writing(self._database) as connection:
                give_back(connection, self.lease, counted=True)
        return False

    def _end(self, state: RunState, outcome: RunOutcome, news: bool = False) -> bool:
        self.process.kill()
        if news and not self._report(self._told()):
            return self._drop()
        kept = end_run(self._database, self.prepared, self.lease, state, outcome, self._now())
        log().info("run_over" if kept else "run_lost", run=self.lease.run, state=state.value)
        return False

    def _drop(self) -> bool:
        log().warning("run_lost", run=self.lease.run)
        self.process.kill()
        return False

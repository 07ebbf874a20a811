"""Runs as they are asked for and looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, insert, select, tuple_, update

from api.access.ids import AccountId, PlanId, RevisionId, RevisionNumber, RunId, VersionNumber
from api.runs.kinds import RunKind, RunState
from api.runs.records.queue import is_question, list_in_turn
from api.store.errors import MissingError
from api.store.tables import PLAN_REVISION, RUN, RUN_EVENT, RUN_RESULT
from api.store.types import new_id

StoredRoster = Mapping[str, Sequence[str]]
"""Random ids of persons by shift."""


@dataclass(frozen=True)
class RunFacts:
    """A run.

    Parameters
    ----------
    id, plan, revision
        Random ids of the run, of its plan, and of that plan's revision.
    number
        Of that revision.
    kind, asked, note
        What it was asked for, agents under random ids; and what its author said to it.
    author, at
        Account, if any, and moment in UTC.
    state, cancel, attempts
        Where it is, whether somebody wants it ended, and how often it was taken up.
    fence, last
        Under which it was taken last, and number of its last event.
    best
        The best roster so far, if there is one.
    started_at, ended_at
        In UTC.
    """

    id: RunId
    plan: PlanId
    revision: RevisionId
    number: RevisionNumber
    kind: RunKind
    asked: Mapping[str, Any]
    note: str
    author: AccountId | None
    at: datetime
    state: RunState
    cancel: bool
    attempts: int
    fence: int
    last: int
    best: StoredRoster | None
    started_at: datetime | None
    ended_at: datetime | None

    @property
    def is_question(self) -> bool:
        """Whether it answers somebody who asks about themselves or their own people."""
        return is_question(self.asked)


@dataclass(frozen=True)
class RunResult:
    """What came of a run.

    Parameters
    ----------
    status
        What a search proved; nothing where none was made, or none came to its end.
    score
        By level the value and what is proven.
    seconds
        That it took.
    version
        Number of the draft that its roster became.
    document
        What was explained, by language.
    """

    status: str | None = None
    score: Mapping[str, Mapping[str, int]] | None = None
    seconds: float = 0.0
    version: VersionNumber | None = None
    document: Mapping[str, Any] | None = None


class RunEvent(NamedTuple):
    """Where a run stood."""

    seq: int
    told: Mapping[str, Any]


def add_run(
    connection: Connection,
    *,
    plan: PlanId,
    revision: RevisionId,
    kind: RunKind,
    asked: Mapping[str, Any],
    note: str,
    author: AccountId | None,
    at: datetime,
) -> RunId:
    """Put a run into the queue."""
    made = RunId(new_id())
    values = {
        "id": made,
        "plan_id": plan,
        "revision_id": revision,
        "kind": kind.value,
        "asked": asked,
        "note": note,
        "author": author,
        "created_at": at,
        "state": RunState.QUEUED.value,
        "cancel": False,
        "fence": 0,
        "attempts": 0,
        "best": None,
        "last": 0,
    }
    connection.execute(insert(RUN).values(**values))
    return made


def find_run(connection: Connection, run: RunId, plan: PlanId | None = None) -> RunFacts:
    """Return a run; of a plan, where one is named.

    Raises
    ------
    MissingError
        Where there is none.
    """
    asked = _runs().where(RUN.c.id == run)
    if plan is not None:
        asked = asked.where(RUN.c.plan_id == plan)
    row = connection.execute(asked).first()
    if row is None:
        raise MissingError("run")
    return _run(row)


def find_run_of_version(connection: Connection, plan: PlanId, number: VersionNumber) -> RunFacts | None:
    """Return the run whose roster a version is; nothing where no run made it."""
    joined = _runs().join(RUN_RESULT, RUN_RESULT.c.run_id == RUN.c.id)
    row = connection.execute(joined.where(RUN.c.plan_id == plan, RUN_RESULT.c.version == number)).first()
    return None if row is None else _run(row)


def list_runs(
    connection: Connection, plan: PlanId, *, before: RunId | None = None, most: int
) -> tuple[RunFacts, ...]:
    """Return runs of a plan, the newest first; those before one, where it is named.

    Raises
    ------
    MissingError
        Where that one is not there.
    """
    asked = _runs().where(RUN.c.plan_id == plan)
    if before is not None:
        last = find_run(connection, before, plan)
        asked = asked.where(tuple_(RUN.c.created_at, RUN.c.id) < tuple_(last.at, last.id))
    rows = connection.execute(asked.order_by(RUN.c.created_at.desc(), RUN.c.id.desc()).limit(most))
    return tuple(map(_run, rows))


def list_waiting(connection: Connection, plan: PlanId) -> tuple[RunFacts, ...]:
    """Return the runs of a plan that are not over, questions among them."""
    live = RUN.c.state.in_((RunState.QUEUED.value, RunState.RUNNING.value))
    return tuple(map(_run, connection.execute(_runs().where((RUN.c.plan_id == plan) & live))))


def list_own_questions(
    connection: Connection, plan: PlanId, author: AccountId | None, most: int
) -> tuple[RunFacts, ...]:
    """Return what an account asked about a plan, the newest first."""
    asked = _runs().where(RUN.c.plan_id == plan, RUN.c.author == author, RUN.c.kind == RunKind.EXPLAIN.value)
    rows = connection.execute(asked.order_by(RUN.c.created_at.desc(), RUN.c.id.desc()).limit(most))
    return tuple(run for run in map(_run, rows) if run.is_question)


def place_of(connection: Connection, run: RunFacts) -> int | None:
    """Return a run's place in the queue, from 1; nothing where it does not wait."""
    if run.state is not RunState.QUEUED:
        return None
    waiting = list_in_turn(connection, RUN.c.state == RunState.QUEUED.value)
    return waiting.index(run.id) + 1 if run.id in waiting else None


def find_result(connection: Connection, run: RunId) -> RunResult | None:
    """Return what came of a run; nothing where it is not over, or was ended before it began."""
    row: Any = connection.execute(select(RUN_RESULT).where(RUN_RESULT.c.run_id == run)).first()
    if row is None:
        return None
    return RunResult(
        status=row.status,
        score=row.score,
        seconds=row.seconds,
        version=row.version,
        document=row.document,
    )


def events_after(connection: Connection, run: RunId, seq: int, most: int) -> tuple[RunEvent, ...]:
    """Return a run's events after a number, in order."""
    e = RUN_EVENT.c
    asked = select(e.seq, e.told).where((e.run_id == run) & (e.seq > seq)).order_by(e.seq).limit(most)
    return tuple(RunEvent(*row) for row in connection.execute(asked))


def sample_events(connection: Connection, run: RunFacts, most: int) -> tuple[RunEvent, ...]:
    """Return some of a run's events in order, evenly chosen and the last among them."""
    e = RUN_EVENT.c
    step = max(1, -(-run.last // most))
    chosen = (e.run_id == run.id) & (e.seq <= run.last) & ((run.last - e.seq) % step == 0)
    return tuple(
        RunEvent(*row) for row in connection.execute(select(e.seq, e.told).where(chosen).order_by(e.seq))
    )


def last_event(connection: Connection, run: RunFacts) -> RunEvent | None:
    """Return a run's last event; nothing where there is none yet."""
    found = events_after(connection, run.id, run.last - 1, 1) if run.last else ()
    return found[0] if found else None


def end_waiting(connection: Connection, run: RunId, at: datetime) -> bool:
    """End a run that nobody has taken yet, and that so has no roster; tell whether it did."""
    r = RUN.c
    waits = (r.id == run) & (r.state == RunState.QUEUED.value) & (r.fence == 0)
    ended = update(RUN).where(waits).values(state=RunState.CANCELLED.value, cancel=True, ended_at=at)
    return connection.execute(ended).rowcount == 1


def ask_to_end(connection: Connection, run: RunId) -> bool:
    """Say that a run is to end, if it is not over; whoever works at it sees it."""
    live = RUN.c.state.in_((RunState.QUEUED.value, RunState.RUNNING.value))
    asked = update(RUN).where((RUN.c.id == run) & live).values(cancel=True)
    return connection.execute(asked).rowcount == 1


def _runs() -> Select[Any]:
    number = PLAN_REVISION.c.number.label("revision_number")
    return select(RUN, number).join(PLAN_REVISION, PLAN_REVISION.c.id == RUN.c.revision_id)


def _run(row: Any) -> RunFacts:
    return RunFacts(
        id=row.id,
        plan=row.plan_id,
        revision=row.revision_id,
        number=row.revision_number,
        kind=RunKind(row.kind),
        asked=row.asked,
        note=row.note,
        author=row.author,
        at=row.created_at,
        state=RunState(row.state),
        cancel=row.cancel,
        attempts=row.attempts,
        fence=row.fence,
        last=row.last,
        best=row.best,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )

"""Runs as they are worked at: each is one worker's at a time; whoever has lost one can write nothing of it.

A worker takes a run for `LEASE` seconds and goes on renewing that. Whoever takes a run whose lease is over
takes it under the next fencing number; each writing names its number, and where that is not the run's any
more, it writes nothing and says so. Seconds are counted by the database's clock, the same for all workers.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import Enum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, insert, literal_column, or_, select, update

from api.access.ids import RunId, VersionNumber
from api.runs.kinds import RunState
from api.runs.records.queue import list_in_turn
from api.runs.records.runs import RunFacts, RunResult, StoredRoster, find_run
from api.store.tables import RUN, RUN_EVENT, RUN_RESULT

LEASE = 6.0
"""Seconds after which a run is somebody else's to take, unless it is renewed."""

_NOW = {
    "sqlite": "((julianday('now') - 2440587.5) * 86400.0)",
    "postgresql": "CAST(extract(epoch FROM clock_timestamp()) AS double precision)",
}


class RunLease(NamedTuple):
    """A run, and the number under which it was taken."""

    run: RunId
    fence: int


class Signal(Enum):
    """What a worker finds at its run."""

    GO_ON = "go on"
    CANCEL = "cancel"
    LOST = "lost"


def is_work_waiting(connection: Connection) -> bool:
    """Tell whether a run could be taken."""
    return connection.execute(select(RUN.c.id).where(_free(connection)).limit(1)).first() is not None


def claim(connection: Connection, owner: str, at: datetime, held: Collection[RunId] = ()) -> RunFacts | None:
    """Take the run whose turn it is, or whose worker is gone; nothing where there is none.

    Parameters
    ----------
    owner
        Random id of the worker.
    at
        The moment, in UTC, for people to read.
    held
        Runs that the worker has already, even where it was late to renew them.
    """
    r = RUN.c
    turns = (run for run in list_in_turn(connection, _free(connection)) if run not in held)
    run = next((run for run in turns if _lock(connection, run)), None)
    if run is None:
        return None
    values = {
        "state": RunState.RUNNING.value,
        "fence": r.fence + 1,
        "attempts": r.attempts + 1,
        "owner": owner,
        "lease": _now(connection) + LEASE,
        "started_at": func.coalesce(r.started_at, at),
    }
    connection.execute(update(RUN).where(r.id == run).values(**values))
    return find_run(connection, run)


def _lock(connection: Connection, run: RunId) -> bool:
    """Tell whether a run is still to be had; another worker may be taking it at this moment."""
    asked = select(RUN.c.id).where((RUN.c.id == run) & _free(connection))
    return connection.execute(asked.with_for_update(skip_locked=True)).first() is not None


def look(connection: Connection, claimed: RunLease) -> Signal:
    """Return whether a run is still the worker's, and whether somebody wants it ended."""
    cancel = connection.execute(select(RUN.c.cancel).where(_mine(claimed))).scalar()
    if cancel is None:
        return Signal.LOST
    return Signal.CANCEL if cancel else Signal.GO_ON


def report(
    connection: Connection,
    claimed: RunLease,
    told: Mapping[str, Any] | None = None,
    best: StoredRoster | None = None,
) -> bool:
    """Renew the lease, and note where the run stands and its best roster; tell whether it is still held."""
    values: dict[str, Any] = {"lease": _now(connection) + LEASE}
    if told is not None:
        values["last"] = RUN.c.last + 1
    if best is not None:
        values["best"] = best
    if not _write(connection, claimed, values):
        return False
    if told is not None:
        seq = connection.execute(select(RUN.c.last).where(RUN.c.id == claimed.run)).scalar_one()
        connection.execute(insert(RUN_EVENT).values(run_id=claimed.run, seq=seq, told=told))
    return True


def end(connection: Connection, claimed: RunLease, state: RunState, at: datetime) -> bool:
    """End a run; tell whether it was still held. What came of it is kept by `keep_result`."""
    return _write(
        connection,
        claimed,
        {"state": state.value, "lease": None, "owner": None, "best": None, "ended_at": at},
    )


def keep_result(connection: Connection, run: RunId, result: RunResult, version: VersionNumber | None) -> None:
    """Keep what came of a run, in the transaction that ends it."""
    values = {
        "run_id": run,
        "status": result.status,
        "score": result.score or {},
        "seconds": result.seconds,
        "version": version,
        "document": result.document or {},
    }
    connection.execute(insert(RUN_RESULT).values(**values))


def give_back(connection: Connection, claimed: RunLease, *, counted: bool) -> bool:
    """Put a run back into the queue, for anybody to take; tell whether it was still held.

    Parameters
    ----------
    counted
        Whether it counts as one of the times that it was cut off.
    """
    values: dict[str, Any] = {"state": RunState.QUEUED.value, "lease": None, "owner": None}
    if not counted:
        values["attempts"] = RUN.c.attempts - 1
    return _write(connection, claimed, values)


def _write(connection: Connection, claimed: RunLease, values: Mapping[str, Any]) -> bool:
    return connection.execute(update(RUN).where(_mine(claimed)).values(**values)).rowcount == 1


def _mine(claimed: RunLease) -> ColumnElement[bool]:
    r = RUN.c
    return (r.id == claimed.run) & (r.fence == claimed.fence) & (r.state == RunState.RUNNING.value)


def _free(connection: Connection) -> ColumnElement[bool]:
    r = RUN.c
    over = (r.state == RunState.RUNNING.value) & (r.lease < _now(connection))
    return or_(r.state == RunState.QUEUED.value, over)


def _now(connection: Connection) -> ColumnElement[float]:
    return literal_column(_NOW[connection.dialect.name])

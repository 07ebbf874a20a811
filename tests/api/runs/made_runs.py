"""Runs that are over, as if they had been reckoned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from api.access.ids import AccountId, RunId, VersionNumber
from api.plans.records.plans import Revision
from api.runs.kinds import RunKind, RunState
from api.runs.records.leases import RunLease, claim, end, keep_result, report
from api.runs.records.runs import RunResult, add_run
from api.store.types import new_id

SCORE: Mapping[str, Mapping[str, int]] = {
    "coverage": {"value": 1, "bound": 1},
    "competence": {"value": 0, "bound": 0},
    "quota": {"value": 2, "bound": 0},
    "quality": {"value": 7, "bound": 3},
}
ASKED: Mapping[str, Any] = {
    "time_limit": 60.0,
    "workers": 1,
    "seed": 1,
    "start": None,
    "freeze_before": None,
    "weights": {},
    "absences": [],
    "version": None,
    "person": None,
    "shift": None,
}


def add_waiting_run(
    connection: Connection, revision: Revision, at: datetime, *, author: AccountId | None = None, **more: Any
) -> RunId:
    """Put a run into the queue."""
    told: dict[str, Any] = {"kind": RunKind.SOLVE, "asked": ASKED, "note": ""} | more
    return add_run(connection, plan=revision.plan, revision=revision.id, author=author, at=at, **told)


def add_run_done(
    connection: Connection,
    revision: Revision,
    at: datetime,
    *,
    author: AccountId | None = None,
    note: str = "",
    document: Mapping[str, Any] | None = None,
    version: VersionNumber | None = None,
    kind: RunKind = RunKind.SOLVE,
    asked: Mapping[str, Any] = ASKED,
) -> RunId:
    """Keep a run that told something twice and came to its end; nothing else may wait."""
    made = add_waiting_run(connection, revision, at, author=author, note=note, kind=kind, asked=asked)
    taken = claim(connection, new_id(), at)
    assert taken is not None
    assert taken.id == made
    mine = RunLease(made, taken.fence)
    assert report(connection, mine, {"phase": "starting"})
    assert report(connection, mine, {"phase": "level", "level": "quality", "score": SCORE})
    assert end(connection, mine, RunState.DONE, at)
    result = RunResult(status="FEASIBLE", score=SCORE, seconds=1.5, document=document)
    keep_result(connection, made, result, version)
    return made

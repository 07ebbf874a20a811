"""Runs that are over, as their author is told of them: their drafts, and who ended one by hand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from api.access.ids import AccountId, PlanId, RunId, VersionNumber
from api.store.tables import AUDIT_EVENT, RUN, RUN_RESULT


@dataclass(frozen=True)
class EndedRun:
    """A run that ended with a roster.

    Parameters
    ----------
    id, plan, version, ended_at
        Random ids of the run and its plan, number of the draft, and since when it is there, in UTC.
    later
        How many newer versions of the plan came of runs as well.
    """

    id: RunId
    plan: PlanId
    version: VersionNumber
    ended_at: datetime
    later: int


def list_ended(
    connection: Connection, plans: Collection[PlanId], author: AccountId, *, since: datetime, most: int
) -> tuple[EndedRun, ...]:
    """Return an account's runs of some plans that ended with a roster after a moment, the newest first."""
    r, made = RUN.c, RUN_RESULT.c
    other, others = RUN.alias(), RUN_RESULT.alias()
    newer = select(func.count()).select_from(other.join(others, others.c.run_id == other.c.id))
    later = newer.where(other.c.plan_id == r.plan_id, others.c.version > made.version)
    asked = (
        select(r.id, r.plan_id, made.version, r.ended_at, later.correlate(RUN, RUN_RESULT).scalar_subquery())
        .join(RUN_RESULT, made.run_id == r.id)
        .where(r.plan_id.in_(plans), r.author == author, r.ended_at > since, made.version.is_not(None))
        .order_by(r.ended_at.desc(), made.version.desc())
    )
    return tuple(EndedRun(*row) for row in connection.execute(asked.limit(most)))


def was_ended_by(connection: Connection, run: RunId, account: AccountId) -> bool:
    """Tell whether an account ended a run by hand."""
    e = AUDIT_EVENT.c
    asked = select(e.seq).where(e.object == run, e.action == "run.cancel", e.actor == account)
    return connection.execute(asked.limit(1)).first() is not None

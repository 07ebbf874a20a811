"""Collections in the store: from when until when availability of a plan is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, insert, select, update

from api.access.ids import AccountId, PlanId
from api.store.tables import COLLECTION


class Stage(StrEnum):
    """How far a collection is."""

    NONE = "none"
    """There is none."""
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Collection:
    """A collection of availability.

    Parameters
    ----------
    plan
        Random id.
    number
        From 1; rises with each change.
    opens, closes
        Moments in UTC, half-open.
    note
        What the coordinator writes to it.
    author, at
        Of the last change: account, if any, and moment.
    reminded_at
        When those who had not answered were last reminded.
    """

    plan: PlanId
    number: int
    opens: datetime
    closes: datetime
    note: str
    author: AccountId | None
    at: datetime
    reminded_at: datetime | None = None

    def stage(self, at: datetime) -> Stage:
        """Return how far it is at a moment."""
        if at < self.opens:
            return Stage.PLANNED
        return Stage.OPEN if at < self.closes else Stage.CLOSED


def find_collection(connection: Connection, plan: PlanId) -> Collection | None:
    """Return the collection of a plan, if there is one."""
    row = connection.execute(select(COLLECTION).where(COLLECTION.c.plan_id == plan)).first()
    if row is None:
        return None
    return Collection(
        plan=row.plan_id,
        number=row.number,
        opens=row.opens,
        closes=row.closes,
        note=row.note,
        author=row.author,
        at=row.at,
        reminded_at=row.reminded_at,
    )


def keep_collection(connection: Connection, kept: Collection) -> None:
    """Write a collection down, in the place of the one that is there."""
    values = {
        "number": kept.number,
        "opens": kept.opens,
        "closes": kept.closes,
        "note": kept.note,
        "author": kept.author,
        "at": kept.at,
        "reminded_at": kept.reminded_at,
    }
    here = COLLECTION.c.plan_id == kept.plan
    if not connection.execute(update(COLLECTION).where(here).values(**values)).rowcount:
        connection.execute(insert(COLLECTION).values(plan_id=kept.plan, **values))

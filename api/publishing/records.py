"""The pointer to the version that everybody sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from api.access.ids import AccountId, PlanId, VersionNumber
from api.rosters.records.rosters import Version
from api.store.errors import ConflictError, MissingError
from api.store.personal_data import Holding, of_accounts
from api.store.tables import PUBLICATION

HOLDINGS = (Holding(PUBLICATION, of_accounts(PUBLICATION.c.published_by)),)
"""What privacy has to know of it; it stays, under a random id, and goes with its plan."""


@dataclass(frozen=True)
class PublishedVersion:
    """What is published of a plan.

    Parameters
    ----------
    plan
        Its random id.
    number
        Of the roster version; 0 before the first.
    at, by
        Since when, in UTC, and by which account.
    """

    plan: PlanId
    number: VersionNumber
    at: datetime | None
    by: AccountId | None


def find_published(connection: Connection, plan: PlanId) -> PublishedVersion:
    """Return what is published of a plan.

    Raises
    ------
    MissingError
        Where there is no such plan.
    """
    p = PUBLICATION.c
    asked = select(p.plan_id, p.number, p.published_at, p.published_by).where(p.plan_id == plan)
    row = connection.execute(asked).first()
    if row is None:
        raise MissingError("plan")
    return PublishedVersion(plan=row.plan_id, number=row.number, at=row.published_at, by=row.published_by)


def move_pointer(
    connection: Connection, version: Version, *, expected: int, author: AccountId | None, at: datetime
) -> None:
    """Move the pointer from the version that is expected there, and from no other.

    Raises
    ------
    ConflictError
        Where another version is published.
    """
    p = PUBLICATION.c
    there = (p.plan_id == version.plan) & (p.number == expected)
    values = {"number": version.number, "published_at": at, "published_by": author}
    if connection.execute(update(PUBLICATION).where(there).values(**values)).rowcount != 1:
        now = find_published(connection, version.plan)
        raise ConflictError(expected, now.number, now.by, now.at)

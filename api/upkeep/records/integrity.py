"""What verifying asks: every numbered thing that a plan has, and whether the chain has a link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from api.access.ids import HotlineCode, PlanId
from api.store.audit import START, Head
from api.store.tables import AUDIT_EVENT, HOTLINE, PLAN, PLAN_REVISION, PUBLICATION, ROSTER_VERSION


@dataclass(frozen=True)
class NumberedItem:
    """A revision, a version or a publication of a plan.

    Parameters
    ----------
    id, number
        Random id of the plan, and number within it.
    hotline, plan
        How people call it: the hotline's code, and the plan's first day.
    """

    id: PlanId
    number: int
    hotline: HotlineCode
    plan: str


def revisions(connection: Connection) -> tuple[NumberedItem, ...]:
    """Return every revision of every plan."""
    return _numbered(connection, PLAN_REVISION)


def versions(connection: Connection) -> tuple[NumberedItem, ...]:
    """Return every roster version of every plan."""
    return _numbered(connection, ROSTER_VERSION)


def publications(connection: Connection) -> tuple[NumberedItem, ...]:
    """Return what is published of every plan; number 0 where nothing is."""
    return _numbered(connection, PUBLICATION)


def has_link(connection: Connection, head: Head) -> bool:
    """Tell whether the chain has this link; an empty chain's end is in every chain."""
    if head == Head(0, START):
        return True
    asked = select(AUDIT_EVENT.c.sha256).where(AUDIT_EVENT.c.seq == head.seq)
    return connection.execute(asked).scalar() == head.sha256


def _numbered(connection: Connection, table: Any) -> tuple[NumberedItem, ...]:
    columns = table.c
    asked = select(columns.plan_id, columns.number, HOTLINE.c.code, PLAN.c.first_day)
    asked = asked.select_from(table).join(PLAN, PLAN.c.id == columns.plan_id).join(HOTLINE)
    rows = connection.execute(asked.order_by(HOTLINE.c.code, PLAN.c.first_day, columns.number))
    return tuple(
        NumberedItem(id=row.plan_id, number=row.number, hotline=row.code, plan=row.first_day.isoformat())
        for row in rows
    )

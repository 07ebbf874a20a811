"""Notices to be sent: written with what they tell of, sent later and at least once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from api.store.tables import OUTBOX
from api.store.types import new_id


@dataclass(frozen=True)
class Notice:
    """A notice that waits.

    Parameters
    ----------
    id
        Stays the same however often it is sent, so that a receiver can tell a second copy.
    kind
        What it tells, such as ``published``.
    payload
        Random ids, never names.
    """

    id: str
    kind: str
    payload: Mapping[str, Any]


def put(connection: Connection, kind: str, payload: Mapping[str, Any], at: datetime) -> str:
    """Put a notice in; return its id."""
    made = new_id()
    values = {"id": made, "created_at": at, "kind": kind, "payload": payload}
    connection.execute(insert(OUTBOX).values(**values))
    return made


def waiting(connection: Connection, most: int = 100) -> tuple[Notice, ...]:
    """Return the oldest notices that were not sent yet."""
    asked = select(OUTBOX.c.id, OUTBOX.c.kind, OUTBOX.c.payload).where(OUTBOX.c.sent_at.is_(None))
    rows = connection.execute(asked.order_by(OUTBOX.c.created_at, OUTBOX.c.id).limit(most))
    return tuple(Notice(*row) for row in rows)


def sent(connection: Connection, notice: str, at: datetime) -> None:
    """Note that a notice was sent; one that was sent before keeps its first moment."""
    fresh = (OUTBOX.c.id == notice) & OUTBOX.c.sent_at.is_(None)
    connection.execute(update(OUTBOX).where(fresh).values(sent_at=at))

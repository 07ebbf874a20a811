"""Notices to be sent: written with what they tell of, sent later and at least once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

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
    created_at
        When it was put in, or from when on it may be passed on, in UTC.
    """

    id: str
    kind: str
    payload: Mapping[str, Any]
    created_at: datetime


def add_notice(connection: Connection, kind: str, payload: Mapping[str, Any], at: datetime) -> str:
    """Put a notice in; return its id. One of a moment that is still to come waits until then."""
    made = new_id()
    values = {"id": made, "created_at": at, "kind": kind, "payload": payload}
    connection.execute(insert(OUTBOX).values(**values))
    return made


def add_notice_once(
    connection: Connection, name: str, kind: str, payload: Mapping[str, Any], at: datetime
) -> bool:
    """Put a notice in that is there only once, whoever else does so; tell whether it was not there.

    Parameters
    ----------
    name
        What it is known by among those of its kind: its id follows from that.
    """
    made = sha256(f"{kind} {name}".encode()).hexdigest()[:32]
    if connection.execute(select(OUTBOX.c.id).where(OUTBOX.c.id == made)).first() is not None:
        return False
    try:
        with connection.begin_nested():
            values = {"id": made, "created_at": at, "kind": kind, "payload": payload}
            connection.execute(insert(OUTBOX).values(**values))
    except IntegrityError:  # somebody else was faster
        return False
    return True


def unsent_notices(
    connection: Connection,
    most: int | None = 100,
    kinds: Collection[str] = (),
    due: datetime | None = None,
) -> tuple[Notice, ...]:
    """Return the oldest notices that were not passed on yet.

    Parameters
    ----------
    most, kinds
        How many, ``None`` for all, and of which kinds, where any are named.
    due
        Leaves out those that wait for a later moment than this one; ``None`` for none.
    """
    o = OUTBOX.c
    asked = select(o.id, o.kind, o.payload, o.created_at).where(o.sent_at.is_(None))
    if kinds:
        asked = asked.where(o.kind.in_(kinds))
    if due is not None:
        asked = asked.where(o.created_at <= due)
    rows = connection.execute(asked.order_by(o.created_at, o.id).limit(most))
    return tuple(
        Notice(id=row.id, kind=row.kind, payload=row.payload, created_at=row.created_at) for row in rows
    )


def mark_sent(connection: Connection, notice: str, at: datetime) -> bool:
    """Note that a notice was passed on; one that was before keeps its first moment, and false is returned."""
    fresh = (OUTBOX.c.id == notice) & OUTBOX.c.sent_at.is_(None)
    return connection.execute(update(OUTBOX).where(fresh).values(sent_at=at)).rowcount == 1

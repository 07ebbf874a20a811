"""What verifying asks: every numbered thing that a plan has, and whether the chain has a link."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from api.access.ids import HotlineCode, PersonId, PlanId
from api.calendars.ics.reading import DamagedFeedError, ForeignFeedError, parse_events
from api.privacy.records.erasure import ACTIONS
from api.publication.body import Body
from api.store.audit import START, Head
from api.store.tables import (
    AUDIT_EVENT,
    FEED_BODY,
    HOTLINE,
    PERSON,
    PLAN,
    PLAN_REVISION,
    PUBLICATION,
    ROSTER_VERSION,
)


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


def broken_calendars(connection: Connection) -> tuple[tuple[str, str], ...]:
    """Return kind and subject of calendars of which the parts do not fit each other."""
    f = FEED_BODY.c
    rows = connection.execute(select(f.kind, f.subject, f.body, f.zipped, f.etag, f.events)).mappings()
    return tuple(dict.fromkeys((row["kind"], row["subject"]) for row in rows if not _fits(row)))


def _fits(row: RowMapping) -> bool:
    """Tell whether a calendar is what its ETag says, pressed together and event by event."""
    body = bytes(row["body"])
    try:
        shown = {(e.uid, e.sequence, e.starts_at, e.cancelled) for e in parse_events(body)}
        pressed = gzip.decompress(bytes(row["zipped"]))
    except (DamagedFeedError, ForeignFeedError, OSError, EOFError, zlib.error):
        return False
    return Body.of(body).etag == row["etag"] and pressed == body and shown == set(map(_key, row["events"]))


def _key(event: Mapping[str, Any]) -> tuple[str, int, datetime, bool]:
    starts_at = datetime.fromisoformat(event["starts_at"])
    return event["uid"], event["sequence"], starts_at, event["cancelled"]


def broken_erasures(connection: Connection) -> tuple[PersonId, ...]:
    """Return persons of whom the chain and their row do not say the same about their being erased."""
    e, p = AUDIT_EVENT.c, PERSON.c
    said = frozenset(connection.execute(select(e.object).where(e.action == ACTIONS[0])).scalars())
    rows = connection.execute(select(p.id, p.agent, p.name, p.erased_at).order_by(p.id)).all()
    return tuple(
        row.id
        for row in rows
        if (row.id in said) != (row.agent is None and not row.name and bool(row.erased_at))
    )


def _numbered(connection: Connection, table: Any) -> tuple[NumberedItem, ...]:
    columns = table.c
    asked = select(columns.plan_id, columns.number, HOTLINE.c.code, PLAN.c.first_day)
    asked = asked.select_from(table).join(PLAN, PLAN.c.id == columns.plan_id).join(HOTLINE)
    rows = connection.execute(asked.order_by(HOTLINE.c.code, PLAN.c.first_day, columns.number))
    return tuple(
        NumberedItem(id=row.plan_id, number=row.number, hotline=row.code, plan=row.first_day.isoformat())
        for row in rows
    )

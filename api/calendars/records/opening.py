"""What a secret address opens: answering it is a single SELECT, and nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, select

from api.access.ids import HotlineCode
from api.access.tokens import hash_of, is_token
from api.calendars.records.addresses import CalendarOwner, is_alive
from api.calendars.rights import PERSON
from api.store.tables import CALENDAR_ADDRESS, FEED_BODY, HOTLINE
from api.store.tables import PERSON as PERSONS


@dataclass(frozen=True)
class OpenedCalendar:
    """What a secret address opens: one calendar, ready to be handed out.

    Parameters
    ----------
    hotline
        Code of the hotline.
    owner
        Whose calendar it is.
    agent
        By which id the person goes, where it is a person's.
    etag, changed_at
        What its text is told apart by, and since when it says what it says.
    body, zipped
        The text, and the same pressed together.
    """

    hotline: HotlineCode
    owner: CalendarOwner
    agent: str | None
    etag: str
    changed_at: datetime | None
    body: bytes
    zipped: bytes


def open_address(connection: Connection, token: str) -> OpenedCalendar | None:
    """Return what an address opens; nothing where it is malformed, unknown, revoked, or its owner gone.

    Nothing is written, and one statement is run: this is what thousands of telephones ask for.
    """
    if not is_token(token):
        return None
    row = connection.execute(_OPENED, {"token_sha256": hash_of(token)}).first()
    if row is None:
        return None
    return OpenedCalendar(
        hotline=row.code,
        owner=CalendarOwner(row.kind, row.subject),
        agent=row.agent,
        etag=row.etag,
        changed_at=row.changed_at,
        body=bytes(row.body),
        zipped=bytes(row.zipped),
    )


def _select_opened() -> Select[Any]:
    a, f = CALENDAR_ADDRESS.c, FEED_BODY.c
    calendar = and_(
        f.hotline_id == a.hotline_id, f.kind == a.kind, f.subject == a.subject, f.language == a.language
    )
    person = and_(a.kind == PERSON, PERSONS.c.id == a.subject)
    tables = (
        CALENDAR_ADDRESS.join(HOTLINE, HOTLINE.c.id == a.hotline_id)
        .join(FEED_BODY, calendar)
        .outerjoin(PERSONS, person)
    )
    columns = (HOTLINE.c.code, a.kind, a.subject, PERSONS.c.agent, f.etag, f.changed_at, f.body, f.zipped)
    known = a.token_sha256 == bindparam("token_sha256")
    return select(*columns).select_from(tables).where(known, is_alive())


_OPENED = _select_opened()

"""What secret addresses open: answering is a single SELECT, for however many, and nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, case, null, select

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
        The text, and the same pressed together; empty where it was asked for by somebody who holds it.
    """

    hotline: HotlineCode
    owner: CalendarOwner
    agent: str | None
    etag: str
    changed_at: datetime | None
    body: bytes
    zipped: bytes


@dataclass(frozen=True)
class CalendarPoll:
    """Somebody who asks what an address opens.

    Parameters
    ----------
    token
        The secret of the address.
    tags
        Of the texts that they hold: these need not be read.
    """

    token: str
    tags: frozenset[str] = frozenset()


def open_addresses(connection: Connection, polls: Sequence[CalendarPoll]) -> list[OpenedCalendar | None]:
    """Return what each address opens; nothing where it is malformed, unknown, revoked, or its owner gone.

    Nothing is written, and one statement is run: this is what thousands of telephones ask for. (Two, where
    of several who ask for one calendar at a time some hold its text and some don't.)
    """
    hashes = [hash_of(poll.token) if is_token(poll.token) else None for poll in polls]
    found = _select(connection, hashes, frozenset().union(*(poll.tags for poll in polls)))
    bare = [
        digest
        for poll, digest in zip(polls, hashes, strict=True)
        if digest in found and found[digest].body is None and found[digest].etag not in poll.tags
    ]
    found |= _select(connection, bare, frozenset())
    return [None if digest is None else _calendar(found.get(digest)) for digest in hashes]


def _select(
    connection: Connection, hashes: Iterable[str | None], tags: frozenset[str]
) -> dict[str, Row[Any]]:
    asked = sorted({digest for digest in hashes if digest is not None})
    if not asked:
        return {}
    rows = connection.execute(_OPENED, {"hashes": asked, "tags": sorted(tags)})
    return {row.token_sha256: row for row in rows}


def _calendar(row: Row[Any] | None) -> OpenedCalendar | None:
    if row is None:
        return None
    return OpenedCalendar(
        hotline=row.code,
        owner=CalendarOwner(row.kind, row.subject),
        agent=row.agent,
        etag=row.etag,
        changed_at=row.changed_at,
        body=bytes(row.body or b""),
        zipped=bytes(row.zipped or b""),
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
    held = f.etag.in_(bindparam("tags", expanding=True))
    body, zipped = (case((held, null()), else_=text).label(text.name) for text in (f.body, f.zipped))
    who = (a.token_sha256, HOTLINE.c.code, a.kind, a.subject, PERSONS.c.agent)
    known = a.token_sha256.in_(bindparam("hashes", expanding=True))
    return select(*who, f.etag, f.changed_at, body, zipped).select_from(tables).where(known, is_alive())


_OPENED = _select_opened()

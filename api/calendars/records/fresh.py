"""Keeping a calendar ready for whoever subscribes to it, also before anything of it was published."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from api.access.ids import HotlineId
from api.calendars.ics.sentences import WHOLE
from api.calendars.ics.writing import write_calendar
from api.calendars.records.feeds import HOTLINE, PERSON, event_of
from api.calendars.records.publishing import drawn, put_feeds, source_sha256
from api.store.errors import MissingError
from api.store.tables import FEED_BODY
from api.store.tables import HOTLINE as HOTLINES
from api.store.tables import PERSON as PERSONS
from api.texts.translator import LANGUAGES, translator


def keep_feeds(connection: Connection, hotline: HotlineId, kind: str, subject: str, at: datetime) -> None:
    """See to it that a calendar is there in every language; one that was never written waits, empty.

    Raises
    ------
    Missing
        Where there is no such person.
    """
    owner, name = _titled(connection, hotline, kind, subject)
    f = FEED_BODY.c
    named = (f.hotline_id == hotline) & (f.kind == kind) & (f.subject == subject)
    held = connection.execute(select(f.language, f.events).where(named).order_by(f.language)).all()
    lacking = [language for language in LANGUAGES if language not in {row.language for row in held}]
    if lacking:
        called = connection.execute(select(HOTLINES.c.name).where(HOTLINES.c.id == hotline)).scalar_one()
        told = held[0].events if held else []
        rows = (_row(language, called, (kind, subject, owner, name), told) for language in lacking)
        since = at.replace(microsecond=0)
        put_feeds(connection, [{"hotline_id": hotline, "changed_at": since, **row} for row in rows])


def _titled(connection: Connection, hotline: HotlineId, kind: str, subject: str) -> tuple[str, str]:
    """Return by which id and name an owner goes; a municipality's name only the next publication tells."""
    if kind != PERSON:
        return ("", "") if kind == HOTLINE else (subject, "")
    p = PERSONS.c
    there = (p.id == subject) & (p.hotline_id == hotline) & p.erased_at.is_(None)
    row = connection.execute(select(p.agent, p.name).where(there)).first()
    if row is None:
        raise MissingError("person")
    return row.agent, row.name


def _row(
    language: str, hotline: str, whose: tuple[str, str, str, str], told: list[dict[str, Any]]
) -> dict[str, Any]:
    kind, subject, owner, name = whose
    title = translator(language).sentence(WHOLE()) if kind == HOTLINE else name or owner
    content = write_calendar(language, hotline, title, map(event_of, told))
    digest = source_sha256(language, hotline, owner, name, told)
    return {
        **drawn(language, kind, subject, content),
        "source_sha256": digest,
        "events": told,
        "dropped": [],
    }

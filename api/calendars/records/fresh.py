"""Keeping a calendar ready for whoever subscribes to it, also before anything of it was published."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select

from api.access.ids import HotlineId
from api.calendars.ics.content import CalendarContent
from api.calendars.ics.sentences import WHOLE
from api.calendars.ics.writing import calendar_head
from api.calendars.records.feed_source import FeedSource, replace_feeds
from api.calendars.records.feeds import event_of
from api.calendars.rights import HOTLINE, PERSON
from api.store.errors import MissingError
from api.store.tables import FEED_BODY
from api.store.tables import HOTLINE as HOTLINES
from api.store.tables import PERSON as PERSONS
from api.texts.translator import LANGUAGES, translator
from wfm.finding import NO_AGENT
from wfm.ids import AgentId


def ensure_feeds(connection: Connection, hotline: HotlineId, kind: str, subject: str, at: datetime) -> None:
    """See to it that a calendar is there in every language; one that was never written waits, empty.

    Raises
    ------
    MissingError
        Where there is no such person.
    """
    owner, name = _find_names(connection, hotline, kind, subject)
    f = FEED_BODY.c
    named = (f.hotline_id == hotline) & (f.kind == kind) & (f.subject == subject)
    there = connection.execute(select(f.language, f.events).where(named).order_by(f.language)).all()
    lacking = [language for language in LANGUAGES if language not in {row.language for row in there}]
    if lacking:
        called = connection.execute(select(HOTLINES.c.name).where(HOTLINES.c.id == hotline)).scalar_one()
        agent = AgentId(owner) if kind == PERSON else NO_AGENT
        events = tuple(
            replace(event_of(record), agent=agent) for record in (there[0].events if there else ())
        )
        titles = {code: _title(code, kind, name or owner) for code in lacking}
        sources = (
            FeedSource(
                language=language,
                kind=kind,
                subject=subject,
                head=calendar_head(language, called, title),
                content=CalendarContent(events),
            )
            for language, title in titles.items()
        )
        since = at.replace(microsecond=0)
        replace_feeds(connection, [source.row(hotline, since) for source in sources])


def _title(language: str, kind: str, name: str) -> str:
    return translator(language).sentence(WHOLE()) if kind == HOTLINE else name


def _find_names(connection: Connection, hotline: HotlineId, kind: str, subject: str) -> tuple[str, str]:
    """Return by which id and name an owner goes; a municipality's name only the next publication tells."""
    if kind != PERSON:
        return ("", "") if kind == HOTLINE else (subject, "")
    p = PERSONS.c
    there = (p.id == subject) & (p.hotline_id == hotline) & p.erased_at.is_(None)
    row = connection.execute(select(p.agent, p.name).where(there)).first()
    if row is None:
        raise MissingError("person")
    return row.agent, row.name

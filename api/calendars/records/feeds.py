"""Calendars as they are handed out: written when a roster is published, and only read from then on.

Each stands here whole, in every language that is spoken and pressed together as well, so that whoever asks
for one is answered by one SELECT.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import Connection, func, select

from api.access.ids import HotlineId, PersonId
from api.calendars.rights import PERSON
from api.publication.publication import CalendarEvent
from api.store.tables import FEED_BODY
from wfm.finding import NO_AGENT
from wfm.ids import AgentId, MunicipalityCode, ShiftId

FeedKey: TypeAlias = tuple[str, str]
"""Kind and subject of a calendar."""

HEAD = 4096
"""As much of a calendar's text as is read to see under which title it stands."""


@dataclass(frozen=True)
class StoredFeed:
    """A calendar as it stands in the store.

    Parameters
    ----------
    kind, subject, language
        Whose it is, and in which language.
    head
        How its text begins.
    changed_at
        Since when it says what it says.
    is_outdated
        Whether its text is no longer that of its events.
    events, dropped
        What it shows, in order of time, and what it no longer shows; not yet anybody's.
    """

    kind: str
    subject: str
    language: str
    head: bytes
    changed_at: datetime | None
    is_outdated: bool
    events: tuple[CalendarEvent, ...]
    dropped: tuple[CalendarEvent, ...]

    @property
    def key(self) -> FeedKey:
        """Kind and subject."""
        return self.kind, self.subject


def read_feeds(connection: Connection, hotline: HotlineId) -> tuple[StoredFeed, ...]:
    """Return the calendars of a hotline in every language."""
    f = FEED_BODY.c
    head = func.substr(f.body, 1, HEAD).label("head")
    asked = select(f.kind, f.subject, f.language, head, f.changed_at, f.source_sha256, f.events, f.dropped)
    rows = connection.execute(asked.where(f.hotline_id == hotline).order_by(f.kind, f.subject, f.language))
    return tuple(
        StoredFeed(
            kind=row.kind,
            subject=row.subject,
            language=row.language,
            head=bytes(row.head),
            changed_at=row.changed_at,
            is_outdated=not row.source_sha256,
            events=tuple(map(event_of, row.events)),
            dropped=tuple(map(event_of, row.dropped)),
        )
        for row in rows
    )


def read_feed_events(
    connection: Connection, hotline: HotlineId, agents: Mapping[PersonId, AgentId], language: str
) -> Iterator[CalendarEvent]:
    """Yield the events of all calendars of a hotline, in one language.

    Parameters
    ----------
    agents
        By what id everybody goes now, by random id.
    language
        Where a calendar was never written in it, the events are those of another one.
    """
    f = FEED_BODY.c
    asked = select(f.kind, f.subject, f.language, f.events).where(f.hotline_id == hotline)
    rows: dict[tuple[str, str], Any] = {}
    for row in connection.execute(asked.order_by(f.language)):
        if row.language == language or (row.kind, row.subject) not in rows:
            rows[row.kind, row.subject] = row
    for (kind, subject), row in rows.items():
        agent = agents[PersonId(subject)] if kind == PERSON else NO_AGENT
        for record in row.events:
            yield replace(event_of(record), agent=agent)


def record_of(event: CalendarEvent) -> dict[str, Any]:
    """Return an event as a document; whose it is says the calendar that it stands in."""
    record = {
        "uid": event.uid,
        "municipality": event.municipality,
        "shift": event.shift,
        "starts_at": event.starts_at.isoformat(),
        "ends_at": event.ends_at.isoformat(),
        "summary": event.summary,
        "location": event.location,
        "description": event.description,
        "sequence": event.sequence,
        "changed_at": event.changed_at.isoformat(),
        "cancelled": event.cancelled,
    }
    return record | ({"periods": [day.isoformat() for day in event.periods]} if event.periods else {})


def event_of(record: Mapping[str, Any]) -> CalendarEvent:
    """Return the event of a document, not yet anybody's."""
    return CalendarEvent(
        uid=record["uid"],
        agent=NO_AGENT,
        municipality=MunicipalityCode(record["municipality"]),
        shift=ShiftId(record["shift"]),
        starts_at=datetime.fromisoformat(record["starts_at"]),
        ends_at=datetime.fromisoformat(record["ends_at"]),
        summary=record["summary"],
        location=record["location"],
        description=record["description"],
        sequence=record["sequence"],
        changed_at=datetime.fromisoformat(record["changed_at"]),
        cancelled=record["cancelled"],
        periods=tuple(map(date.fromisoformat, record.get("periods", ()))),
    )

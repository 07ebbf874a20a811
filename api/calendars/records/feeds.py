"""Calendars as they are handed out: written when a roster is published, and only read from then on.

Each stands here whole, in every language that is spoken and pressed together as well, so that whoever asks
for one is answered by one SELECT.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from api.access.ids import HotlineId, PersonId
from api.calendars.rights import PERSON
from api.publication.publication import CalendarEvent
from api.store.tables import FEED_BODY
from wfm.finding import NO_AGENT
from wfm.ids import AgentId, MunicipalityCode, ShiftId


def read_feed_events(
    connection: Connection,
    hotline: HotlineId,
    agents: Mapping[PersonId, AgentId],
    language: str,
    *,
    dropped: bool = False,
) -> Iterator[CalendarEvent]:
    """Yield the events of all calendars of a hotline, in one language.

    Parameters
    ----------
    agents
        By what id everybody goes now, by random id.
    language
        Where a calendar was never written in it, the events are those of another one.
    dropped
        Whether those that are no longer shown are wanted too.
    """
    f = FEED_BODY.c
    asked = select(f.kind, f.subject, f.language, f.events, f.dropped).where(f.hotline_id == hotline)
    rows: dict[tuple[str, str], Any] = {}
    for row in connection.execute(asked.order_by(f.language)):
        if row.language == language or (row.kind, row.subject) not in rows:
            rows[row.kind, row.subject] = row
    for (kind, subject), row in rows.items():
        agent = agents[PersonId(subject)] if kind == PERSON else NO_AGENT
        for record in (*row.events, *(row.dropped if dropped else ())):
            yield replace(event_of(record), agent=agent)


def record_of(event: CalendarEvent) -> dict[str, Any]:
    """Return an event as a document; whose it is says the calendar that it stands in."""
    fields = asdict(event)
    del fields["agent"]
    moments = {name: fields[name].isoformat() for name in ("starts_at", "ends_at", "changed_at")}
    return fields | moments


def event_of(record: Mapping[str, Any]) -> CalendarEvent:
    """Return the event of a document, not yet anybody's."""
    moments = {name: datetime.fromisoformat(record[name]) for name in ("starts_at", "ends_at", "changed_at")}
    codes = {"municipality": MunicipalityCode(record["municipality"]), "shift": ShiftId(record["shift"])}
    return CalendarEvent(**{**record, **moments, **codes, "agent": NO_AGENT})

"""A calendar and all that it is written from: the one way in which a stored calendar gets its text."""

from __future__ import annotations

import gzip
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert

from api.access.ids import HotlineId
from api.calendars.ics.sentences import WHOLE
from api.calendars.ics.writing import write_calendar
from api.calendars.records.feeds import record_of
from api.calendars.rights import HOTLINE
from api.publication.body import Body
from api.publication.publication import CalendarEvent
from api.store.tables import FEED_BODY
from api.store.types import canonical
from api.texts.translator import translator


@dataclass(frozen=True)
class FeedSource:
    """What a calendar is written from.

    Parameters
    ----------
    language, hotline
        In which language, and the name of the hotline.
    kind, subject
        Whose it is, as the store knows it.
    owner, name
        By which id and name they go; empty for the whole hotline.
    events, dropped
        What it shows, in order of time, and what it no longer shows.
    """

    language: str
    hotline: str
    kind: str
    subject: str
    owner: str
    name: str
    events: tuple[CalendarEvent, ...]
    dropped: tuple[CalendarEvent, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """Kind and subject."""
        return self.kind, self.subject

    @property
    def title(self) -> str:
        """Whose it is, as its readers are told."""
        if self.kind == HOTLINE:
            return translator(self.language).sentence(WHOLE())
        return self.name or self.owner

    @cached_property
    def sha256(self) -> str:
        """Hash of all that it is written from; its title is part of it, too."""
        events = [record_of(event) for event in self.events]
        whole = [self.language, self.hotline, self.owner, self.name, events]
        return sha256(canonical(whole).encode()).hexdigest()

    def row(self, hotline: HotlineId, since: datetime) -> Mapping[str, Any]:
        """Return it as it stands in the store, saying what it says since then."""
        content = write_calendar(self.language, self.hotline, self.title, self.events)
        body = Body.of(content)
        return {
            "hotline_id": hotline,
            "kind": self.kind,
            "subject": self.subject,
            "language": self.language,
            "body": body.content,
            "zipped": gzip.compress(content, mtime=0),
            "etag": body.etag,
            "changed_at": since,
            "source_sha256": self.sha256,
            "events": [record_of(event) for event in self.events],
            "dropped": [record_of(event) for event in self.dropped],
        }


def replace_feeds(connection: Connection, rows: Collection[Mapping[str, Any]]) -> None:
    """Write rows of calendars, each in the place of the one that was there."""
    if not rows:
        return
    names = ("hotline_id", "kind", "subject", "language")
    gone = delete(FEED_BODY)
    for name in names:
        gone = gone.where(FEED_BODY.c[name] == bindparam(f"the_{name}"))
    connection.execute(gone, [{f"the_{name}": row[name] for name in names} for row in rows])
    connection.execute(insert(FEED_BODY), [dict(row) for row in rows])

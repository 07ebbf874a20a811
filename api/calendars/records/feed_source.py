"""A calendar and all that it is written from: the one way in which a stored calendar gets its text."""

from __future__ import annotations

import gzip
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Text, bindparam, delete, insert

from api.access.ids import HotlineId
from api.calendars.ics.content import CalendarContent
from api.calendars.ics.writing import calendar_of
from api.calendars.records.feeds import record_of
from api.publication.body import Body
from api.store.tables import FEED_BODY
from api.store.types import canonical

_KEY = ("hotline_id", "kind", "subject", "language")
_DOCUMENTS = ("events", "dropped")


@dataclass(frozen=True)
class FeedSource:
    """What a calendar is written from.

    Parameters
    ----------
    language
        In which language.
    kind, subject
        Whose it is, as the store knows it.
    head
        How its text begins, the title in it.
    content
        What stands in it.
    """

    language: str
    kind: str
    subject: str
    head: bytes
    content: CalendarContent

    def row(self, hotline: HotlineId, since: datetime) -> Mapping[str, Any]:
        """Return it as it is put into the store, documents as text, saying what it says since then."""
        text = calendar_of(self.head, self.content.events)
        body = Body.of(text)
        events = canonical([record_of(event) for event in self.content.events])
        return {
            "hotline_id": hotline,
            "kind": self.kind,
            "subject": self.subject,
            "language": self.language,
            "body": body.content,
            "zipped": gzip.compress(text, mtime=0),
            "etag": body.etag,
            "changed_at": since,
            "source_sha256": sha256(self.head + events.encode()).hexdigest(),
            "events": events,
            "dropped": canonical([record_of(event) for event in self.content.dropped]),
        }


def replace_feeds(connection: Connection, rows: Collection[Mapping[str, Any]]) -> None:
    """Write rows of calendars, each in the place of the one that was there."""
    if not rows:
        return
    gone = delete(FEED_BODY)
    for name in _KEY:
        gone = gone.where(FEED_BODY.c[name] == bindparam(f"the_{name}"))
    connection.execute(gone, [{f"the_{name}": row[name] for name in _KEY} for row in rows])
    written = insert(FEED_BODY).values({name: bindparam(name, type_=Text()) for name in _DOCUMENTS})
    connection.execute(written, [dict(row) for row in rows])

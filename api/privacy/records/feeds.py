"""Names of people who were erased, in calendars of others: a plan may name colleagues on shared shifts."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select, update

from api.access.ids import HotlineId, PersonId
from api.calendars.records.publishing import publish_feeds
from api.plans.records.erased_names import name_of_erased
from api.rosters.records.rosters import VersionContent, find_version, read_version
from api.store.personal_data import key_of
from api.store.tables import FEED_BODY, PERSON, PLAN, PUBLICATION
from api.texts.one_line import one_line

FEEDS = FEED_BODY.name
"""The table of calendars."""

TEXTS = ("summary", "location", "description")
"""What an event says in words."""

EVENTS = ("events", "dropped")
"""Columns that hold events."""


def names_to_forget(connection: Connection, persons: Collection[PersonId]) -> frozenset[str]:
    """Return what calendars call persons who are not erased yet."""
    asked = select(PERSON.c.agent, PERSON.c.name).where(PERSON.c.id.in_(persons))
    shown = (one_line(row.name) or row.agent or "" for row in connection.execute(asked))
    return frozenset(filter(None, shown))


def forget_in_feeds(connection: Connection, hotline: HotlineId, names: Collection[str], at: datetime) -> int:
    """Write the calendars of a hotline anew where they name somebody; return how many did."""
    read = _last_published(connection, hotline)
    if read is None or not names:  # then no calendar shows anything, or nobody new is erased
        return 0
    f, word = FEED_BODY.c, name_of_erased(read.plan.hotline.language)
    found = 0
    for row in connection.execute(select(FEED_BODY).where(f.hotline_id == hotline)).mappings().all():
        told = {name: [_rename(event, names, word, at) for event in row[name]] for name in EVENTS}
        if any(told[name] != row[name] for name in EVENTS):
            connection.execute(
                update(FEED_BODY).where(key_of(FEED_BODY, row)).values(**told, source_sha256="")
            )
            found += 1
    if found:
        publish_feeds(connection, hotline, read, at)
    return found


def _rename(event: Mapping[str, Any], names: Collection[str], word: str, at: datetime) -> Mapping[str, Any]:
    """Return an event without names; as a change that whoever subscribes takes over."""
    said = {name: _replace(event[name], names, word) for name in TEXTS}
    if all(said[name] == event[name] for name in TEXTS):
        return event
    moment = at.astimezone(UTC).replace(microsecond=0).isoformat()
    changed = max(moment, event["changed_at"])
    return {**event, **said, "sequence": event["sequence"] + 1, "changed_at": changed}


def _replace(text: str, names: Collection[str], word: str) -> str:
    if not names:
        return text
    ordered = sorted(names, key=lambda name: (-len(name), name))
    pattern = rf"(?<![\w-])(?:{'|'.join(map(re.escape, ordered))})(?![\w-])"
    return re.sub(pattern, lambda _: word, text)


def _last_published(connection: Connection, hotline: HotlineId) -> VersionContent | None:
    """Read what is published last in time; whoever was erased must be it by now."""
    published = select(PLAN.c.id, PUBLICATION.c.number).join(PUBLICATION)
    published = published.where((PLAN.c.hotline_id == hotline) & (PUBLICATION.c.number > 0))
    last = connection.execute(published.order_by(PLAN.c.first_day.desc()).limit(1)).first()
    return None if last is None else read_version(connection, find_version(connection, last.id, last.number))

"""Writing calendars: once for each publication, in every language, and only those that say something new.

An event goes on from where it stood, whatever quarter's plan it was published with, and the shifts of
other plans stand as they are, else mending this quarter would cancel the next. A cancelled event is shown
until its time is over, 30 days at least, and then left out when its calendar is written next, never by the
clock; it is remembered, so that it goes on counting where it comes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from api.access.ids import HotlineId
from api.calendars.ics.content import CalendarContent, by_owner
from api.calendars.ics.events import events_of, in_order
from api.calendars.records.feed_basis import BasisState, FeedBasis, read_basis
from api.calendars.records.feed_source import replace_feeds
from api.calendars.records.feeds import FeedKey
from api.calendars.records.language_feeds import LanguageFeeds
from api.publication.publication import CalendarEvent
from api.rosters.records.rosters import VersionContent
from api.texts.translator import LANGUAGES


@dataclass(frozen=True)
class FeedRows:
    """Calendars that say something new, ready to be put into the store.

    Parameters
    ----------
    basis
        What they were written from.
    rows
        As they are put in; one for each language.
    """

    basis: BasisState
    rows: tuple[Mapping[str, Any], ...]

    @property
    def hotline(self) -> HotlineId:
        """Whose they are."""
        return self.basis.hotline

    @property
    def changed(self) -> tuple[FeedKey, ...]:
        """Kind and subject of those that change."""
        return tuple(dict.fromkeys((row["kind"], row["subject"]) for row in self.rows))


def publish_feeds(
    connection: Connection,
    hotline: HotlineId,
    content: VersionContent,
    at: datetime,
    languages: Iterable[str] = LANGUAGES,
) -> tuple[FeedKey, ...]:
    """Write the calendars of a version that is published, in every language or in some.

    Returns
    -------
    tuple
        Kind and subject of those that changed. One that says what it said is left alone, byte for byte.
    """
    return write_feeds(connection, render_feeds(read_basis(connection, hotline, content), at, languages))


def render_feeds(basis: FeedBasis, at: datetime, languages: Iterable[str] = LANGUAGES) -> FeedRows:
    """Write the text of the calendars that are not what they were, out of any transaction."""
    rows = (row for language in languages for row in LanguageFeeds(basis, language, at).rows())
    return FeedRows(basis.moment, tuple(rows))


def write_feeds(connection: Connection, feeds: FeedRows) -> tuple[FeedKey, ...]:
    """Put calendars into the store; return which they are."""
    replace_feeds(connection, feeds.rows)
    return feeds.changed


def take_in_feeds(
    connection: Connection,
    hotline: HotlineId,
    content: VersionContent,
    events: Iterable[CalendarEvent],
    at: datetime,
) -> None:
    """Write calendars of which the events are known already, as they stand, in the language of the plan.

    The whole hotline's, and those in other languages, begin anew.
    """
    basis = read_basis(connection, hotline, content)
    language = content.plan.hotline.language
    whole = (e for e in events_of(content.plan, content.roster, (), at, whole=True) if not e.municipality)
    contents = {owner: CalendarContent(own) for owner, own in by_owner(in_order((*events, *whole))).items()}
    rows = LanguageFeeds(basis, language, at, contents).rows()
    write_feeds(connection, FeedRows(basis.moment, tuple(rows)))
    publish_feeds(connection, hotline, content, at, [code for code in LANGUAGES if code != language])

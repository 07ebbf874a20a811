"""The calendars of a hotline in one language, as a publication leaves them: pure, nothing is read here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from api.access.ids import PersonId
from api.calendars.ics.content import CalendarContent, EventOwner, by_owner, next_content
from api.calendars.ics.events import NO_MUNICIPALITY, events_of
from api.calendars.ics.sentences import WHOLE
from api.calendars.ics.writing import calendar_head, head_of
from api.calendars.records.feed_basis import FeedBasis
from api.calendars.records.feed_source import FeedSource
from api.calendars.records.feeds import FeedKey, StoredFeed
from api.calendars.rights import HOTLINE, MUNICIPALITY, PERSON
from api.publication.publication import CalendarEvent
from api.texts.translator import translator
from wfm.finding import NO_AGENT
from wfm.ids import MunicipalityCode

_TICK = timedelta(seconds=1)
_NEVER = datetime.min.replace(tzinfo=UTC)


class LanguageFeeds:
    """Calendars in one language: those of the plan's own, and of all who have one already.

    Parameters
    ----------
    basis
        What they are written from.
    language
        Which language.
    at
        Moment of the publication; aware.
    contents
        What stands in them, where that is known; else it is carried on from what stood there.
    """

    def __init__(
        self,
        basis: FeedBasis,
        language: str,
        at: datetime,
        contents: Mapping[EventOwner, CalendarContent] | None = None,
    ) -> None:
        self.basis, self.language, self.at = basis, language, at
        self.stored: dict[FeedKey, StoredFeed] = {}
        for feed in basis.feeds:  # one that was never written in this language goes on from another
            if feed.language == language or feed.key not in self.stored:
                self.stored[feed.key] = feed
        self.before = {
            self._owner(feed.key): CalendarContent(
                self._of_owner(feed.key, feed.events), self._of_owner(feed.key, feed.dropped)
            )
            for feed in self.stored.values()
        }
        self.contents = self._carry_on() if contents is None else contents

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Yield calendars that are not what they were, as they are put into the store."""
        for key, name in self._names():
            before = self._find(key)
            source = self._source(key, name, before)
            if before is None:
                yield source.row(self.basis.hotline, _since(self.at, None))
            elif not self._says_the_same(before, source):
                yield source.row(self.basis.hotline, _since(self.at, before.changed_at))

    def _find(self, key: FeedKey) -> StoredFeed | None:
        """Return a calendar as it stands in this language."""
        found = self.stored.get(key)
        return found if found is not None and found.language == self.language else None

    def _source(self, key: FeedKey, name: str | None, before: StoredFeed | None) -> FeedSource:
        if name is None and before is not None:
            head = head_of(before.head)
        else:
            head = calendar_head(self.language, self.basis.newest.hotline.name, name or key[1])
        content = self._under_own_id(key, self.contents.get(self._owner(key), CalendarContent()))
        return FeedSource(language=self.language, kind=key[0], subject=key[1], head=head, content=content)

    def _says_the_same(self, before: StoredFeed, source: FeedSource) -> bool:
        owner = self._owner(before.key)
        same = self.before[owner].events == self.contents.get(owner, CalendarContent()).events
        return same and before.head.startswith(source.head) and not before.is_outdated

    def _under_own_id(self, key: FeedKey, content: CalendarContent) -> CalendarContent:
        """Return what somebody is told by the id that they have now, whatever it was in each plan."""
        if key[0] != PERSON:
            return content
        agent = self.basis.owners[PersonId(key[1])].identity.agent
        events, dropped = (
            tuple(replace(event, agent=agent) for event in own) for own in (content.events, content.dropped)
        )
        return CalendarContent(events, dropped)

    def _names(self) -> Iterator[tuple[FeedKey, str | None]]:
        """Yield whose calendars there are to be, and what they go by; nothing where no plan knows it."""
        plan = self.basis.content.plan
        for person, owner in self.basis.owners.items():
            who = owner.identity
            home = plan.agent[owner.agent].municipality if owner.agent in plan.agent else None
            events = self.contents.get(EventOwner(owner.agent, NO_MUNICIPALITY), CalendarContent()).events
            known = events or home == who.municipality or (PERSON, person) in self.stored
            if known and not who.erased:
                yield (PERSON, person), who.name or who.agent
        of_events = (one.municipality for one in self.contents if one.municipality)
        of_feeds = (subject for kind, subject in self.stored if kind == MUNICIPALITY)
        for code in dict.fromkeys((*plan.municipality, *of_events, *map(MunicipalityCode, of_feeds))):
            yield (MUNICIPALITY, code), self.basis.name_of(code)
        yield (HOTLINE, self.basis.hotline), translator(self.language).sentence(WHOLE())

    def _carry_on(self) -> Mapping[EventOwner, CalendarContent]:
        """Return what stands in every calendar once the version is published."""
        content = self.basis.content
        plan = replace(content.plan, hotline=replace(content.plan.hotline, language=self.language))
        earlier = (event for one in self.before.values() for event in (*one.events, *one.dropped))
        published = self.basis.published
        events = events_of(plan, content.roster, earlier, self.at, whole=True, published=published)
        period, nothing = plan.hotline.period.first_day, CalendarContent()
        return {
            owner: next_content(own, self.before.get(owner, nothing), period, self.at)
            for owner, own in by_owner(events).items()
        }

    def _owner(self, key: FeedKey) -> EventOwner:
        kind, subject = key
        if kind == PERSON:
            return EventOwner(self.basis.owners[PersonId(subject)].agent, NO_MUNICIPALITY)
        return EventOwner(NO_AGENT, MunicipalityCode(subject) if kind == MUNICIPALITY else NO_MUNICIPALITY)

    def _of_owner(self, key: FeedKey, events: tuple[CalendarEvent, ...]) -> tuple[CalendarEvent, ...]:
        agent = self._owner(key).agent
        return tuple(replace(event, agent=agent) for event in events) if agent else events


def _since(at: datetime, before: datetime | None) -> datetime:
    """Return since when a calendar says what it says: later than before, whatever the clock was set to."""
    return max(at.astimezone(UTC).replace(microsecond=0), (before or _NEVER) + _TICK)

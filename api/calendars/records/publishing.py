"""Writing calendars: once for each publication, in every language, and only those that say something new.

An event goes on from where it stood, whatever quarter's plan it was published with. A plan that is
published has the last word on its own period; the shifts of a later plan that is published too stand as
they are, else mending this quarter would cancel the next. A cancelled event is shown for 30 days and then
left out by the next publication, never by the clock; it is remembered, so that it goes on counting where it
comes back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

from sqlalchemy import Connection, select

from api.access.ids import HotlineId, PersonId
from api.calendars.ics.events import CANCELLED_KEPT, events_of, in_order
from api.calendars.records.feed_source import FeedSource, replace_feeds
from api.calendars.records.feeds import read_feed_events
from api.calendars.rights import HOTLINE, MUNICIPALITY, PERSON
from api.publication.publication import CalendarEvent, Publication
from api.rosters.records.rosters import VersionContent
from api.store.persons import Identity, identities_of
from api.store.tables import FEED_BODY, PLAN, PUBLICATION
from api.texts.translator import LANGUAGES
from wfm.calendar import to_utc
from wfm.ids import AgentId, MunicipalityCode

_TICK = timedelta(seconds=1)
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class FeedInput:
    """What calendars are written from: a publication, and the events that they no longer show."""

    publication: Publication
    dropped: Publication


def publish_feeds(
    connection: Connection,
    hotline: HotlineId,
    content: VersionContent,
    at: datetime,
    languages: Iterable[str] = LANGUAGES,
) -> tuple[tuple[str, str], ...]:
    """Write the calendars of a version that is published, in every language or in some.

    Returns
    -------
    tuple
        Kind and subject of those that changed. One that says what it said is left alone, byte for byte.
    """
    owners = owners_of(connection, hotline, content)
    spoken = (
        replace(content, plan=replace(content.plan, hotline=replace(content.plan.hotline, language=language)))
        for language in languages
    )
    # All are carried on before the first is written: what is written now is no language's past.
    told = [_carry_on(connection, hotline, each, owners, at) for each in spoken]
    changed = [key for each in told for key in _write(connection, hotline, each, owners, at)]
    return tuple(dict.fromkeys(changed))


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
    owners = owners_of(connection, hotline, content)
    fresh = events_of(content.plan, content.roster, (), at, whole=True)
    whole = (event for event in fresh if not event.municipality)
    publication = Publication(content.plan, content.roster, content.report, in_order((*events, *whole)))
    nothing = replace(publication, events=())
    _write(connection, hotline, FeedInput(publication, nothing), owners, at)
    others = [code for code in LANGUAGES if code != publication.language]
    publish_feeds(connection, hotline, content, at, others)


def owners_of(
    connection: Connection, hotline: HotlineId, content: VersionContent
) -> Mapping[PersonId, Identity]:
    """Return everybody of a hotline by random id, no two of them with the same agent id.

    Whose agent id is somebody else's in this plan (they changed employer, or the id was given anew) goes
    by the random id.
    """
    in_plan = frozenset(content.person_of.values())
    taken = set(content.person_of)
    found = {}
    for person, who in sorted(identities_of(connection, hotline).items()):
        if person not in in_plan:
            found[person] = replace(who, agent=AgentId(person)) if who.agent in taken else who
            taken.add(found[person].agent)
        else:
            found[person] = who
    return found


def _carry_on(
    connection: Connection,
    hotline: HotlineId,
    content: VersionContent,
    owners: Mapping[PersonId, Identity],
    at: datetime,
) -> FeedInput:
    """Carry the events handed out so far on to a version, in the language of its plan."""
    agents = {person: who.agent for person, who in owners.items()}
    language = content.plan.hotline.language
    earlier = tuple(read_feed_events(connection, hotline, agents, language, dropped=True))
    later = _later_plan(connection, hotline, content.plan.hotline.period.first_day)
    start = None if later is None else to_utc(later, 0, content.plan.hotline.zone)
    set_aside = tuple(e for e in earlier if start is not None and e.starts_at >= start)
    own = (e for e in earlier if start is None or e.starts_at < start)
    events = (*events_of(content.plan, content.roster, own, at, whole=True, kept=True), *set_aside)
    told: list[CalendarEvent] = []
    dropped: list[CalendarEvent] = []
    for event in in_order(events):
        (dropped if _had_its_time(event, at) else told).append(event)
    publication = Publication(content.plan, content.roster, content.report, tuple(told))
    return FeedInput(publication, replace(publication, events=tuple(dropped)))


def _had_its_time(event: CalendarEvent, at: datetime) -> bool:
    return event.cancelled and event.changed_at <= at - CANCELLED_KEPT


def _write(
    connection: Connection,
    hotline: HotlineId,
    told: FeedInput,
    owners: Mapping[PersonId, Identity],
    at: datetime,
) -> tuple[tuple[str, str], ...]:
    """Write the calendars of a language that are not what they were."""
    f, language = FEED_BODY.c, told.publication.language
    of_language = (f.hotline_id == hotline) & (f.language == language)
    held = connection.execute(select(f.kind, f.subject, f.source_sha256, f.changed_at).where(of_language))
    known = {(row.kind, row.subject): row for row in held}
    rows = []
    for source in _sources(told, hotline, owners, known.keys()):
        before = known.get(source.key)
        if before is None or before.source_sha256 != source.sha256:
            rows.append(source.row(hotline, _since(at, None if before is None else before.changed_at)))
    replace_feeds(connection, rows)
    return tuple((row["kind"], row["subject"]) for row in rows)


def _sources(
    told: FeedInput,
    hotline: HotlineId,
    owners: Mapping[PersonId, Identity],
    held: Collection[tuple[str, str]],
) -> Iterator[FeedSource]:
    """Yield what there is to write: for the plan's own, and for all who have a calendar already."""
    publication, dropped = told.publication, told.dropped
    plan = publication.plan
    source = partial(FeedSource, language=publication.language, hotline=plan.hotline.name)
    for person, who in owners.items():
        events = publication.events_of_agent.get(who.agent, ())
        home = plan.agent[who.agent].municipality if who.agent in plan.agent else None
        known = events or home == who.municipality or (PERSON, person) in held
        if known and not who.erased:
            yield source(
                kind=PERSON,
                subject=person,
                owner=who.agent,
                name=who.name,
                events=events,
                dropped=dropped.events_of_agent.get(who.agent, ()),
            )
    codes = (MunicipalityCode(subject) for kind, subject in sorted(held) if kind == MUNICIPALITY)
    for code in dict.fromkeys((*plan.municipality, *publication.events_of_municipality, *codes)):
        place = plan.municipality.get(code)
        yield source(
            kind=MUNICIPALITY,
            subject=code,
            owner=code,
            name=place.name if place else "",
            events=publication.events_of_municipality.get(code, ()),
            dropped=dropped.events_of_municipality.get(code, ()),
        )
    yield source(
        kind=HOTLINE,
        subject=hotline,
        owner="",
        name="",
        events=publication.events_of_hotline,
        dropped=dropped.events_of_hotline,
    )


def _since(at: datetime, before: datetime | None) -> datetime:
    """Return since when a calendar says what it says: later than before, whatever the clock was set to."""
    return max(at.astimezone(UTC).replace(microsecond=0), (before or _NEVER) + _TICK)


def _later_plan(connection: Connection, hotline: HotlineId, first_day: date) -> date | None:
    """Return the first day of the next plan of a hotline that is published."""
    asked = select(PLAN.c.first_day).join(PUBLICATION).where(PUBLICATION.c.number > 0)
    later = asked.where((PLAN.c.hotline_id == hotline) & (PLAN.c.first_day > first_day))
    found: date | None = connection.execute(later.order_by(PLAN.c.first_day).limit(1)).scalar()
    return found

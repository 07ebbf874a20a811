"""Writing calendars: once for each publication, in every language, and only those that say something new.

An event goes on from where it stood, whatever quarter's plan it was published with. A plan that is
published has the last word on its own period; the shifts of a later plan that is published too stand as
they are, else mending this quarter would cancel the next. A cancelled event is shown for 30 days and then
left out by the next publication, never by the clock; it is remembered, so that it goes on counting where it
comes back.
"""

from __future__ import annotations

import gzip
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from api.access.ids import HotlineId, PersonId
from api.calendars.ics.events import CANCELLED_KEPT, events_of, in_order
from api.calendars.ics.writing import agent_calendar, hotline_calendar, municipality_calendar
from api.calendars.records.feeds import HOTLINE, MUNICIPALITY, PERSON, events_handed_out, record_of
from api.publication.body import Body
from api.publication.publication import CalendarEvent, Publication
from api.rosters.records.rosters import VersionContent
from api.store.persons import Identity, identities_of
from api.store.tables import FEED_BODY, PLAN, PUBLICATION
from api.store.types import canonical
from api.texts.translator import LANGUAGES
from wfm.calendar import to_utc
from wfm.ids import AgentId, MunicipalityCode

_TICK = timedelta(seconds=1)
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Written:
    """What calendars are written from: a publication, and the events that they no longer show."""

    publication: Publication
    dropped: Publication


def publish_feeds(
    connection: Connection,
    hotline: HotlineId,
    read: VersionContent,
    at: datetime,
    languages: Iterable[str] = LANGUAGES,
) -> tuple[tuple[str, str], ...]:
    """Write the calendars of a version that is published, in every language or in some.

    Returns
    -------
    tuple
        Kind and subject of those that changed. One that says what it said is left alone, byte for byte.
    """
    owners = owners_of(connection, hotline, read)
    spoken = (
        replace(read, plan=replace(read.plan, hotline=replace(read.plan.hotline, language=language)))
        for language in languages
    )
    # All are carried on before the first is written: what is written now is no language's past.
    told = [_written(connection, hotline, each, owners, at) for each in spoken]
    changed = [key for each in told for key in _write(connection, hotline, each, owners, at)]
    return tuple(dict.fromkeys(changed))


def take_in_feeds(
    connection: Connection,
    hotline: HotlineId,
    read: VersionContent,
    events: Iterable[CalendarEvent],
    at: datetime,
) -> None:
    """Write calendars of which the events are known already, as they stand, in the language of the plan.

    The whole hotline's, and those in other languages, begin anew.
    """
    owners = owners_of(connection, hotline, read)
    fresh = events_of(read.plan, read.roster, (), at, whole=True)
    whole = (event for event in fresh if not event.municipality)
    publication = Publication(read.plan, read.roster, read.report, in_order((*events, *whole)))
    nothing = replace(publication, events=())
    _write(connection, hotline, Written(publication, nothing), owners, at)
    publish_feeds(connection, hotline, read, at, [code for code in LANGUAGES if code != publication.language])


def owners_of(
    connection: Connection, hotline: HotlineId, read: VersionContent
) -> Mapping[PersonId, Identity]:
    """Return everybody of a hotline by random id, no two of them with the same agent id.

    Whose agent id is somebody else's in this plan (they changed employer, or the id was given anew) goes
    by the random id.
    """
    in_plan = frozenset(read.person_of.values())
    taken = set(read.person_of)
    found = {}
    for person, who in sorted(identities_of(connection, hotline).items()):
        if person not in in_plan:
            found[person] = replace(who, agent=AgentId(person)) if who.agent in taken else who
            taken.add(found[person].agent)
        else:
            found[person] = who
    return found


def _written(
    connection: Connection,
    hotline: HotlineId,
    read: VersionContent,
    owners: Mapping[PersonId, Identity],
    at: datetime,
) -> Written:
    """Carry the events handed out so far on to a version, in the language of its plan."""
    agents = {person: who.agent for person, who in owners.items()}
    language = read.plan.hotline.language
    earlier = tuple(events_handed_out(connection, hotline, agents, language, dropped=True))
    later = _later_plan(connection, hotline, read.plan.hotline.period.first_day)
    start = None if later is None else to_utc(later, 0, read.plan.hotline.zone)
    set_aside = tuple(e for e in earlier if start is not None and e.starts_at >= start)
    own = (e for e in earlier if start is None or e.starts_at < start)
    events = (*events_of(read.plan, read.roster, own, at, whole=True, kept=True), *set_aside)
    told: list[CalendarEvent] = []
    dropped: list[CalendarEvent] = []
    for event in in_order(events):
        (dropped if _had_its_time(event, at) else told).append(event)
    publication = Publication(read.plan, read.roster, read.report, tuple(told))
    return Written(publication, replace(publication, events=tuple(dropped)))


def _had_its_time(event: CalendarEvent, at: datetime) -> bool:
    return event.cancelled and event.changed_at <= at - CANCELLED_KEPT


def _write(
    connection: Connection,
    hotline: HotlineId,
    written: Written,
    owners: Mapping[PersonId, Identity],
    at: datetime,
) -> tuple[tuple[str, str], ...]:
    """Write the calendars of a language that are not what they were."""
    f, language = FEED_BODY.c, written.publication.language
    of_language = (f.hotline_id == hotline) & (f.language == language)
    held = connection.execute(select(f.kind, f.subject, f.source_sha256, f.changed_at).where(of_language))
    known = {(row.kind, row.subject): row for row in held}
    rows = []
    for source in _sources(written, hotline, owners, known.keys()):
        digest, before = source.sha256, known.get(source.key)
        if before is None or before.source_sha256 != digest:
            since = _since(at, None if before is None else before.changed_at)
            rows.append({"hotline_id": hotline, "changed_at": since, **source.drawn, "source_sha256": digest})
    put_feeds(connection, rows)
    return tuple((row["kind"], row["subject"]) for row in rows)


def put_feeds(connection: Connection, rows: Collection[Mapping[str, Any]]) -> None:
    """Write rows of calendars, each in the place of the one that was there."""
    if not rows:
        return
    names = ("hotline_id", "kind", "subject", "language")
    gone = delete(FEED_BODY)
    for name in names:
        gone = gone.where(FEED_BODY.c[name] == bindparam(f"the_{name}"))
    connection.execute(gone, [{f"the_{name}": row[name] for name in names} for row in rows])
    connection.execute(insert(FEED_BODY), [dict(row) for row in rows])


def drawn(language: str, kind: str, subject: str, content: bytes) -> dict[str, Any]:
    """Return of a calendar's row what its text is."""
    body = Body.of(content)
    whose = {"kind": kind, "subject": subject, "language": language}
    return {**whose, "body": body.content, "zipped": gzip.compress(content, mtime=0), "etag": body.etag}


def source_sha256(language: str, hotline: str, owner: str, name: str, told: list[dict[str, Any]]) -> str:
    """Return the hash of all that a calendar is written from; its title is part of it, too."""
    return sha256(canonical([language, hotline, owner, name, told]).encode()).hexdigest()


@dataclass(frozen=True)
class _Source:
    """What a calendar is written from: whose it is, in the store and in the plan, and its events."""

    written: Written
    kind: str
    subject: str
    owner: str
    name: str
    events: tuple[CalendarEvent, ...]
    dropped: tuple[CalendarEvent, ...]

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, self.subject

    @property
    def sha256(self) -> str:
        publication = self.written.publication
        title = publication.language, publication.plan.hotline.name, self.owner, self.name
        return source_sha256(*title, [record_of(event) for event in self.events])

    @property
    def drawn(self) -> dict[str, Any]:
        publication = self.written.publication
        if self.kind == PERSON:
            content = agent_calendar(publication, AgentId(self.owner), self.name)
        elif self.kind == MUNICIPALITY:
            content = municipality_calendar(publication, MunicipalityCode(self.owner))
        else:
            content = hotline_calendar(publication)
        return {
            **drawn(publication.language, self.kind, self.subject, content),
            "events": [record_of(event) for event in self.events],
            "dropped": [record_of(event) for event in self.dropped],
        }


def _sources(
    written: Written,
    hotline: HotlineId,
    owners: Mapping[PersonId, Identity],
    held: Collection[tuple[str, str]],
) -> Iterator[_Source]:
    """Yield what there is to write: for the plan's own, and for all who have a calendar already."""
    publication, dropped = written.publication, written.dropped
    plan = publication.plan
    for person, who in owners.items():
        events = publication.events_of_agent.get(who.agent, ())
        home = plan.agent[who.agent].municipality if who.agent in plan.agent else None
        known = events or home == who.municipality or (PERSON, person) in held
        if known and not who.erased:
            left = dropped.events_of_agent.get(who.agent, ())
            yield _Source(written, PERSON, person, who.agent, who.name, events, left)
    codes = (MunicipalityCode(subject) for kind, subject in sorted(held) if kind == MUNICIPALITY)
    for code in dict.fromkeys((*plan.municipality, *publication.events_of_municipality, *codes)):
        place = plan.municipality.get(code)
        events = publication.events_of_municipality.get(code, ())
        left = dropped.events_of_municipality.get(code, ())
        yield _Source(written, MUNICIPALITY, code, code, place.name if place else "", events, left)
    yield _Source(written, HOTLINE, hotline, "", "", publication.events_of_hotline, dropped.events_of_hotline)


def _since(at: datetime, before: datetime | None) -> datetime:
    """Return since when a calendar says what it says: later than before, whatever the clock was set to."""
    return max(at.astimezone(UTC).replace(microsecond=0), (before or _NEVER) + _TICK)


def _later_plan(connection: Connection, hotline: HotlineId, first_day: date) -> date | None:
    """Return the first day of the next plan of a hotline that is published."""
    asked = select(PLAN.c.first_day).join(PUBLICATION).where(PUBLICATION.c.number > 0)
    later = asked.where((PLAN.c.hotline_id == hotline) & (PLAN.c.first_day > first_day))
    found: date | None = connection.execute(later.order_by(PLAN.c.first_day).limit(1)).scalar()
    return found

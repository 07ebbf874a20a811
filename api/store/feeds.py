"""Calendars as they are handed out: written when a roster is published, and only read from then on.

An event goes on from where it stood, whatever quarter's plan it was published with. A plan that is
published has the last word on its own period; the shifts of a later plan that is published too stand as
they are, else mending this quarter would cancel the next.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from api.body import Body
from api.feeds.calendar import agent_calendar, municipality_calendar
from api.feeds.events import events_of
from api.publication import Event, Publication
from api.store.errors import Missing
from api.store.persons import Identity, identities_of
from api.store.rosters import Read
from api.store.tables import FEED_BODY, PLAN, PUBLICATION
from api.store.types import canonical
from wfm.calendar import to_utc
from wfm.finding import NO_AGENT
from wfm.ids import AgentId, MunicipalityCode, ShiftId

PERSON, MUNICIPALITY = "person", "municipality"


@dataclass(frozen=True)
class Feed:
    """A calendar as it is handed out.

    Parameters
    ----------
    kind, subject
        ``person`` with a random id, or ``municipality`` with a code.
    body
        The calendar's text and its ETag.
    changed_at
        When an event in it last changed; ``None`` while it has none.
    """

    kind: str
    subject: str
    body: Body
    changed_at: datetime | None


def find_feed(connection: Connection, hotline: str, kind: str, subject: str) -> Feed:
    """Return a calendar as it was written when its roster was published.

    Raises
    ------
    Missing
        Where nothing has been published for this subject.
    """
    f = FEED_BODY.c
    named = (f.hotline_id == hotline) & (f.kind == kind) & (f.subject == subject)
    row = connection.execute(select(f.body, f.etag, f.changed_at).where(named)).first()
    if row is None:
        raise Missing("feed")
    return Feed(kind, subject, Body(bytes(row.body), row.etag), row.changed_at)


def owners_of(connection: Connection, hotline: str, read: Read) -> Mapping[str, Identity]:
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


def publication_of(
    connection: Connection, hotline: str, read: Read, owners: Mapping[str, Identity], at: datetime
) -> Publication:
    """Return what is published with a version: its events carried on from those handed out so far."""
    earlier = list(_events_by_subject(connection, hotline, owners))
    later = _later_plan(connection, hotline, read.plan.hotline.period.first_day)
    start = None if later is None else to_utc(later, 0, read.plan.hotline.zone)
    set_aside = tuple(e for e in earlier if start is not None and e.starts_at >= start)
    own = (e for e in earlier if start is None or e.starts_at < start)
    events = _ordered((*events_of(read.plan, read.roster, own, at), *set_aside))
    return Publication(read.plan, read.roster, read.report, events)


def events_handed_out(
    connection: Connection, hotline: str, owners: Mapping[str, Identity]
) -> tuple[Event, ...]:
    """Return every event that stands in a calendar of a hotline, in order of time."""
    return _ordered(_events_by_subject(connection, hotline, owners))


def write_feeds(
    connection: Connection, hotline: str, publication: Publication, owners: Mapping[str, Identity]
) -> tuple[tuple[str, str], ...]:
    """Write the calendars of a publication; return kind and subject of those that changed.

    One that says what it said is left alone, byte for byte.
    """
    f = FEED_BODY.c
    held = connection.execute(select(f.kind, f.subject, f.source_sha256).where(f.hotline_id == hotline))
    known = {(row.kind, row.subject): row.source_sha256 for row in held}
    changed = []
    for source in _sources(publication, owners, known.keys()):
        key = source.kind, source.subject
        digest = source.sha256(publication)
        if known.get(key) != digest:
            named = (f.hotline_id == hotline) & (f.kind == source.kind) & (f.subject == source.subject)
            connection.execute(delete(FEED_BODY).where(named))
            connection.execute(
                insert(FEED_BODY).values(hotline_id=hotline, **_drawn(publication, source, digest))
            )
            changed.append(key)
    return tuple(changed)


@dataclass(frozen=True)
class _Source:
    """What a calendar is written from: whose it is, in the store and in the plan, and its events."""

    kind: str
    subject: str
    owner: str
    name: str
    events: tuple[Event, ...]

    @property
    def told(self) -> list[dict[str, Any]]:
        return [_record(event) for event in self.events]

    def sha256(self, publication: Publication) -> str:
        # The title is part of the calendar, too.
        title = publication.language, publication.plan.hotline.name, self.owner, self.name
        return sha256(canonical([*title, self.told]).encode()).hexdigest()


def _sources(
    publication: Publication, owners: Mapping[str, Identity], held: Collection[tuple[str, str]]
) -> Iterator[_Source]:
    """Yield what there is to write: for the plan's own, and for all who have a calendar already."""
    plan = publication.plan
    for person, who in owners.items():
        events = publication.events_of_agent.get(who.agent, ())
        home = plan.agent[who.agent].municipality if who.agent in plan.agent else None
        known = events or home == who.municipality or (PERSON, person) in held
        if known and not who.erased:
            yield _Source(PERSON, person, who.agent, who.name, events)
    left = (MunicipalityCode(subject) for kind, subject in sorted(held) if kind == MUNICIPALITY)
    for code in dict.fromkeys((*plan.municipality, *publication.events_of_municipality, *left)):
        place = plan.municipality.get(code)
        events = publication.events_of_municipality.get(code, ())
        yield _Source(MUNICIPALITY, code, code, place.name if place else "", events)


def _drawn(publication: Publication, source: _Source, digest: str) -> dict[str, Any]:
    """Return the row of a calendar, with its text."""
    if source.kind == PERSON:
        body = Body.of(agent_calendar(publication, AgentId(source.owner), source.name))
    else:
        body = Body.of(municipality_calendar(publication, MunicipalityCode(source.owner)))
    return {
        "kind": source.kind,
        "subject": source.subject,
        "body": body.content,
        "etag": body.etag,
        "changed_at": max((event.changed_at for event in source.events), default=None),
        "source_sha256": digest,
        "events": source.told,
    }


def _events_by_subject(
    connection: Connection, hotline: str, owners: Mapping[str, Identity]
) -> Iterator[Event]:
    f = FEED_BODY.c
    asked = select(f.kind, f.subject, f.events).where(f.hotline_id == hotline)
    for kind, subject, events in connection.execute(asked):
        agent = owners[subject].agent if kind == PERSON else NO_AGENT
        for record in events:
            yield replace(_event(record), agent=agent)


def _ordered(events: Iterable[Event]) -> tuple[Event, ...]:
    return tuple(sorted(events, key=lambda event: (event.starts_at, event.uid)))


def _record(event: Event) -> dict[str, Any]:
    """Return an event as a document; whose it is says the calendar that it stands in."""
    fields = asdict(event)
    del fields["agent"]
    moments = {name: fields[name].isoformat() for name in ("starts_at", "ends_at", "changed_at")}
    return fields | moments


def _event(record: Mapping[str, Any]) -> Event:
    moments = {name: datetime.fromisoformat(record[name]) for name in ("starts_at", "ends_at", "changed_at")}
    codes = {"municipality": MunicipalityCode(record["municipality"]), "shift": ShiftId(record["shift"])}
    return Event(**{**record, **moments, **codes, "agent": NO_AGENT})


def _later_plan(connection: Connection, hotline: str, first_day: date) -> date | None:
    """Return the first day of the next plan of a hotline that is published."""
    asked = select(PLAN.c.first_day).join(PUBLICATION).where(PUBLICATION.c.number > 0)
    later = asked.where((PLAN.c.hotline_id == hotline) & (PLAN.c.first_day > first_day))
    found: date | None = connection.execute(later.order_by(PLAN.c.first_day).limit(1)).scalar()
    return found

"""What must hold of a store at any time, whatever happened to whoever wrote into it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select, text

from api.access.ids import PlanId, VersionNumber
from api.calendars.ics.content import KEPT
from api.calendars.ics.reading import parse_events
from api.ledger.balances import sum_seats
from api.ledger.kinds import FROM_PUBLISHING
from api.ledger.records import list_entries
from api.plans.records.answers import read_content
from api.plans.records.plans import find_revision, revision_by_id, revision_holds
from api.rosters.records.rosters import find_version, read_version, seats_of, version_holds
from api.store.audit import check_chain
from api.store.errors import MissingError
from api.store.seals import check_seals
from api.store.tables import (
    AUDIT_EVENT,
    AUDIT_PAYLOAD,
    FEED_BODY,
    IDEMPOTENCY_KEY,
    OUTBOX,
    PLAN,
    PUBLICATION,
)
from api.texts.translator import LANGUAGES


def breaches(connection: Connection) -> list[str]:
    """Return what does not hold: nothing half, nothing doubled, nothing that differs from its hash."""
    found = [*_of_the_chain(connection), *_of_the_files(connection)]
    rows = connection.execute(select(PUBLICATION)).all()
    for row in rows:
        found += _of_a_plan(connection, row.plan_id, row.number)
    published = {row.plan_id: row.number for row in rows if row.number}
    if published:
        kept = max(row.published_at for row in rows if row.number) - KEPT
        found += _of_the_feeds(connection, published, kept.date().isoformat())
    return found


def _of_the_chain(connection: Connection) -> list[str]:
    chain = check_chain(connection)
    seals = check_seals(connection)
    return [
        *(f"audit event {seq}" for seq in chain.broken),
        *(f"seal of {name}" for name in (*seals.broken, *seals.missing)),
    ]


def _of_the_files(connection: Connection) -> list[str]:
    if connection.dialect.name != "sqlite":
        return []
    checked = connection.execute(text("PRAGMA integrity_check")).scalars().all()
    orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
    return [str(line) for line in (*checked, *orphans) if line != "ok"]


def _of_a_plan(connection: Connection, plan: PlanId, number: int) -> list[str]:
    """Return what does not hold; of each plan, everything is counted by version number."""
    notices = _publications(connection.execute(select(OUTBOX.c.payload)).scalars(), plan)
    answers = _publications(connection.execute(select(IDEMPOTENCY_KEY.c.answer)).scalars(), plan)
    told = select(AUDIT_PAYLOAD.c.payload).join(AUDIT_EVENT).where(AUDIT_EVENT.c.action == "roster.publish")
    events = _publications(connection.execute(told).scalars(), plan)
    found = []
    if not notices == answers == events:
        found.append(f"notices {notices}, answers {answers}, audit events {events}")
    if set(notices.values()) - {1}:
        found.append(f"published twice: {notices}")
    if max(notices, default=0) != number:
        found.append(f"pointer at {number}, last notice {max(notices, default=0)}")
    for version in (
        find_version(connection, plan, VersionNumber(each))
        for each in range(1, _newest(connection, plan) + 1)
    ):
        if not version_holds(connection, version):
            found.append(f"version {version.number} is not what its hash says")
    if not revision_holds(connection, find_revision(connection, plan)):
        found.append("the revision is not what its hash says")
    if number:
        found += _of_the_ledger(connection, plan, VersionNumber(number))
    return found


def _of_the_ledger(connection: Connection, plan: PlanId, number: VersionNumber) -> list[str]:
    """Return the municipalities of which the ledger does not say just the published seats."""
    version = find_version(connection, plan, number)
    revision = revision_by_id(connection, version.revision)
    first_day = connection.execute(select(PLAN.c.first_day).where(PLAN.c.id == plan)).scalar_one()
    posted = sum_seats(list_entries(connection, revision.hotline, quarter=first_day), FROM_PUBLISHING)
    staffing = read_content(connection, revision).staffing  # seats of those who only finance are no debt
    sat = Counter(
        seat.municipality for seat in seats_of(connection, version) if seat.municipality in staffing
    )
    told = {code: -int(seats) for code, seats in posted.items() if seats}
    return [] if told == dict(sat) else [f"ledger: {told}, published: {dict(sat)}"]


def _publications(told: Iterable[Mapping[str, Any]], plan: PlanId) -> Counter[int]:
    """Count what is told of publications of a plan, by version number."""
    return Counter(one["number"] for one in told if one.get("plan") == plan and "changed" in one)


def _newest(connection: Connection, plan: PlanId) -> int:
    try:
        return find_version(connection, plan).number
    except MissingError:
        return 0


def _of_the_feeds(connection: Connection, published: Mapping[PlanId, int], kept: str) -> list[str]:
    """Return the persons whose calendar does not show just the published shifts of all quarters.

    Of days before `kept` shifts may be gone from it already.
    """
    wanted = defaultdict[str, set[str]](set)
    for plan, number in published.items():
        version = find_version(connection, plan, VersionNumber(number))
        wanted |= {person: wanted[person] for person in read_version(connection, version).person_of.values()}
        for seat in seats_of(connection, version):
            wanted[seat.person].add(seat.shift)
    f = FEED_BODY.c
    shown = {
        (row.subject, row.language): {
            str(event.shift) for event in parse_events(bytes(row.body)) if not event.cancelled
        }
        for row in connection.execute(select(f.subject, f.language, f.body).where(f.kind == "person"))
    }
    asked = ((who, language) for who in wanted for language in LANGUAGES)
    return [
        f"calendar of {key}: {shown.get(key)}"
        for key in asked
        if key not in shown
        or shown[key] - wanted[key[0]]
        or any(shift >= kept for shift in wanted[key[0]] - shown[key])
    ]

"""What was done, listed newest first: a plan's roster versions, and the record of a hotline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Date, Integer, cast, literal, null, or_, select, union_all

from api.access.ids import AccountId, HotlineId, PlanId, RevisionNumber, VersionNumber
from api.plans.records.facts import PlanFacts
from api.rosters.records.rosters import Version, version_of
from api.store.tables import (
    AUDIT_EVENT,
    AUDIT_PAYLOAD,
    PLAN,
    PLAN_REVISION,
    ROSTER_VERSION,
    VERSION_NOTE,
)
from api.store.types import Id


@dataclass(frozen=True)
class RecordedEvent:
    """Something that was done.

    Parameters
    ----------
    seq, sha256
        Number and hash of its link in the chain.
    at, actor, action
        When, by which account (none where it was the program), and what.
    plan, number
        First day of the plan that it was done to, and number of the revision or version.
    payload
        What is noted of it; empty once it was erased.
    """

    seq: int
    sha256: str
    at: datetime
    actor: AccountId | None
    action: str
    plan: date | None
    number: int | None
    payload: Mapping[str, Any]


class AnnotatedVersion(NamedTuple):
    """A version, the number of the plan's revision that it is for, and its author's note."""

    version: Version
    revision: RevisionNumber
    note: str


def list_versions(
    connection: Connection, plan: PlanId, *, below: int | None, most: int
) -> tuple[AnnotatedVersion, ...]:
    """Return some roster versions of a plan (a random id), the newest first.

    Parameters
    ----------
    below
        Only those with a lower number; ``None`` for all.
    most
        How many at most.
    """
    asked = _select_annotated().where(ROSTER_VERSION.c.plan_id == plan)
    if below is not None:
        asked = asked.where(ROSTER_VERSION.c.number < below)
    rows = connection.execute(asked.order_by(ROSTER_VERSION.c.number.desc()).limit(most))
    return tuple(_annotated_version_of(row) for row in rows)


def list_behind(
    connection: Connection, plans: Iterable[PlanFacts]
) -> Mapping[PlanId, tuple[VersionNumber, ...]]:
    """Return which of the published and the newest versions were made for an earlier state of their plan."""
    known = {facts.id: facts for facts in plans if facts.version}
    v, r = ROSTER_VERSION.c, PLAN_REVISION.c
    numbers = (sorted({one.published, one.version} - {0}) for one in known.values())
    concerned = [(v.plan_id == plan) & v.number.in_(own) for plan, own in zip(known, numbers, strict=True)]
    if not concerned:
        return {}
    asked = select(v.plan_id, v.number, r.number.label("revision")).join(PLAN_REVISION, r.id == v.revision_id)
    found: dict[PlanId, tuple[VersionNumber, ...]] = {}
    for row in connection.execute(asked.where(or_(*concerned)).order_by(v.number)):
        if row.revision < known[row.plan_id].revision:
            found[row.plan_id] = (*found.get(row.plan_id, ()), row.number)
    return found


def annotate(connection: Connection, version: Version) -> AnnotatedVersion:
    """Return a version with its note."""
    return _annotated_version_of(
        connection.execute(_select_annotated().where(ROSTER_VERSION.c.id == version.id)).one()
    )


def list_events(
    connection: Connection, hotline: HotlineId, *, below: int | None, most: int
) -> tuple[RecordedEvent, ...]:
    """Return some of what was done to the plans and rosters of a hotline (a random id), newest first.

    The other parameters are those of `list_versions`, of the links' numbers.
    """
    things = _things(hotline).subquery()
    e, p = AUDIT_EVENT.c, AUDIT_PAYLOAD.c
    columns = (e.seq, e.sha256, e.at, e.actor, e.action, things.c.first_day, things.c.number, p.payload)
    asked = select(*columns).join(things, things.c.id == e.object).outerjoin(AUDIT_PAYLOAD, p.seq == e.seq)
    if below is not None:
        asked = asked.where(e.seq < below)
    rows = connection.execute(asked.order_by(e.seq.desc()).limit(most))
    return tuple(
        RecordedEvent(
            seq=row.seq,
            sha256=row.sha256,
            at=row.at,
            actor=row.actor,
            action=row.action,
            plan=row.first_day,
            number=row.number,
            payload=row.payload or {},
        )
        for row in rows
    )


def _things(hotline: HotlineId) -> Any:
    """Return what in a hotline can be the object of an event: the hotline, its plans and what is in them."""
    of = PLAN.c.hotline_id == hotline
    first = PLAN.c.first_day.label("first_day")
    no_day, no_number = cast(null(), Date).label("first_day"), cast(null(), Integer).label("number")
    parts = (PLAN_REVISION, ROSTER_VERSION)
    return union_all(
        *(select(part.c.id, first, part.c.number.label("number")).join(PLAN).where(of) for part in parts),
        select(PLAN.c.id, first, no_number).where(of),
        select(literal(hotline, Id()).label("id"), no_day, no_number),
    )


def _select_annotated() -> Any:
    v = ROSTER_VERSION.c
    columns = (v.id, v.plan_id, v.number, v.parent, v.revision_id, v.author, v.created_at, v.sha256)
    asked = select(*columns, PLAN_REVISION.c.number.label("revision_number"), VERSION_NOTE.c.note)
    return asked.join(PLAN_REVISION, PLAN_REVISION.c.id == v.revision_id).outerjoin(
        VERSION_NOTE, VERSION_NOTE.c.version_id == v.id
    )


def _annotated_version_of(row: Any) -> AnnotatedVersion:
    return AnnotatedVersion(version=version_of(row), revision=row.revision_number, note=row.note or "")

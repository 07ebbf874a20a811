"""What has been kept long enough goes: one rule for each kind of thing, each told before it is applied.

The audit chain itself stays for ever, as hashes and random ids; what is told of its events goes. A plan
goes as a whole, with all its revisions and versions, so what is left is still what its hashes say.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select

from api.plans.records.plans import find_revision
from api.store import audit
from api.store.append_only import unguarded
from api.store.errors import MissingError
from api.store.tables import (
    ACCESS_TOKEN,
    ASSIGNMENT,
    ATTEMPT,
    AUDIT_EVENT,
    AUDIT_PAYLOAD,
    AVAILABILITY_NOTE,
    GRANT,
    HALF_LOGIN,
    IDEMPOTENCY_KEY,
    LINK,
    LOGIN,
    MAIL,
    OUTBOX,
    PERSON,
    PLAN,
    PLAN_REVISION,
    PUBLICATION,
    REVISION_NOTE,
    ROSTER_VERSION,
    VERSION_NOTE,
)
from api.store.types import ID_LENGTH
from wfm.tables.plan_tables import HOTLINE_FILE

Day = TypeVar("Day", bound=date)
_ID = re.compile(rf"\b[0-9a-f]{{{ID_LENGTH}}}\b")


@dataclass(frozen=True)
class Periods:
    """How long each kind of thing is kept: years or days, as the settings of these names."""

    working_time_years: int
    audit_years: int
    availability_days: int
    requests_days: int
    login_hours: int


@dataclass(frozen=True)
class Bounds:
    """What is older goes, by kind; moments in UTC, and days of a plan's end."""

    notes: date
    rosters: date
    told: datetime
    requests: datetime
    logins: datetime
    now: datetime


def bounds(periods: Periods, at: datetime) -> Bounds:
    """Return the bounds of periods at a moment."""
    return Bounds(
        notes=at.date() - timedelta(days=periods.availability_days),
        rosters=_years_before(at.date(), periods.working_time_years),
        told=_years_before(at, periods.audit_years),
        requests=at - timedelta(days=periods.requests_days),
        logins=at - timedelta(hours=periods.login_hours),
        now=at,
    )


def overdue(connection: Connection, bound: Bounds) -> Mapping[str, int]:
    """Return how many rows of each kind have been kept long enough."""
    return {rule.name: rule.count(connection, bound) for rule in RULES}


def retain(connection: Connection, bound: Bounds, at: datetime) -> Mapping[str, int]:
    """Take away what has been kept long enough; return how many rows of each kind."""
    gone = {}
    for rule in RULES:
        gone[rule.name] = rule.count(connection, bound)
        if gone[rule.name]:
            rule.take(connection, bound)
    if any(gone.values()):
        audit.record(connection, actor=None, action="store.retain", about="store", at=at, payload=gone)
    return gone


def unneeded_persons(connection: Connection) -> frozenset[str]:
    """Return persons in no plan and on no roster any more, without an account, who are not erased yet."""
    sitting = frozenset(connection.execute(select(ASSIGNMENT.c.person_id).distinct()).scalars())
    living = connection.execute(select(PERSON.c.id).where(PERSON.c.erased_at.is_(None))).scalars()
    signing_in = connection.execute(select(GRANT.c.person_id).where(GRANT.c.person_id.is_not(None))).scalars()
    left = set(living) - sitting - set(signing_in)
    for content in connection.execute(select(PLAN_REVISION.c.content)).scalars():
        left -= {person for text in content.values() for person in _ID.findall(text)}
    return frozenset(left)


@dataclass(frozen=True)
class Rule:
    """One kind of thing: how many rows are over their time, and what takes them away."""

    name: str
    count: Callable[[Connection, Bounds], int]
    take: Callable[[Connection, Bounds], None]


def _rows(name: str, table: Table, over: Callable[[Connection, Bounds], ColumnElement[bool]]) -> Rule:
    """Return the rule for rows of a table by themselves."""

    def count(connection: Connection, bound: Bounds) -> int:
        asked = select(func.count()).select_from(table).where(over(connection, bound))
        return int(connection.execute(asked).scalar_one())

    def take(connection: Connection, bound: Bounds) -> None:
        connection.execute(delete(table).where(over(connection, bound)))

    return Rule(name, count, take)


def _ended_before(connection: Connection, day: date) -> list[str]:
    """Return the plans of which the last day is before a day."""
    return [plan for plan, last in _last_days(connection).items() if last < day]


def _last_days(connection: Connection) -> Mapping[str, date]:
    found = {}
    for plan in connection.execute(select(PLAN.c.id)).scalars():
        try:
            newest = find_revision(connection, plan)
        except MissingError:
            continue
        asked = select(PLAN_REVISION.c.content).where(PLAN_REVISION.c.id == newest.id)
        content: Mapping[str, str] = connection.execute(asked).scalar_one()
        found[plan] = tomllib.loads(content[HOTLINE_FILE])["period"]["last_day"]
    return found


def _noted(column: Any, parent: Table) -> Callable[[Connection, Bounds], ColumnElement[bool]]:
    def over(connection: Connection, bound: Bounds) -> ColumnElement[bool]:
        ended = _ended_before(connection, bound.notes)
        found: ColumnElement[bool] = column.in_(select(parent.c.id).where(parent.c.plan_id.in_(ended)))
        return found

    return over


def _count_plans(connection: Connection, bound: Bounds) -> int:
    return len(_ended_before(connection, bound.rosters))


def _take_plans(connection: Connection, bound: Bounds) -> None:
    """Take plans away with all that belongs to them; nothing else refers to it."""
    plans = _ended_before(connection, bound.rosters)
    revisions = select(PLAN_REVISION.c.id).where(PLAN_REVISION.c.plan_id.in_(plans))
    versions = select(ROSTER_VERSION.c.id).where(ROSTER_VERSION.c.plan_id.in_(plans))
    with unguarded(connection):
        for table, belongs in (
            (VERSION_NOTE, VERSION_NOTE.c.version_id.in_(versions)),
            (ASSIGNMENT, ASSIGNMENT.c.version_id.in_(versions)),
            (ROSTER_VERSION, ROSTER_VERSION.c.plan_id.in_(plans)),
            (REVISION_NOTE, REVISION_NOTE.c.revision_id.in_(revisions)),
            (AVAILABILITY_NOTE, AVAILABILITY_NOTE.c.revision_id.in_(revisions)),
            (PLAN_REVISION, PLAN_REVISION.c.plan_id.in_(plans)),
            (PUBLICATION, PUBLICATION.c.plan_id.in_(plans)),
            (PLAN, PLAN.c.id.in_(plans)),
        ):
            connection.execute(delete(table).where(belongs))


def _told(_connection: Connection, bound: Bounds) -> ColumnElement[bool]:
    return AUDIT_PAYLOAD.c.seq.in_(select(AUDIT_EVENT.c.seq).where(AUDIT_EVENT.c.at < bound.told))


def _asked(_connection: Connection, bound: Bounds) -> ColumnElement[bool]:
    return IDEMPOTENCY_KEY.c.created_at < bound.requests


def _sent(_connection: Connection, bound: Bounds) -> ColumnElement[bool]:
    on_their_way = select(MAIL.c.notice_id).where(MAIL.c.done_at.is_(None))
    return (OUTBOX.c.sent_at < bound.requests) & OUTBOX.c.id.not_in(on_their_way)


def _ended(_connection: Connection, bound: Bounds) -> ColumnElement[bool]:
    return MAIL.c.done_at < bound.requests


def _unusable(table: Table) -> Callable[[Connection, Bounds], ColumnElement[bool]]:
    """Return those of secrets that could not be used for long."""
    return lambda _connection, bound: table.c.expires_at < bound.requests


def _signed_out(_connection: Connection, bound: Bounds) -> ColumnElement[bool]:
    return LOGIN.c.created_at < bound.logins


def _not_finished(_connection: Connection, bound: Bounds) -> ColumnElement[bool]:
    return HALF_LOGIN.c.expires_at < bound.now


def _tried(_connection: Connection, bound: Bounds) -> ColumnElement[bool]:
    return ATTEMPT.c.until < bound.now


RULES: tuple[Rule, ...] = (
    _rows("availability_notes", AVAILABILITY_NOTE, _noted(AVAILABILITY_NOTE.c.revision_id, PLAN_REVISION)),
    _rows("revision_notes", REVISION_NOTE, _noted(REVISION_NOTE.c.revision_id, PLAN_REVISION)),
    _rows("version_notes", VERSION_NOTE, _noted(VERSION_NOTE.c.version_id, ROSTER_VERSION)),
    Rule("plans", _count_plans, _take_plans),
    _rows("audit_payloads", AUDIT_PAYLOAD, _told),
    _rows("answered_requests", IDEMPOTENCY_KEY, _asked),
    _rows("sent_notices", OUTBOX, _sent),
    _rows("ended_mails", MAIL, _ended),
    _rows("links", LINK, _unusable(LINK)),
    _rows("access_tokens", ACCESS_TOKEN, _unusable(ACCESS_TOKEN)),
    _rows("logins", LOGIN, _signed_out),
    _rows("half_logins", HALF_LOGIN, _not_finished),
    _rows("attempts", ATTEMPT, _tried),
)
"""Notes before the plans that they belong to."""


def _years_before(day: Day, years: int) -> Day:
    """Return the same day years before; for a 29 February the one before, so that nothing goes early."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)

"""What has been kept long enough goes: one rule for each kind of thing, each told before it is applied.

The audit chain itself stays for ever, as hashes and random ids; what is told of its events goes. A plan
goes as a whole, with all its revisions and versions, so what is left is still what its hashes say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from api.privacy.inventory import RETENTION
from api.store import audit
from api.store.engine import Connection
from api.store.retention import Bounds
from api.store.seals import check_seals, watch_all

Day = TypeVar("Day", bound=date)


@dataclass(frozen=True)
class Periods:
    """How long each kind of thing is kept: years or days, as the settings of these names."""

    working_time_years: int
    calls_years: int
    audit_years: int
    availability_days: int
    requests_days: int
    login_hours: int


def bounds(periods: Periods, at: datetime) -> Bounds:
    """Return the bounds of periods at a moment."""
    return Bounds(
        notes=at.date() - timedelta(days=periods.availability_days),
        rosters=_years_before(at.date(), periods.working_time_years),
        calls=_years_before(at.date(), periods.calls_years),
        told=_years_before(at, periods.audit_years),
        requests=at - timedelta(days=periods.requests_days),
        logins=at - timedelta(hours=periods.login_hours),
        now=at,
    )


def overdue(connection: Connection, bound: Bounds) -> Mapping[str, int]:
    """Return how many rows of each kind have been kept long enough."""
    return {rule.name: rule.count(connection, bound) for rule in RETENTION}


def retain(connection: Connection, bound: Bounds, at: datetime) -> Mapping[str, int]:
    """Take away what has been kept long enough; return how many rows of each kind.

    What a store of before has that was never sealed is sealed.
    """
    seals = watch_all(connection)
    gone = {}
    for rule in RETENTION:
        gone[rule.name] = rule.count(connection, bound)
        if gone[rule.name]:
            rule.take(connection, bound)
    if any(gone.values()):
        audit.record(
            connection, actor=None, action="store.retain", about="store", at=at, payload=gone, seals=seals
        )
    elif seals and check_seals(connection).missing:
        audit.record(
            connection, actor=None, action="store.seal", about="store", at=at, payload={}, seals=seals
        )
    return gone


def _years_before(day: Day, years: int) -> Day:
    """Return the same day years before; for a 29 February the one before, so that nothing goes early."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)

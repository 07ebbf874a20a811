"""How long what is kept, and whether anything is kept for longer than that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from api.configuration.settings import Settings
from api.doctor.diagnosis import (
    Diagnosis,
    approve,
    warn,
)
from api.privacy.retention import Periods, bounds, overdue
from api.store.engine import open_engine, reading
from api.store.errors import UnavailableError
from api.store.migrate import current, newest
from wfm.message import Text

RETENTION = Text("doctor.retention", "how long things are kept")
KEPT = Text(
    "doctor.kept",
    "Rosters {rosters:number} years, what is told of the audit chain {told:number} years, notes "
    "{notes:number} days after a plan's end, answered requests {requests:number} days; nothing is older.",
)
OVERDUE = Text("doctor.overdue", "Kept for too long: {kinds:list}.")
KIND = Text("doctor.overdue_kind", "{kind} ({n:number})")
RETAIN = Text("doctor.retain", "Let wfm retain run every day, as faellesvagt-daily.timer does.")


SLACK = timedelta(days=2)
"""What became old since the last run of a day is no finding yet."""


def periods_of(settings: Settings) -> Periods:
    """Return the periods that are set."""
    return Periods(
        working_time_years=settings.keep_working_time_years,
        calls_years=settings.keep_calls_years,
        audit_years=settings.keep_audit_years,
        availability_days=settings.keep_availability_days,
        requests_days=settings.keep_requests_days,
        login_hours=settings.login_hours,
    )


def retention(settings: Settings) -> Iterable[Diagnosis]:
    """Look for what should be gone; where there is no store that can be read, nothing is."""
    periods = periods_of(settings)
    late = {kind: number for kind, number in _overdue(settings, periods).items() if number}
    if late:
        kinds = tuple(KIND(kind=kind, n=number) for kind, number in late.items())
        yield warn(RETENTION, OVERDUE(kinds=kinds), RETAIN())
        return
    kept = KEPT(
        rosters=periods.working_time_years,
        told=periods.audit_years,
        notes=periods.availability_days,
        requests=periods.requests_days,
    )
    yield approve(RETENTION, kept)


def _overdue(settings: Settings, periods: Periods) -> Mapping[str, int]:
    if not settings.database_exists:
        return {}
    database = open_engine(settings.data_folder if settings.database_url is None else settings.database)
    try:
        with reading(database) as connection:
            if current(connection) != newest():
                return {}
            return overdue(connection, bounds(periods, datetime.now(UTC) - SLACK))
    except UnavailableError:  # that is for the examination of the database to say
        return {}
    finally:
        database.dispose()

"""Absences in the store: who is away from when to when, and which seats were vacated by that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select, update

from api.access.ids import AbsenceId, AccountId, HotlineId, PersonId, PlanId
from api.store.errors import MissingError
from api.store.tables import ABSENCE
from wfm.ids import MunicipalityCode, ShiftId


class VacatedSeat(NamedTuple):
    """A seat that somebody had."""

    plan: PlanId
    shift: ShiftId
    person: PersonId


@dataclass(frozen=True)
class AbsenceRecord:
    """Somebody is away.

    Parameters
    ----------
    id, hotline
        Random ids.
    person, municipality
        Who, and for whom they work.
    first_day, last_day
        From when to when; both inclusive.
    number
        Rises with each change.
    seats
        What was vacated, in order of time.
    author, at
        Account, if any, and moment in UTC.
    withdrawn_at
        Since when it was a mistake; ``None`` where it holds.
    """

    id: AbsenceId
    hotline: HotlineId
    person: PersonId
    municipality: MunicipalityCode
    first_day: date
    last_day: date
    number: int
    seats: tuple[VacatedSeat, ...]
    author: AccountId | None
    at: datetime
    withdrawn_at: datetime | None = None

    def covers(self, day: date) -> bool:
        """Tell whether they are away on a day."""
        return self.withdrawn_at is None and self.first_day <= day <= self.last_day


def add_absence(connection: Connection, made: AbsenceRecord) -> None:
    """Write an absence down."""
    values = {
        "id": made.id,
        "hotline_id": made.hotline,
        "person_id": made.person,
        "municipality": made.municipality,
        "first_day": made.first_day,
        "last_day": made.last_day,
        "number": made.number,
        "seats": [list(seat) for seat in made.seats],
        "author": made.author,
        "at": made.at,
    }
    connection.execute(insert(ABSENCE).values(**values))


def find_absence(connection: Connection, hotline: HotlineId, absence: AbsenceId) -> AbsenceRecord:
    """Return an absence of a hotline.

    Raises
    ------
    MissingError
        Where there is none.
    """
    a = ABSENCE.c
    row = connection.execute(select(ABSENCE).where(a.id == absence, a.hotline_id == hotline)).first()
    if row is None:
        raise MissingError("absence")
    return _absence(row)


def list_absences(connection: Connection, hotline: HotlineId, since: date) -> tuple[AbsenceRecord, ...]:
    """Return absences that hold and are not over before a day, the earliest first."""
    a = ABSENCE.c
    there = (a.hotline_id == hotline) & (a.last_day >= since) & a.withdrawn_at.is_(None)
    rows = connection.execute(select(ABSENCE).where(there).order_by(a.first_day, a.at, a.id))
    return tuple(map(_absence, rows))


def add_seats(connection: Connection, absence: AbsenceRecord, seats: tuple[VacatedSeat, ...]) -> None:
    """Note more seats that were vacated."""
    known = find_absence(connection, absence.hotline, absence.id).seats
    kept = [list(seat) for seat in sorted({*known, *seats}, key=lambda seat: (seat.shift, seat.person))]
    connection.execute(update(ABSENCE).where(ABSENCE.c.id == absence.id).values(seats=kept))


def withdraw_absence(connection: Connection, absence: AbsenceRecord, at: datetime) -> None:
    """Note that an absence was a mistake."""
    values = {"withdrawn_at": at, "number": absence.number + 1}
    connection.execute(update(ABSENCE).where(ABSENCE.c.id == absence.id).values(**values))


def _absence(row: Any) -> AbsenceRecord:
    return AbsenceRecord(
        id=AbsenceId(row.id),
        hotline=row.hotline_id,
        person=row.person_id,
        municipality=MunicipalityCode(row.municipality),
        first_day=row.first_day,
        last_day=row.last_day,
        number=row.number,
        seats=tuple(VacatedSeat(*seat) for seat in row.seats),
        author=row.author,
        at=row.at,
        withdrawn_at=row.withdrawn_at,
    )

"""What was worked on a plan's shifts, in the store: the published seats, and what was said to differ."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from sqlalchemy import Connection, delete, func, insert, select, update

from api.access.ids import AccountId, HotlineId, PersonId, PlanId
from api.rosters.records.rosters import Version, seats_of
from api.store.tables import LEDGER_ENTRY, PLAN, WORKED_PART, WORKED_SEAT
from wfm.calendar import Shift
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.worked import WorkedSeat, WorkedSeats


class WorkedState(StrEnum):
    """How sure it is who sat there."""

    PLANNED = "planned"
    """Nobody has said anything: as it is published."""
    REPORTED = "reported"
    """Somebody said so, and a leader or a coordinator has to confirm it."""
    CONFIRMED = "confirmed"


@dataclass(frozen=True)
class PersonMinutes:
    """A seat: whose, ``None`` for somebody from outside the plan, and for how many minutes."""

    person: PersonId | None
    minutes: int


@dataclass(frozen=True)
class WorkedPart:
    """One municipality's seats of a shift.

    Parameters
    ----------
    shift, municipality
        Which.
    state, seats
        Who sat there, and how sure that is.
    changes
        How often something was said of it; 0 where nothing was.
    author, at
        Which account said it last, if any, and when; ``None`` where nothing was said.
    """

    shift: ShiftId
    municipality: MunicipalityCode
    state: WorkedState
    seats: tuple[PersonMinutes, ...]
    changes: int = 0
    author: AccountId | None = None
    at: datetime | None = None


PartKey = tuple[ShiftId, MunicipalityCode]


def read_parts(
    connection: Connection,
    version: Version,
    shifts: Mapping[ShiftId, Shift],
    *,
    confirmed_only: bool = False,
) -> Mapping[PartKey, WorkedPart]:
    """Return what was worked of the published version, in order of shift and municipality.

    Parameters
    ----------
    version
        The published one.
    shifts
        Those of its plan.
    confirmed_only
        Whether what nobody has confirmed is left out.
    """
    planned: dict[PartKey, list[PersonMinutes]] = {}
    for seat in seats_of(connection, version):
        shift = ShiftId(seat.shift)
        here = planned.setdefault((shift, MunicipalityCode(seat.municipality)), [])
        here.append(PersonMinutes(seat.person, shifts[shift].minutes))
    found = {key: WorkedPart(*key, WorkedState.PLANNED, tuple(seats)) for key, seats in planned.items()}
    for key, part in read_said(connection, version.plan).items():
        if key[0] in shifts and not (confirmed_only and part.state is WorkedState.REPORTED):
            found[key] = part
    return dict(sorted(found.items()))


def read_worked(
    connection: Connection,
    version: Version,
    shifts: Mapping[ShiftId, Shift],
    agent_of: Mapping[PersonId, AgentId],
) -> WorkedSeats:
    """Return the same as the seats of a plan; who is not in it any more counts as a stand-in.

    What is reported and not confirmed yet counts as it is published.
    """
    seats: dict[ShiftId, tuple[WorkedSeat, ...]] = {}
    for (shift, code), part in read_parts(connection, version, shifts, confirmed_only=True).items():
        own = tuple(
            WorkedSeat(code, None if one.person is None else agent_of.get(one.person), one.minutes)
            for one in part.seats
        )
        seats[shift] = (*seats.get(shift, ()), *own)
    return WorkedSeats(seats)


def count_reported(
    connection: Connection, hotline: HotlineId, municipalities: Collection[MunicipalityCode] | None = None
) -> Mapping[date, int]:
    """Return how many reports wait to be confirmed, by first day of the plan.

    Parameters
    ----------
    hotline
        Random id.
    municipalities
        Whose; everybody's where none are named.
    """
    p = WORKED_PART.c
    asked = select(PLAN.c.first_day, func.count()).join(PLAN, PLAN.c.id == p.plan_id)
    waiting = (PLAN.c.hotline_id == hotline) & (p.state == WorkedState.REPORTED.value)
    if municipalities is not None:
        waiting &= p.municipality.in_(municipalities)
    found = connection.execute(asked.where(waiting).group_by(PLAN.c.first_day))
    return {day: int(many) for day, many in found}


def read_handed_on(
    connection: Connection, hotline: HotlineId, first_day: date
) -> Mapping[MunicipalityCode, Fraction]:
    """Return what the ledger says that a closed quarter hands on; nothing where it is not closed."""
    e = LEDGER_ENTRY.c
    asked = select(e.municipality, e.seats).where(e.hotline_id == hotline, e.quarter == first_day)
    stated = connection.execute(asked.where(e.kind == "carry_over").order_by(e.number))
    return {code: Fraction(seats) for code, seats in stated}  # what was stated last


def keep_parts(connection: Connection, plan: PlanId, parts: Iterable[WorkedPart]) -> None:
    """Write down what was worked, in the place of what was said before."""
    for part in parts:
        key = {"plan_id": plan, "shift": part.shift, "municipality": part.municipality}
        told = {"state": part.state.value, "changes": part.changes, "author": part.author, "at": part.at}
        p, s = WORKED_PART.c, WORKED_SEAT.c
        here = (p.plan_id == plan) & (p.shift == part.shift) & (p.municipality == part.municipality)
        if not connection.execute(update(WORKED_PART).where(here).values(**told)).rowcount:
            connection.execute(insert(WORKED_PART).values(**key, **told))
        there = (s.plan_id == plan) & (s.shift == part.shift) & (s.municipality == part.municipality)
        connection.execute(delete(WORKED_SEAT).where(there))
        rows = [
            {**key, "seat": number, "person_id": seat.person, "minutes": seat.minutes}
            for number, seat in enumerate(part.seats, start=1)
        ]
        if rows:
            connection.execute(insert(WORKED_SEAT), rows)


def read_said(connection: Connection, plan: PlanId) -> Mapping[PartKey, WorkedPart]:
    """Return what was said, by shift and municipality."""
    s, p = WORKED_SEAT.c, WORKED_PART.c
    seats: dict[PartKey, list[PersonMinutes]] = {}
    asked = select(s.shift, s.municipality, s.person_id, s.minutes).where(s.plan_id == plan)
    for shift, code, person, minutes in connection.execute(asked.order_by(s.seat)):
        seats.setdefault((shift, code), []).append(PersonMinutes(person, minutes))
    rows = connection.execute(select(WORKED_PART).where(p.plan_id == plan))
    return {
        (row.shift, row.municipality): WorkedPart(
            shift=row.shift,
            municipality=row.municipality,
            state=WorkedState(row.state),
            seats=tuple(seats.get((row.shift, row.municipality), ())),
            changes=row.changes,
            author=row.author,
            at=row.at,
        )
        for row in rows
    }

"""Saying who sat on a shift: an agent of the own seat, a leader of own people, a coordinator of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.plans.place import PlanPlace
from api.rosters.records.worked import WorkedPart, WorkedState, keep_parts
from api.store import audit
from api.store.engine import Connection, reading
from api.store.errors import ClosedError, ConflictError
from api.store.idempotency import IdempotentRequest, once
from api.worked.place import WorkedQuarter, WorkedShift, read_quarter
from api.worked.sent_seats import SeatClaim, resolve_seats
from wfm.ids import ShiftId
from wfm.message import Text

NOT_OVER = Text("worked.not_over", "the shift is not over yet; until then its roster is changed")
CLOSED = Text("worked.closed", "the quarter is closed; a coordinator can still correct it")


def find_worked(place: PlanPlace, shift: ShiftId) -> tuple[WorkedQuarter, WorkedShift]:
    """Return what was worked on a shift that the caller sees.

    Raises
    ------
    MissingError
        Where there is none.
    """
    with reading(place.database) as connection:
        quarter = read_quarter(connection, place)
    return quarter, quarter.find(shift)


def say_worked(
    place: PlanPlace,
    request: IdempotentRequest,
    shift: ShiftId,
    sent: Sequence[SeatClaim],
    *,
    expected: int,
) -> tuple[WorkedQuarter, WorkedShift]:
    """Say who sat on a shift, and for how long; a leader's and a coordinator's word confirms it.

    Parameters
    ----------
    place, request
        The plan, and by which request.
    shift, sent
        Which shift, and its seats as they were worked.
    expected
        Number of the state of the shift that the author knows.

    Raises
    ------
    MissingError
        Where there is no such shift for the caller.
    ClosedError
        Where the shift is not over, or the quarter is closed.
    ConflictError
        Where something else was said meanwhile.
    InputError
        With every seat that can't be as it was sent.
    """

    def effect(connection: Connection) -> Mapping[str, Any]:
        quarter = read_quarter(connection, place)
        now = quarter.find(shift)
        if quarter.closed:
            raise ClosedError(CLOSED())
        change_parts(connection, quarter, now, sent, expected=expected)
        return {"shift": shift}

    once(place.database, request, place.at, effect, place.hotline.id)
    return find_worked(place, shift)


def change_parts(
    connection: Connection,
    quarter: WorkedQuarter,
    now: WorkedShift,
    sent: Sequence[SeatClaim],
    *,
    expected: int | None,
) -> None:
    """Write down who sat on a shift; a report that says what was known already changes nothing.

    Parameters
    ----------
    quarter, now, sent
        The plan, the shift as it is, and what was sent of it.
    expected
        Number of the state that the author knows; any where none is given.

    Raises
    ------
    ClosedError
        Where the shift is not over.
    ConflictError
        Where something else was said meanwhile.
    InputError
        With every seat that can't be as it was sent.
    """
    place = quarter.place
    if now.shift.ends_at > place.at:
        raise ClosedError(NOT_OVER())
    if expected is not None and expected != now.number:
        last = max((part for part in now.parts if part.at is not None), key=_moment, default=None)
        by, at = (None, None) if last is None else (last.author, last.at)
        raise ConflictError(expected, now.number, by, at)
    seats, state = resolve_seats(quarter, now, sent)
    before = {part.municipality: part for part in now.parts}
    changed = []
    for code, own in seats.items():
        old = before.get(code)
        if state is WorkedState.REPORTED and old is not None and old.seats == own:
            continue
        changes = 1 + (0 if old is None else old.changes)
        part = WorkedPart(
            shift=now.shift.id,
            municipality=code,
            state=state,
            seats=own,
            changes=changes,
            author=place.author,
            at=place.at,
        )
        changed.append(part)
    keep_parts(connection, place.plan.id, changed)
    if changed:
        audit.record(
            connection,
            actor=place.author,
            action=f"worked.{'report' if state is WorkedState.REPORTED else 'confirm'}",
            about=place.plan.id,
            at=place.at,
            payload={"shift": now.shift.id, "municipalities": [part.municipality for part in changed]},
        )


def _moment(part: WorkedPart) -> float:
    return 0.0 if part.at is None else part.at.timestamp()

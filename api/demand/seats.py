"""The seats of a plan's shifts held against what its calls need, and taken over as its next revision."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.access.ids import RevisionNumber
from api.demand.records.calls import interval_minutes
from api.demand.records.forecasts import StoredForecast, find_forecast
from api.demand.shift_risks import LookedUpRisk, propose_seats
from api.plans.editing import save_edit
from api.plans.edits import PasteEdit
from api.plans.place import PlanPlace
from api.plans.records.plans import find_revision, read_plan
from api.plans.service import recall_answer
from api.store.engine import reading
from api.store.errors import ClashError, MissingError
from api.store.idempotency import IdempotentRequest
from wfm.calendar import Shift, clock
from wfm.ids import ShiftId
from wfm.message import Text
from wfm.plan import Plan
from wfm.tables.csv_writing import csv_text

ALL_AS_NEEDED = Text("seats.all_as_needed", "every shift to come has the seats that it needs already")
NO_FORECAST = Text("seats.no_forecast", "nothing is forecast for this plan yet")
TAKEN_OVER = Text("seats.taken_over", "Seats as the forecast's calls need them")


@dataclass(frozen=True)
class NeededSeats:
    """A shift, the seats that the plan gives it, and those that it should have.

    Parameters
    ----------
    shift, before, agents
        Which, its seats now, and proposed.
    calls, lost, lost_before
        Expected calls, and those lost with the proposed seats and with those of now; ``None`` where the
        forecast was not counted with so many.
    """

    shift: Shift
    before: int
    agents: int
    calls: float
    lost: float
    lost_before: float | None


@dataclass(frozen=True)
class SeatPlan:
    """A plan's seats beside its newest forecast.

    Parameters
    ----------
    plan, revision
        As it stands.
    forecast
        The newest; ``None`` where there is none.
    needed
        Shifts to come whose seats are not what they should be, in order.
    proposals
        At most five shifts on which one seat more saves most calls.
    is_counted
        Whether any calls are stored, without which nothing can be forecast.
    """

    plan: Plan
    revision: RevisionNumber
    forecast: StoredForecast | None
    needed: Sequence[NeededSeats]
    proposals: Sequence[LookedUpRisk]
    is_counted: bool = True


def read_seats(place: PlanPlace) -> SeatPlan:
    """Return the seats of a plan beside what its calls need."""
    with reading(place.database) as connection:
        revision = find_revision(connection, place.plan.id)
        plan = read_plan(connection, revision)
        forecast = find_forecast(connection, place.plan.id)
        counted = interval_minutes(connection, place.hotline.id) is not None
    if forecast is None:
        return SeatPlan(plan, revision.number, None, (), (), counted)
    coming = shifts_to_come(plan, place.at)
    return SeatPlan(
        plan=plan,
        revision=revision.number,
        forecast=forecast,
        needed=_needed(coming, forecast),
        proposals=propose_seats(plan, forecast.risks, coming),
    )


def shifts_to_come(plan: Plan, at: datetime) -> list[Shift]:
    """Return the shifts that have not begun."""
    return [shift for shift in plan.shifts if shift.starts_at > at]


def _needed(coming: Sequence[Shift], forecast: StoredForecast) -> list[NeededSeats]:
    rows = {row["shift"]: row for row in forecast.needs["shifts"]}
    found = []
    for shift in coming:
        row = rows.get(shift.id)
        if row is None or row["agents"] == shift.seats:
            continue
        lost = forecast.risks.get(shift.id, {}).get("lost", ())
        before = lost[shift.seats] if shift.seats < len(lost) else None
        found.append(NeededSeats(shift, shift.seats, row["agents"], row["calls"], row["lost"], before))
    return found


def take_over(
    place: PlanPlace,
    request: IdempotentRequest,
    *,
    expected: int,
    one_more_on: Collection[ShiftId] | None = None,
) -> tuple[RevisionNumber, int]:
    """Give shifts the seats that their calls need, as the plan's next revision.

    Parameters
    ----------
    place, request
        The plan, and by which request.
    expected
        Number of the newest revision that the author knows.
    one_more_on
        Shifts that get one seat more than they have; all that a shift needs, on every shift to come, where
        none is named.

    Returns
    -------
    tuple
        The number of the revision, and how many shifts have other seats in it.

    Raises
    ------
    MissingError
        Where there is no such shift to come.
    ClashError
        Where there is no forecast, or every shift has what it needs.
    ConflictError
        Where there is a newer revision than the expected one.
    """
    seats = read_seats(place)
    if seats.forecast is None:
        raise ClashError(NO_FORECAST())
    wanted = {one.shift.id: one.agents for one in seats.needed}
    if one_more_on is not None:
        coming = {shift.id: shift for shift in shifts_to_come(seats.plan, place.at)}
        if not one_more_on or not set(one_more_on) <= set(coming):
            raise MissingError("shift")
        wanted = {shift: coming[shift].seats + 1 for shift in one_more_on}
    if not wanted and recall_answer(place, request) is None:
        raise ClashError(ALL_AS_NEEDED())
    edit = PasteEdit("demand", _rows(seats.plan, wanted))
    found = save_edit(place, request, edit, expected, place.speak.say(TAKEN_OVER()))
    return found.revision.number, len(wanted)


def _rows(plan: Plan, wanted: Mapping[ShiftId, int]) -> str:
    """Return the rows of ``demand.csv``; who may share a shift stays as the plan says."""
    pairing = {row.shift: row.pairing or "" for row in plan.demand}
    rows = [
        (shift.day.isoformat(), clock(shift.start), wanted[shift.id], str(pairing.get(shift.id, "")))
        for shift in plan.shifts
        if shift.id in wanted
    ]
    return csv_text(("date", "start", "agents", "pairing"), rows)

"""How the last quarter went: some sat otherwise than planned, that was confirmed, and it is closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from api.access.callers import AccountHolder
from api.access.ids import AccountId, HotlineCode
from api.access.roles import Grant, Role
from api.access.scope import scope_of
from api.access.viewer import Viewer
from api.plans.place import PlanPlace
from api.plans.records.facts import find_hotline, find_plan
from api.store.engine import Database, reading
from api.store.idempotency import IdempotentRequest, owner_of_keys
from api.texts.translator import translator
from api.worked.closing import close_quarter
from api.worked.sent_seats import SeatClaim
from api.worked.service import find_worked, say_worked
from wfm.calendar import Shift
from wfm.ids import MunicipalityCode, ShiftId
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.worked import WorkedSeat, WorkedSeats

EARLIER = 60
"""Minutes before its end at which somebody went home."""
Differing = Mapping[ShiftId, tuple[WorkedSeat, ...]]


def find_differing(plan: Plan, roster: Roster) -> Differing:
    """Return the shifts of a roster on which it was otherwise than planned, with who sat there.

    Five of them, spread over the period: twice somebody did not come, twice another municipality sent a
    stand-in for them, and once somebody went home early.
    """
    planned = WorkedSeats.of_roster(plan, roster).seats
    sat = [shift for shift in plan.shifts if planned.get(shift.id)]
    happened = (_not_sat, _stood_in, _went_early, _stood_in, _not_sat)
    chosen = [sat[len(sat) * number // (len(happened) + 1)] for number in range(1, len(happened) + 1)]
    return {
        shift.id: tuple(what(plan, shift, planned[shift.id]))
        for shift, what in zip(chosen, happened, strict=True)
    }


def replace_seats(plan: Plan, roster: Roster, differing: Differing) -> WorkedSeats:
    """Return what was worked of a roster."""
    return WorkedSeats({**WorkedSeats.of_roster(plan, roster).seats, **differing})


def close_last_quarter(
    database: Database, plan: Plan, differing: Differing, author: AccountId, at: datetime
) -> None:
    """Say of a published plan who sat where otherwise than planned, and close its quarter.

    Parameters
    ----------
    database
        Where it is published.
    plan, differing
        The plan, and the shifts of which something is said.
    author, at
        Who coordinates it, and when; after its last shift.
    """
    place = _place(database, plan, author, at)
    for shift, seats in differing.items():
        claims = [
            SeatClaim(seat.agent, None if seat.agent else seat.municipality, seat.minutes) for seat in seats
        ]
        _, now = find_worked(place, shift)
        say_worked(place, _request(author, shift), shift, claims, expected=now.number)
    close_quarter(place, _request(author, "close"))


def _not_sat(plan: Plan, shift: Shift, seats: Sequence[WorkedSeat]) -> Iterator[WorkedSeat]:
    first, *others = seats
    yield WorkedSeat(first.municipality, first.agent, 0)
    yield from others


def _stood_in(plan: Plan, shift: Shift, seats: Sequence[WorkedSeat]) -> Iterator[WorkedSeat]:
    yield from _not_sat(plan, shift, seats)
    yield WorkedSeat(_other_town(plan, seats), None, shift.minutes)


def _went_early(plan: Plan, shift: Shift, seats: Sequence[WorkedSeat]) -> Iterator[WorkedSeat]:
    first, *others = seats
    yield WorkedSeat(first.municipality, first.agent, max(1, first.minutes - EARLIER))
    yield from others


def _other_town(plan: Plan, seats: Sequence[WorkedSeat]) -> MunicipalityCode:
    """Return the largest municipality that does not sit there; the only one, where there is no other."""
    there = {seat.municipality for seat in seats}
    towns = sorted(plan.staffing, key=lambda town: (town.code in there, -town.population, town.code))
    return towns[0].code


def _place(database: Database, plan: Plan, author: AccountId, at: datetime) -> PlanPlace:
    code = HotlineCode(plan.hotline.code)
    coordinator = AccountHolder(author, (Grant(Role.COORDINATOR, code),))
    with reading(database) as connection:
        hotline = find_hotline(connection, code)
        facts = find_plan(connection, hotline.id, plan.hotline.period.first_day)
    return PlanPlace(
        database=database,
        viewer=Viewer(coordinator, code, scope_of(coordinator, code)),
        at=at,
        speak=translator(plan.hotline.language),
        hotline=hotline,
        plan=facts,
    )


def _request(author: AccountId, about: str) -> IdempotentRequest:
    return IdempotentRequest(owner_of_keys(author), f"demo-{about}", "POST", "/demo", "0" * 64)

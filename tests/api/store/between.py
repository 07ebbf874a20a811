"""What happens between publications, put into a store as it is kept: absences, offered seats, swaps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from api.access.ids import AbsenceId, AccountId, HotlineId, PersonId, PlanId, SeatOfferId, SwapId
from api.plans.records.answers import PlanPerson
from api.replacements.records.absences import AbsenceRecord, VacatedSeat, add_absence
from api.replacements.records.offers import Ask, SeatOffer, add_offer
from api.store.engine import Connection
from api.store.types import new_id
from api.swaps.records.swaps import Swap, SwapAsk, add_swap
from wfm.hotline import SwapApproval
from wfm.ids import ShiftId

DAY = timedelta(days=1)


def add_away(
    connection: Connection,
    hotline: HotlineId,
    plan: PlanId,
    away: PlanPerson,
    shift: ShiftId,
    *,
    at: datetime,
    author: AccountId | None = None,
    sat: PersonId | None = None,
) -> AbsenceId:
    """Let somebody be away on the day of a shift, which they, or who `sat` there, vacated."""
    day = datetime.fromisoformat(shift).date()
    made = AbsenceRecord(
        id=AbsenceId(new_id()),
        hotline=hotline,
        person=away.person,
        municipality=away.municipality,
        first_day=day,
        last_day=day,
        number=1,
        seats=(VacatedSeat(plan, shift, sat or away.person),),
        author=author,
        at=at,
    )
    add_absence(connection, made)
    return made.id


def offer_seat(
    connection: Connection,
    hotline: HotlineId,
    plan: PlanId,
    asked: PlanPerson,
    shift: ShiftId,
    *,
    at: datetime,
    author: AccountId | None = None,
    leaves: PersonId | None = None,
    lasts: timedelta = DAY,
) -> SeatOfferId:
    """Let somebody be asked to take a seat."""
    made = SeatOffer(
        id=SeatOfferId(new_id()),
        hotline=hotline,
        plan=plan,
        shift=shift,
        leaves=leaves,
        whole=False,
        needed=1,
        number=1,
        author=author,
        at=at,
        expires_at=at + lasts,
        asks=(Ask(asked.person, asked.municipality),),
    )
    add_offer(connection, made)
    return made.id


def hand_over(
    connection: Connection,
    hotline: HotlineId,
    plan: PlanId,
    giver: PlanPerson,
    shift: ShiftId,
    asked: Iterable[PlanPerson],
    *,
    at: datetime,
    author: AccountId | None = None,
    declined: Iterable[PlanPerson] = (),
    approval: SwapApproval = SwapApproval.LEADER,
    lasts: timedelta = DAY,
) -> SwapId:
    """Let somebody put a shift forward, which some have declined."""
    asks = [SwapAsk(one.person, one.municipality, declined=True) for one in declined]
    made = Swap(
        id=SwapId(new_id()),
        hotline=hotline,
        plan=plan,
        gives=giver.person,
        gives_municipality=giver.municipality,
        gives_shift=shift,
        takes_shift=None,
        asks=(*asks, *(SwapAsk(one.person, one.municipality) for one in asked)),
        approval=approval,
        number=1,
        author=author,
        at=at,
        expires_at=at + lasts,
    )
    add_swap(connection, made)
    return made.id

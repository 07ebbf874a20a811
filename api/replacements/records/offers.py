"""Offers in the store: a seat that somebody may take, who is asked, and what they have said so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from api.access.ids import AccountId, HotlineId, PersonId, PlanId, SeatOfferId
from api.replacements.kinds import AskState, OfferState
from api.store.errors import MissingError
from api.store.tables import SEAT_ASK, SEAT_OFFER
from wfm.ids import MunicipalityCode, ShiftId


@dataclass(frozen=True)
class Ask:
    """Somebody who is asked.

    Parameters
    ----------
    person, municipality
        Who, and for whom they work.
    state
        What they have said; when an offer has ended that is told of whoever took the seat alone.
    """

    person: PersonId
    municipality: MunicipalityCode
    state: AskState = AskState.ASKED


@dataclass(frozen=True)
class SeatOffer:
    """A seat that somebody may take.

    Parameters
    ----------
    id, hotline, plan
        Random ids.
    shift
        On which shift.
    leaves
        Who gives it up; nobody where it is vacant.
    whole, needed
        Whether the whole shift goes to another municipality, and how many have to accept before it does.
    number
        Rises with each change.
    author, at, expires_at
        Which account asked, if any, when, and until when; half-open.
    asks
        Who is asked, in order of random id.
    ended_at, kept_state
        Since when it is over, and how it is stored: one whose time is over is stored as open.
    """

    id: SeatOfferId
    hotline: HotlineId
    plan: PlanId
    shift: ShiftId
    leaves: PersonId | None
    whole: bool
    needed: int
    number: int
    author: AccountId | None
    at: datetime
    expires_at: datetime
    asks: tuple[Ask, ...]
    ended_at: datetime | None = None
    kept_state: OfferState = OfferState.OPEN

    def state(self, at: datetime) -> OfferState:
        """Return how far it is at a moment."""
        over = self.kept_state is OfferState.OPEN and at >= self.expires_at
        return OfferState.EXPIRED if over else self.kept_state

    def ask_of(self, person: PersonId) -> Ask | None:
        """Return what somebody is asked; nothing where they are not."""
        return next((one for one in self.asks if one.person == person), None)

    @property
    def accepted(self) -> tuple[PersonId, ...]:
        """Who has accepted."""
        return tuple(one.person for one in self.asks if one.state is AskState.ACCEPTED)


def add_offer(connection: Connection, made: SeatOffer) -> None:
    """Write an offer down, with all who are asked."""
    values = {
        "id": made.id,
        "hotline_id": made.hotline,
        "plan_id": made.plan,
        "shift": made.shift,
        "leaves": made.leaves,
        "whole": made.whole,
        "needed": made.needed,
        "state": made.kept_state.value,
        "number": made.number,
        "author": made.author,
        "at": made.at,
        "expires_at": made.expires_at,
    }
    connection.execute(insert(SEAT_OFFER).values(**values))
    rows = [
        {
            "offer_id": made.id,
            "person_id": one.person,
            "municipality": one.municipality,
            "state": one.state.value,
        }
        for one in made.asks
    ]
    connection.execute(insert(SEAT_ASK), rows)


def find_offer(connection: Connection, hotline: HotlineId, offer: SeatOfferId) -> SeatOffer:
    """Return an offer of a hotline.

    Raises
    ------
    MissingError
        Where there is none.
    """
    o = SEAT_OFFER.c
    found = _offers(connection, (o.id == offer) & (o.hotline_id == hotline))
    if not found:
        raise MissingError("offer")
    return found[0]


def list_offers(connection: Connection, hotline: HotlineId, since: datetime) -> tuple[SeatOffer, ...]:
    """Return offers whose time was not over at a moment, by shift; those that ended since among them."""
    o = SEAT_OFFER.c
    return _offers(connection, (o.hotline_id == hotline) & (o.expires_at > since))


def list_open_offers(
    connection: Connection, plan: PlanId, shift: ShiftId, at: datetime
) -> tuple[SeatOffer, ...]:
    """Return the offers of a shift that are open at a moment."""
    o = SEAT_OFFER.c
    there = (o.plan_id == plan) & (o.shift == shift) & (o.state == OfferState.OPEN.value)
    return _offers(connection, there & (o.expires_at > at))


def note_answer(connection: Connection, offer: SeatOfferId, person: PersonId, state: AskState) -> None:
    """Note what somebody says."""
    a = SEAT_ASK.c
    there = (a.offer_id == offer) & (a.person_id == person)
    connection.execute(update(SEAT_ASK).where(there).values(state=state.value))


def end_offer(
    connection: Connection,
    offer: SeatOffer,
    state: OfferState,
    at: datetime,
    takers: Iterable[PersonId] = (),
) -> bool:
    """End an offer that is open; tell whether it was. Who said no to it can't be read from it afterwards."""
    o, a = SEAT_OFFER.c, SEAT_ASK.c
    values = {"state": state.value, "number": o.number + 1, "ended_at": at}
    there = (o.id == offer.id) & (o.state == OfferState.OPEN.value)
    if connection.execute(update(SEAT_OFFER).where(there).values(**values)).rowcount != 1:
        return False
    own, neutral = a.offer_id == offer.id, AskState.ASKED.value
    if state is OfferState.DECLINED:
        connection.execute(delete(SEAT_ASK).where(own))
        return True
    connection.execute(update(SEAT_ASK).where(own).values(state=neutral))
    took = own & a.person_id.in_(tuple(takers))
    connection.execute(update(SEAT_ASK).where(took).values(state=AskState.ACCEPTED.value))
    return True


def _offers(connection: Connection, there: Any) -> tuple[SeatOffer, ...]:
    o, a = SEAT_OFFER.c, SEAT_ASK.c
    rows = connection.execute(select(SEAT_OFFER).where(there).order_by(o.shift, o.at, o.id)).all()
    asks: dict[str, list[Ask]] = {}
    asked = select(SEAT_ASK).where(a.offer_id.in_(select(o.id).where(there))).order_by(a.person_id)
    for row in connection.execute(asked):
        one = Ask(row.person_id, MunicipalityCode(row.municipality), AskState(row.state))
        asks.setdefault(row.offer_id, []).append(one)
    return tuple(_offer(row, asks) for row in rows)


def _offer(row: Any, asks: Mapping[str, list[Ask]]) -> SeatOffer:
    return SeatOffer(
        id=SeatOfferId(row.id),
        hotline=row.hotline_id,
        plan=row.plan_id,
        shift=ShiftId(row.shift),
        leaves=row.leaves,
        whole=row.whole,
        needed=row.needed,
        number=row.number,
        author=row.author,
        at=row.at,
        expires_at=row.expires_at,
        asks=tuple(asks.get(row.id, ())),
        ended_at=row.ended_at,
        kept_state=OfferState(row.state),
    )

"""A seat is offered to one or several, and the first to accept has it.

Whoever leaves a shift, their leader and coordinators may ask; those who are asked say yes or no, or their
leader says it for them. What is said is kept only while the offer is open: nobody can tell afterwards who
declined.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.access.ids import SeatOfferId
from api.plans.place import HotlinePlace
from api.plans.service import recall_answer
from api.replacements.kinds import OfferState
from api.replacements.offer_draft import OfferDraft, find_offer_faults
from api.replacements.published_plan import (
    PublishedQuarter,
    find_published_shift,
    read_published_of,
)
from api.replacements.records.offers import Ask, SeatOffer, add_offer, end_offer, find_offer
from api.replacements.seats import note_over
from api.store import audit, outbox
from api.store.engine import Connection, reading
from api.store.errors import ClosedError, ConflictError, MissingError
from api.store.idempotency import IdempotentRequest, once
from wfm.calendar import Shift
from wfm.errors import InputError
from wfm.ids import AgentId, ShiftId
from wfm.message import Text

ASKED = "seat_offered"
"""Kind of the notices that somebody is asked."""
OVER = Text("offer.over", "the offer is not open any more")


@dataclass(frozen=True)
class ShownOffer:
    """An offer, and what is published of its plan."""

    offer: SeatOffer
    published: PublishedQuarter

    @property
    def state(self) -> OfferState:
        """How far it is now: withdrawn also where a publication left no seat to take."""
        state = self.offer.state(self.published.place.at)
        gone = state is OfferState.OPEN and not self._has_seat
        return OfferState.WITHDRAWN if gone else state

    @property
    def shift(self) -> Shift | None:
        """Its shift; nothing where the plan has it no more."""
        return self.published.plan.shift.get(self.offer.shift)

    @property
    def _has_seat(self) -> bool:
        """Whether who leaves still sits there, or else a seat is empty."""
        if self.shift is None:
            return False
        if self.offer.leaves is None:
            return self.offer.whole or self.published.vacant(self.shift.id) > 0
        return self.published.agent_of.get(self.offer.leaves) in self.published.roster.on(self.shift.id)

    @property
    def leads_seat(self) -> bool:
        """Whether the caller asked, or answers for a municipality whose seat it is."""
        of, offer = self.published, self.offer
        if of.coordinates or (offer.author is not None and offer.author == of.place.author):
            return True
        left = None if offer.leaves is None else of.agent_of.get(offer.leaves)
        sitting = of.roster.on(offer.shift) if self.shift is not None else ()
        seat = (*sitting, *(() if left is None else (left,)))
        return any(of.plan.agent[agent].municipality in of.scope.municipalities for agent in seat)

    def answers(self) -> tuple[Ask, ...]:
        """Return those among the asked for whom the caller may answer."""
        found = ((ask, self.published.agent_of.get(ask.person)) for ask in self.offer.asks)
        return tuple(ask for ask, agent in found if agent is not None and self.published.speaks_for(agent))

    @property
    def visible(self) -> bool:
        """Whether the caller knows of it."""
        return self.leads_seat or bool(self.answers())


def make_offer(
    place: HotlinePlace,
    request: IdempotentRequest,
    *,
    shift: ShiftId,
    leaves: AgentId | None,
    agents: Sequence[AgentId],
    expires_at: datetime,
) -> ShownOffer:
    """Ask somebody, or several, to take a seat.

    Parameters
    ----------
    shift, leaves
        On which shift, and who leaves it; nobody where a seat is empty. Who is away and
        whose seat is vacant by that may be named as well.
    agents
        Who is asked.
    expires_at
        Until when; aware, half-open.

    Raises
    ------
    MissingError
        Where there is no such shift for the caller to offer.
    InputError
        With every fault of what was sent.
    """
    said = recall_answer(place, request)
    if said is not None:
        return show_offer(place, said["offer"])

    def effect(connection: Connection) -> Mapping[str, Any]:
        published = find_published_shift(connection, place, shift)
        draft = OfferDraft(published, published.shift(shift), leaves, tuple(agents), expires_at)
        faults = list(find_offer_faults(connection, draft))
        if faults:
            raise InputError(faults)
        made = draft.offer()
        add_offer(connection, made)
        record_offer(connection, place, "make", made)
        told = {"offer": made.id, "hotline": place.hotline.id}
        outbox.add_notice(connection, ASKED, told, place.at)
        return {"offer": made.id}

    said = once(place.database, request, place.at, effect, place.hotline.id)
    return show_offer(place, said["offer"])


def withdraw_offer(
    place: HotlinePlace, request: IdempotentRequest, offer: SeatOfferId, expected: int | None = None
) -> ShownOffer:
    """Take an offer back; whoever was asked is told.

    Raises
    ------
    MissingError
        Where there is none that the caller may take back.
    ClosedError
        Where it is not open any more.
    ConflictError
        Where it has changed since the caller saw it.
    """
    shown = show_offer(place, offer)
    if not shown.leads_seat:
        raise MissingError("offer")

    def effect(connection: Connection) -> Mapping[str, Any]:
        now = require_open(connection, place, offer, expected)
        end_offer(connection, now, OfferState.WITHDRAWN, place.at)
        note_over(connection, shown.published.place, now, (one.person for one in now.asks))
        record_offer(connection, place, "withdraw", now)
        return {"offer": now.id}

    once(place.database, request, place.at, effect, place.hotline.id)
    return show_offer(place, offer)


def show_offer(place: HotlinePlace, offer: SeatOfferId) -> ShownOffer:
    """Return an offer.

    Raises
    ------
    MissingError
        Where there is none that the caller knows of.
    """
    with reading(place.database) as connection:
        found = find_offer(connection, place.hotline.id, offer)
        shown = ShownOffer(found, read_published_of(connection, place, found.plan))
    if not shown.visible:
        raise MissingError("offer")
    return shown


def require_open(
    connection: Connection, place: HotlinePlace, offer: SeatOfferId, expected: int | None = None
) -> SeatOffer:
    """Return an offer that is open now.

    Raises
    ------
    ClosedError
        Where it is not.
    ConflictError
        Where it has changed since the caller saw it.
    """
    now = find_offer(connection, place.hotline.id, offer)
    if now.state(place.at) is not OfferState.OPEN:
        raise ClosedError(OVER())
    if expected is not None and now.number != expected:
        raise ConflictError(expected, now.number, now.author, now.at)
    return now


def record_offer(connection: Connection, place: HotlinePlace, what: str, offer: SeatOffer) -> None:
    """Write down in the audit chain what was done with an offer."""
    told = {"number": offer.number, "shift": offer.shift}
    audit.record(
        connection, actor=place.author, action=f"offer.{what}", about=offer.id, at=place.at, payload=told
    )

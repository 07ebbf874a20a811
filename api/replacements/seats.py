"""Offers of seats that are empty no more: they end with the seat, and whoever was asked is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from api.access.ids import PersonId, SeatOfferId
from api.plans.place import PlanPlace
from api.replacements.kinds import OfferState
from api.replacements.records.offers import SeatOffer, end_offer, list_open_offers
from api.rosters.records.rosters import Version, seats_of
from api.store import outbox
from api.store.engine import Connection
from wfm.ids import ShiftId

TAKEN = "seat_taken"
"""Kind of the notices that a seat was taken, or is not to be taken any more."""


def close_filled_offers(
    connection: Connection,
    place: PlanPlace,
    version: Version,
    seats: Mapping[ShiftId, int],
    besides: SeatOfferId | None = None,
) -> None:
    """End the open offers of shifts that have no empty seat any more.

    Parameters
    ----------
    version
        What is published now.
    seats
        How many seats each shift has that changed.
    besides
        The offer by which it did.
    """
    sitting = Counter(row.shift for row in seats_of(connection, version) if row.shift in seats)
    for shift, most in seats.items():
        for one in list_open_offers(connection, place.plan.id, shift, place.at):
            if one.id != besides and one.leaves is None and sitting[shift] >= most:
                end_offer(connection, one, OfferState.WITHDRAWN, place.at)
                note_over(connection, place, one, (ask.person for ask in one.asks))


def note_over(
    connection: Connection, place: PlanPlace, offer: SeatOffer, persons: Iterable[PersonId]
) -> None:
    """Let people who were asked know that the seat is not to be taken any more."""
    told = {"offer": offer.id, "plan": offer.plan, "shift": offer.shift, "hotline": place.hotline.id}
    outbox.add_notice(connection, TAKEN, {**told, "persons": sorted(persons)}, place.at)

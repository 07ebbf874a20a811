"""Offers whose seat a publication took: filled, or left by nobody any more; whoever was asked is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from api.access.ids import PersonId, PlanId, VersionNumber
from api.plans.records.plans import read_plan, revision_by_id
from api.replacements.kinds import AskState, OfferState
from api.replacements.records.offers import SeatOffer, list_offers
from api.rosters.records.rosters import Version, find_version, seats_of
from api.store.engine import Connection
from api.store.outbox import Notice

UNANSWERED = (AskState.ASKED, AskState.WILLING)


def find_lost_offers(
    connection: Connection, notice: Notice
) -> Iterator[tuple[SeatOffer, tuple[PersonId, ...]]]:
    """Yield the offers that a publication left without a seat, and who was asked and has not said no.

    One whose seat was gone before is not among them, nor one that was ended with a notice of its own.

    Raises
    ------
    MissingError
        Where the versions are gone by now.
    """
    told = notice.payload
    if not told["before"]:
        return
    plan = PlanId(told["plan"])
    after, before = (
        _Seats(connection, find_version(connection, plan, VersionNumber(told[name])))
        for name in ("number", "before")
    )
    for offer in list_offers(connection, after.hotline, notice.created_at):
        if offer.plan == plan and offer.state(notice.created_at) is OfferState.OPEN:
            asked = tuple(ask.person for ask in offer.asks if ask.state in UNANSWERED)
            if asked and before.has_seat(offer) and not after.has_seat(offer):
                yield offer, asked


class _Seats:
    """Who sits where in a version, and how many seats each shift has."""

    def __init__(self, connection: Connection, version: Version) -> None:
        revision = revision_by_id(connection, version.revision)
        self.hotline = revision.hotline
        self._most = {shift.id: shift.seats for shift in read_plan(connection, revision).shifts}
        rows = seats_of(connection, version)
        self._sitting = Counter(row.shift for row in rows)
        self._who = {(row.shift, row.person) for row in rows}

    def has_seat(self, offer: SeatOffer) -> bool:
        """Tell whether who leaves sits there, or else a seat is empty."""
        if offer.leaves is not None:
            return (offer.shift, offer.leaves) in self._who
        most = self._most.get(offer.shift, 0)
        return bool(most) and (offer.whole or self._sitting[offer.shift] < most)

"""Seats that somebody is asked to take: what their own pages show, without reading any plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from api.access.ids import HotlineId, PersonId, SeatOfferId
from api.store.tables import SEAT_ASK, SEAT_OFFER
from wfm.ids import MunicipalityCode, ShiftId


@dataclass(frozen=True)
class OfferedSeat:
    """A seat that one is asked to take.

    Parameters
    ----------
    offer, number
        Random id, and the number of its state.
    shift
        Local start of the shift.
    willing
        Whether one has said yes, and the leader has not yet.
    expires_at
        Until when it can be answered, in UTC.
    """

    offer: SeatOfferId
    number: int
    shift: ShiftId
    willing: bool
    expires_at: datetime

    @property
    def day(self) -> date:
        """Its day."""
        return date.fromisoformat(self.shift[:10])


def list_offered_seats(
    connection: Connection, hotline: HotlineId, at: datetime, persons: Iterable[PersonId]
) -> tuple[OfferedSeat, ...]:
    """Return the seats that some persons are asked to take and have not declined, by shift."""
    o, a = SEAT_OFFER.c, SEAT_ASK.c
    asked = select(o.id, o.number, o.shift, o.expires_at, a.state).join(SEAT_ASK, a.offer_id == o.id)
    now = (o.hotline_id == hotline) & (o.state == "open") & (o.expires_at > at)
    theirs = a.person_id.in_(set(persons)) & (a.state != "declined")
    rows = connection.execute(asked.where(now, theirs).order_by(o.shift, o.id))
    return tuple(
        OfferedSeat(SeatOfferId(row.id), row.number, ShiftId(row.shift), row.state != "asked", row.expires_at)
        for row in rows
    )


def count_waiting_asks(
    connection: Connection, hotline: HotlineId, at: datetime, municipalities: Iterable[MunicipalityCode]
) -> int:
    """Return how many people of some municipalities wait for their leader to say yes."""
    o, a = SEAT_OFFER.c, SEAT_ASK.c
    asked = select(a.person_id).join(SEAT_OFFER, a.offer_id == o.id)
    now = (o.hotline_id == hotline) & (o.state == "open") & (o.expires_at > at) & (a.state == "willing")
    return len(connection.execute(asked.where(now, a.municipality.in_(set(municipalities)))).all())

"""What stands in the calendars of some people, for those of them who have no address of a calendar."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from api.access.ids import HotlineId, PersonId
from api.calendars.records.addresses import CalendarOwner, list_addresses
from api.calendars.records.feeds import event_of
from api.calendars.rights import PERSON
from api.publication.publication import CalendarEvent
from api.store.tables import FEED_BODY


def list_unsubscribed_events(
    connection: Connection, hotline: HotlineId, persons: Collection[PersonId], language: str
) -> tuple[CalendarEvent, ...]:
    """Return the events of people; nothing where a secret address opens the calendar of one of them.

    Parameters
    ----------
    language
        Where a calendar was never written in it, the events are those of another one.
    """
    if list_addresses(connection, hotline, [CalendarOwner(PERSON, person) for person in persons]):
        return ()
    f = FEED_BODY.c
    asked = select(f.subject, f.language, f.events).where(
        f.hotline_id == hotline, f.kind == PERSON, f.subject.in_(list(persons))
    )
    rows = {}
    for row in connection.execute(asked.order_by(f.language)):
        if row.language == language or row.subject not in rows:
            rows[row.subject] = row.events
    return tuple(event_of(record) for records in rows.values() for record in records)

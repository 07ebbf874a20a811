"""Read the events back out of a feed of ours, to go on from where it stood.

A feed that cannot be read is refused, never taken for empty: with its sequence numbers lost, calendars
that have seen higher ones would pass over every later change.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from icalendar import Calendar
from icalendar import Event as Component

from api.calendars.ics.writing import AGENT, MUNICIPALITY, PERIODS, PRODUCT, SHIFT
from api.publication.publication import CalendarEvent
from wfm.ids import AgentId, MunicipalityCode, ShiftId

KNOWN = 2048
"""Feeds that are kept in mind: they are read before a solve, to refuse faulty ones, and again after it."""

_STATUSES = {"CONFIRMED": False, "CANCELLED": True}


class DamagedFeedError(ValueError):
    """Not a whole calendar, or one of ours with an event that lacks what every event of ours has."""


class ForeignFeedError(ValueError):
    """A whole calendar, but somebody else's."""


@lru_cache(KNOWN)
def parse_events(feed: bytes) -> tuple[CalendarEvent, ...]:
    """Return the events of a feed of ours.

    Raises
    ------
    DamagedFeedError, ForeignFeedError
        Where it is no such feed.
    """
    calendar = _calendar(feed)
    if not str(calendar.get("prodid", "")).startswith(PRODUCT):
        raise ForeignFeedError
    try:
        events = [_event(component) for component in calendar.events]
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        raise DamagedFeedError(str(error)) from error
    return tuple(events)


def _calendar(feed: bytes) -> Calendar:
    if not feed.rstrip().endswith(b"END:VCALENDAR"):
        raise DamagedFeedError("no end")
    try:
        calendar = Calendar.from_ical(feed)
    except (ValueError, KeyError, IndexError, AttributeError, TypeError) as error:
        raise DamagedFeedError(str(error)) from error
    if not isinstance(calendar, Calendar):
        raise DamagedFeedError("no calendar")
    return calendar


def _event(component: Component) -> CalendarEvent:
    if component.errors:
        raise DamagedFeedError(str(component.errors))
    return CalendarEvent(
        uid=str(component["uid"]),
        agent=AgentId(str(component.get(AGENT, ""))),
        municipality=MunicipalityCode(str(component.get(MUNICIPALITY, ""))),
        shift=ShiftId(str(component[SHIFT])),
        starts_at=_instant(component["dtstart"]),
        ends_at=_instant(component["dtend"]),
        summary=str(component["summary"]),
        location=str(component["location"]),
        description=str(component["description"]),
        sequence=_sequence(str(component["sequence"])),
        changed_at=_instant(component["dtstamp"]),
        cancelled=_STATUSES[str(component["status"])],
        periods=tuple(map(date.fromisoformat, str(component.get(PERIODS, "")).split())),
    )


def _sequence(written: str) -> int:
    if not written.isdecimal():
        raise DamagedFeedError(f"sequence {written}")
    return int(written)


def _instant(value: Any) -> datetime:
    moment: datetime = value.dt
    if moment.tzinfo is None:
        raise DamagedFeedError(f"{moment} has no zone")
    return moment.astimezone(UTC)

"""What a calendar shows, and what it drops when it is written: by today's date, and nothing that is to come.

A calendar that says nothing new is left as it is, so that nobody's is written because somebody else's
shift changed; what had its time waits for the next change of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from api.publication.publication import CalendarEvent
from wfm.ids import AgentId, MunicipalityCode

KEPT = timedelta(days=90)
"""How long after it began a shift stands in a calendar."""
CANCELLED_KEPT = timedelta(days=30)
"""How long a cancelled one is shown that would be over by now."""


class EventOwner(NamedTuple):
    """Whose calendar an event stands in: an agent's, else a municipality's, else the whole hotline's."""

    agent: AgentId
    municipality: MunicipalityCode


@dataclass(frozen=True)
class CalendarContent:
    """What stands in a calendar.

    Parameters
    ----------
    events
        What it shows, in order of start.
    dropped
        Cancelled events that it no longer shows, so that one that comes back goes on counting.
    """

    events: tuple[CalendarEvent, ...] = ()
    dropped: tuple[CalendarEvent, ...] = ()


def owner_of(event: CalendarEvent) -> EventOwner:
    """Return whose calendar an event stands in."""
    return EventOwner(event.agent, MunicipalityCode("") if event.agent else event.municipality)


def by_owner(events: Iterable[CalendarEvent]) -> Mapping[EventOwner, tuple[CalendarEvent, ...]]:
    """Return the events of each calendar, in the order in which they come."""
    found: dict[EventOwner, list[CalendarEvent]] = {}
    for event in events:
        found.setdefault(owner_of(event), []).append(event)
    return {owner: tuple(own) for owner, own in found.items()}


def next_content(
    events: tuple[CalendarEvent, ...], before: CalendarContent, period: date, now: datetime
) -> CalendarContent:
    """Return what a calendar shows from now on; what it showed before, where nothing is new.

    Parameters
    ----------
    events
        All there is to it, carried on.
    before
        What stood in it.
    period
        First day of the plan that is published: its own shifts are shown, however long ago they were.
    now
        Moment; aware.
    """
    shown, dropped = frozenset(before.events), frozenset(before.dropped)
    known = {event.uid for event in before.events}
    alive = tuple(
        event
        for event in events
        if event in shown
        or (event not in dropped and (event.uid in known or event.starts_at >= now - KEPT or not shown))
    )
    if alive == before.events:
        return before
    past = {event for event in events if had_its_time(event, period, now)}
    return CalendarContent(
        events=tuple(event for event in events if event not in past),
        dropped=tuple(event for event in events if event in past and event.starts_at >= now - KEPT),
    )


def had_its_time(event: CalendarEvent, period: date, now: datetime) -> bool:
    """Tell whether an event may be dropped: never one that is to come, or that the published plan holds."""
    if event.starts_at > now or period in event.periods:
        return False
    return event.starts_at < now - KEPT or (event.cancelled and event.changed_at <= now - CANCELLED_KEPT)

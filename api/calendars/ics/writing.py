"""Calendars as iCalendar text (RFC 5545): pure functions of a publication.

Chosen so that Google, Outlook and Apple read them alike: UTC times without VTIMEZONE, no METHOD,
lines of at most 75 octets ended by CRLF, and no character that a parser could take for more lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from icalendar import Calendar, vText
from icalendar import Event as Component

from api.calendars.ics.sentences import CALENDAR
from api.publication.publication import CalendarEvent, Publication
from api.texts.one_line import one_line
from api.texts.translator import translator
from wfm.ids import AgentId, MunicipalityCode

PRODUCT = "-//Faellesvagt//Hotline roster"
"""Begins the PRODID of every calendar of ours; the language follows."""
REFRESH = timedelta(hours=1)
REFRESH_TEXT = "PT1H"

AGENT, MUNICIPALITY, SHIFT = "X-FAELLESVAGT-AGENT", "X-FAELLESVAGT-MUNICIPALITY", "X-FAELLESVAGT-SHIFT"
"""What an event is about, for our own reading; calendars pass them over."""


def agent_calendar(publication: Publication, agent: AgentId) -> bytes:
    """Return an agent's calendar; one who left the plan keeps what was published, and goes by the id."""
    known = publication.people.get(agent)
    events = publication.events_of_agent.get(agent, ())
    return _calendar(publication, known.name if known else agent, events)


def municipality_calendar(publication: Publication, code: MunicipalityCode) -> bytes:
    """Return a municipality's calendar: one event for each shift on which its agents sit."""
    known = publication.plan.municipality.get(code)
    events = publication.events_of_municipality.get(code, ())
    return _calendar(publication, known.name if known else code, events)


def _calendar(publication: Publication, name: str, events: Iterable[CalendarEvent]) -> bytes:
    return write_calendar(publication.language, publication.plan.hotline.name, name, events)


def write_calendar(language: str, hotline: str, name: str, events: Iterable[CalendarEvent]) -> bytes:
    """Return a calendar's text: its title is made of the hotline's name and whose it is."""
    title = translator(language).say(CALENDAR(hotline=one_line(hotline), name=one_line(name)))
    calendar = Calendar()
    calendar.add("prodid", f"{PRODUCT}//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", vText(title))
    calendar.add("x-wr-calname", vText(title))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH_TEXT)
    for event in events:
        calendar.add_component(_component(event))
    return bytes(calendar.to_ical())


def _component(event: CalendarEvent) -> Component:
    component = Component()
    component.add("uid", event.uid)
    component.add("dtstamp", event.changed_at)
    component.add("last-modified", event.changed_at)
    component.add("sequence", event.sequence)
    component.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    component.add("transp", "TRANSPARENT" if event.cancelled else "OPAQUE")
    component.add("dtstart", event.starts_at)
    component.add("dtend", event.ends_at)
    component.add("summary", event.summary)
    component.add("location", event.location)
    component.add("description", event.description)
    for name, value in ((AGENT, event.agent), (MUNICIPALITY, event.municipality), (SHIFT, event.shift)):
        if value:
            component.add(name, one_line(value))
    return component

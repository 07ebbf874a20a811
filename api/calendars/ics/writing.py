"""Calendars as iCalendar text (RFC 5545): pure functions of a publication.

Chosen so that Google, Outlook and Apple read them alike: UTC times without VTIMEZONE, no METHOD,
lines of at most 75 octets ended by CRLF, and no character that a parser could take for more lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from api.calendars.ics.lines import plain_line, text_line
from api.calendars.ics.sentences import CALENDAR
from api.publication.publication import CalendarEvent, Publication
from api.texts.one_line import one_line
from api.texts.translator import translator
from wfm.ids import AgentId, MunicipalityCode

PRODUCT = "-//Faellesvagt//Hotline roster"
"""Begins the PRODID of every calendar of ours; the language follows."""
REFRESH = "PT1H"
"""How often programs are asked to fetch a calendar again: each hour."""

AGENT, MUNICIPALITY, SHIFT = "X-FAELLESVAGT-AGENT", "X-FAELLESVAGT-MUNICIPALITY", "X-FAELLESVAGT-SHIFT"
PERIODS = "X-FAELLESVAGT-PERIODS"
"""What an event is about, for our own reading; calendars pass them over."""

_END = b"END:VCALENDAR\r\n"
_HEAD_END = re.compile(rb"\r\n(?:BEGIN:VEVENT|END:VCALENDAR)\r\n")


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
    return calendar_of(calendar_head(language, hotline, name), events)


def calendar_head(language: str, hotline: str, name: str) -> bytes:
    """Return how a calendar's text begins: all that comes before its first event."""
    title = translator(language).say(CALENDAR(hotline=one_line(hotline), name=one_line(name)))
    return b"".join(
        (
            b"BEGIN:VCALENDAR\r\n",
            plain_line("VERSION", "2.0"),
            text_line("PRODID", f"{PRODUCT}//{language.upper()}"),
            plain_line("CALSCALE", "GREGORIAN"),
            text_line("NAME", title),
            text_line("X-WR-CALNAME", title),
            plain_line("REFRESH-INTERVAL;VALUE=DURATION", REFRESH),
            plain_line("X-PUBLISHED-TTL", REFRESH),
        )
    )


def head_of(calendar: bytes) -> bytes:
    """Return how the text of a calendar of ours begins; it may be cut off anywhere after that."""
    return _HEAD_END.split(calendar, maxsplit=1)[0] + b"\r\n"


def calendar_of(head: bytes, events: Iterable[CalendarEvent], beside: bytes = b"") -> bytes:
    """Return a calendar's text from how it begins and its events, with lines that each of them has beside."""
    return b"".join((head, *(_event(event, beside) for event in events), _END))


def _event(event: CalendarEvent, beside: bytes) -> bytes:
    """Return an event's lines: those that are the same in any calendar, then what is ours, by name."""
    periods = " ".join(day.isoformat() for day in event.periods)
    about = (
        (AGENT, event.agent),
        (MUNICIPALITY, event.municipality),
        (PERIODS, periods),
        (SHIFT, event.shift),
    )
    return b"".join(
        (
            b"BEGIN:VEVENT\r\n",
            text_line("SUMMARY", event.summary),
            plain_line("DTSTART", _instant(event.starts_at)),
            plain_line("DTEND", _instant(event.ends_at)),
            plain_line("DTSTAMP", _instant(event.changed_at)),
            text_line("UID", event.uid),
            plain_line("SEQUENCE", str(event.sequence)),
            text_line("DESCRIPTION", event.description),
            plain_line("LAST-MODIFIED", _instant(event.changed_at)),
            text_line("LOCATION", event.location),
            plain_line("STATUS", "CANCELLED" if event.cancelled else "CONFIRMED"),
            plain_line("TRANSP", "TRANSPARENT" if event.cancelled else "OPAQUE"),
            beside,
            *(text_line(name, one_line(value)) for name, value in about if value),
            b"END:VEVENT\r\n",
        )
    )


def _instant(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%SZ}"

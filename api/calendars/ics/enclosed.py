"""Single shifts as files that come along with a mail: the same events as in the feed, with what is meant.

UID and SEQUENCE are those of the feed: a calendar that has both knows them for one event.
"""

from __future__ import annotations

from collections.abc import Iterable
from email.headerregistry import Address
from enum import StrEnum
from urllib.parse import quote

from api.calendars.ics.lines import plain_line, text_line
from api.calendars.ics.writing import PRODUCT, calendar_of
from api.publication.publication import CalendarEvent
from api.texts.one_line import one_line

_IN_PARAMETER = str.maketrans({"^": "^^", '"': "^'"})
"""What would end the value of a parameter, as RFC 6868 writes it."""


class IcsMethod(StrEnum):
    """What whoever opens the file is to do with its events (RFC 5546)."""

    PUBLISH = "PUBLISH"
    CANCEL = "CANCEL"


def write_enclosed(
    language: str, events: Iterable[CalendarEvent], method: IcsMethod, organizer: Address | None = None
) -> bytes:
    """Return a file with some events, each of which says who organizes it: with a method it has to.

    Nobody is invited, so nobody's calendar sends the organizer an answer.
    """
    head = b"".join(
        (
            b"BEGIN:VCALENDAR\r\n",
            plain_line("VERSION", "2.0"),
            text_line("PRODID", f"{PRODUCT}//{language.upper()}"),
            plain_line("CALSCALE", "GREGORIAN"),
            plain_line("METHOD", method.value),
        )
    )
    return calendar_of(head, events, beside=b"" if organizer is None else organizer_line(organizer))


def organizer_line(organizer: Address) -> bytes:
    """Return the line of an event that says who organizes it, by mailbox and, if it has one, name."""
    name = one_line(organizer.display_name).translate(_IN_PARAMETER)
    named = f'ORGANIZER;CN="{name}"' if name else "ORGANIZER"
    return plain_line(named, f"mailto:{quote(organizer.addr_spec, safe='@')}")

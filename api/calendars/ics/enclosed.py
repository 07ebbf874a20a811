"""Single shifts as files that come along with a mail: the same events as in the feed, with what is meant.

UID and SEQUENCE are those of the feed: a calendar that has both knows them for one event.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from api.calendars.ics.lines import plain_line, text_line
from api.calendars.ics.writing import PRODUCT, calendar_of
from api.publication.publication import CalendarEvent


class IcsMethod(StrEnum):
    """What whoever opens the file is to do with its events (RFC 5546)."""

    PUBLISH = "PUBLISH"
    CANCEL = "CANCEL"


def write_enclosed(language: str, events: Iterable[CalendarEvent], method: IcsMethod) -> bytes:
    """Return a file with some events."""
    head = b"".join(
        (
            b"BEGIN:VCALENDAR\r\n",
            plain_line("VERSION", "2.0"),
            text_line("PRODID", f"{PRODUCT}//{language.upper()}"),
            plain_line("CALSCALE", "GREGORIAN"),
            plain_line("METHOD", method.value),
        )
    )
    return calendar_of(head, events)

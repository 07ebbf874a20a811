"""Whoever organizes a shift stands in its file, whatever their name holds, and nothing else gets in by it."""

from __future__ import annotations

from email.headerregistry import Address
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from api.calendars.ics.enclosed import IcsMethod, write_enclosed
from api.texts.one_line import one_line
from tests.api.calendars.ics.hostile import HOSTILE
from tests.api.publications import SMALL_ROSTER, publication_of, small_plan

EVENT = publication_of(small_plan(), SMALL_ROSTER).events[0]
NAMES = (HOSTILE | st.text(max_size=200)).map(lambda name: name.translate({10: " ", 13: " "}))
"""No mailbox has one with a line break: its class refuses that."""


def organizer_in(sender: Address) -> Any:
    """Return the organizer of a file's only event, as a library reads it."""
    content = write_enclosed("en", [EVENT], IcsMethod.PUBLISH, sender)
    assert max(map(len, content.split(b"\r\n"))) <= 75
    (event,) = Calendar.from_ical(content.decode()).walk("VEVENT")
    assert len(Calendar.from_ical(content.decode()).subcomponents) == 1
    return event["ORGANIZER"]


@given(NAMES)
def test_a_name_is_read_back_as_it_is_whatever_it_holds(name: str) -> None:
    found = organizer_in(Address(name, "vagt", "example.dk"))
    assert str(found) == "mailto:vagt@example.dk"
    assert str(found.params.get("CN", "")).strip() == one_line(name).strip()


def test_signs_of_a_mailbox_that_an_address_could_not_hold_are_written_otherwise() -> None:
    assert str(organizer_in(Address("", "a?b%c", "example.dk"))) == "mailto:a%3Fb%25c@example.dk"

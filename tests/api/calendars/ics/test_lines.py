"""Lines of our own writing against those of the library that everybody's calendars are read with."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from api.calendars.ics.lines import text_line
from api.calendars.ics.writing import agent_calendar, municipality_calendar
from api.texts.one_line import one_line
from tests.api.calendars.ics.hostile import HOSTILE, hostile_publication
from tests.api.publications import LATER, SMALL_ROSTER, publication_of, small_plan
from tests.builders import roster

LONG = st.text(st.sampled_from("ab\\^,;Nnæ😀 \n\r"), max_size=300)


@given(LONG | HOSTILE.map(one_line))
def test_a_text_is_escaped_and_folded_as_the_library_does(value: str) -> None:
    component = Event()
    component.add("description", value)
    lines = component.to_ical().removeprefix(b"BEGIN:VEVENT\r\n").removesuffix(b"END:VEVENT\r\n")
    assert text_line("DESCRIPTION", value) == lines


@given(HOSTILE, HOSTILE)
def test_a_calendar_is_written_as_the_library_writes_it(name: str, hotline: str) -> None:
    publication = hostile_publication(name, hotline)
    agents = [agent_calendar(publication, agent) for agent in publication.plan.agent]
    towns = [municipality_calendar(publication, code) for code in publication.plan.municipality]
    for feed in (*agents, *towns):
        assert _by_the_library(feed) == feed


def test_so_is_one_with_cancelled_events() -> None:
    first = publication_of(small_plan(), SMALL_ROSTER)
    second = publication_of(small_plan(), roster({}), first.events, LATER + timedelta(hours=3))
    for agent in second.plan.agent:
        assert _by_the_library(agent_calendar(second, agent)) == agent_calendar(second, agent)


def _by_the_library(feed: bytes) -> bytes:
    """Write a calendar anew from what the library reads in it."""
    read, written = Calendar.from_ical(feed), Calendar()
    for name, value in read.property_items(recursive=False):
        if name not in ("BEGIN", "END"):
            written.add(name, value)
    for event in read.events:
        component = Event()
        for name, value in event.property_items(recursive=False):
            if name not in ("BEGIN", "END"):
                component.add(name, value)
        written.add_component(component)
    return bytes(written.to_ical())

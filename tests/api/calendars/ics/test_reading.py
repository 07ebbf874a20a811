import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.calendars.ics.reading import DamagedFeedError, ForeignFeedError, parse_events
from api.calendars.ics.writing import agent_calendar, municipality_calendar
from tests import builders
from tests.api.calendars.ics.hostile import HOSTILE, hostile_publication
from tests.api.publications import LATER, NOW, SMALL_ROSTER, publication_of, small_plan
from wfm.ids import AgentId, MunicipalityCode

PUBLICATION = publication_of(small_plan(), SMALL_ROSTER)
AGENT, CODE = AgentId("1-1"), MunicipalityCode("1")
FEED = agent_calendar(PUBLICATION, AGENT)


def test_what_was_written_is_read_back() -> None:
    assert parse_events(FEED) == PUBLICATION.events_of_agent[AGENT]
    assert parse_events(municipality_calendar(PUBLICATION, CODE)) == PUBLICATION.events_of_municipality[CODE]


def test_cancelled_events_are_read_back() -> None:
    emptied = publication_of(small_plan(), builders.roster({}), PUBLICATION.events, LATER)
    events = parse_events(agent_calendar(emptied, AGENT))
    assert events == emptied.events_of_agent[AGENT]
    assert all(event.cancelled for event in events)


@given(HOSTILE, HOSTILE)
def test_whatever_the_names_are_the_events_are_read_back(name: str, hotline: str) -> None:
    publication = hostile_publication(name, hotline)
    for agent, events in publication.events_of_agent.items():
        assert parse_events(agent_calendar(publication, agent)) == events
    for code, events in publication.events_of_municipality.items():
        assert parse_events(municipality_calendar(publication, code)) == events


def test_an_empty_calendar_has_no_events() -> None:
    assert parse_events(agent_calendar(PUBLICATION, AgentId("3-1"))) == ()


def test_line_ends_that_an_editor_changed_do_no_harm() -> None:
    assert parse_events(FEED.replace(b"\r\n", b"\n")) == PUBLICATION.events_of_agent[AGENT]


@given(st.integers(0, len(FEED.rstrip()) - 1))
def test_a_feed_that_was_cut_off_is_refused(length: int) -> None:
    with pytest.raises(DamagedFeedError):
        parse_events(FEED[:length])


@pytest.mark.parametrize(
    "part", [b"UID:", b"SEQUENCE:", b"DTSTAMP:", b"DTSTART:", b"DTEND:", b"STATUS:", b"SUMMARY:"]
)
def test_an_event_that_lacks_a_part_is_refused(part: bytes) -> None:
    lines = FEED.split(b"\r\n")
    first = next(number for number, line in enumerate(lines) if line.startswith(part))
    with pytest.raises(DamagedFeedError):
        parse_events(b"\r\n".join(lines[:first] + lines[first + 1 :]))


@pytest.mark.parametrize(
    ("sound", "damaged"),
    [
        (b"DTSTART:20270104T070000Z", b"DTSTART:20270104T070000"),
        (b"DTSTART:20270104T070000Z", b"DTSTART:2027"),
        (b"SEQUENCE:0", b"SEQUENCE:x"),
        (b"SEQUENCE:0", b"SEQUENCE:-1"),
        (b"STATUS:CONFIRMED", b"STATUS:PERHAPS"),
        (b"DTSTAMP:20261201T120000Z", b"DTSTAMP;VALUE=DATE:20261201"),
    ],
)
def test_an_event_with_a_wrong_value_is_refused(sound: bytes, damaged: bytes) -> None:
    assert sound in FEED
    with pytest.raises(DamagedFeedError):
        parse_events(FEED.replace(sound, damaged))


@given(st.binary())
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises((DamagedFeedError, ForeignFeedError)):
        parse_events(content + b"\r\nEND:VCALENDAR")


def test_somebody_elses_calendar_is_told_apart() -> None:
    with pytest.raises(ForeignFeedError):
        parse_events(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Other//EN\r\nEND:VCALENDAR\r\n")


def test_a_moment_is_kept_to_the_second() -> None:
    assert {event.changed_at for event in parse_events(FEED)} == {NOW}

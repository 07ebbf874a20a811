import re
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject
from hypothesis import given
from icalendar import Calendar

from api.calendars.ics.writing import agent_calendar, municipality_calendar
from api.publication.publication import Publication
from tests import builders
from tests.api.calendars.ics.hostile import HOSTILE, hostile_publication
from tests.api.publications import LATER, SMALL_ROSTER, publication_of, small_plan
from wfm.ids import AgentId, MunicipalityCode

GOLDEN = Path(__file__).parents[3] / "golden" / "feeds"
AGENT, CODE = AgentId("1-1"), MunicipalityCode("1")


def republished() -> Publication:
    """Return the small roster after one of its shifts changed hands."""
    first = publication_of(small_plan(), SMALL_ROSTER)
    changed = dict(SMALL_ROSTER.agents_on) | {"2027-01-05T08:00": (AgentId("1-2"),)}
    return publication_of(small_plan(), builders.roster(changed), first.events, LATER)


@pytest.mark.parametrize(
    ("name", "feed"),
    [
        ("agent.ics", agent_calendar(republished(), AGENT)),
        ("municipality.ics", municipality_calendar(republished(), CODE)),
        ("nobody.ics", agent_calendar(republished(), AgentId("3-1"))),
    ],
)
def test_it_is_written_as_agreed(name: str, feed: bytes) -> None:
    assert feed == (GOLDEN / name).read_bytes()


def test_it_has_no_method_and_no_timezone() -> None:
    feed = agent_calendar(republished(), AGENT)
    assert b"METHOD" not in feed
    assert b"VTIMEZONE" not in feed
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in feed
    assert b"X-PUBLISHED-TTL:PT1H\r\n" in feed


def test_a_cancelled_event_says_so_three_times() -> None:
    [cancelled] = [e for e in components(agent_calendar(republished(), AGENT)) if e["sequence"]]
    assert cancelled["status"] == "CANCELLED"
    assert cancelled["transp"] == "TRANSPARENT"
    assert cancelled["summary"].startswith("Cancelled: ")


def test_an_agent_who_left_is_called_by_id() -> None:
    first = publication_of(small_plan(), SMALL_ROSTER)
    plan = builders.plan({"2": 50}, ("2-1",), hotline=small_plan().hotline)
    left = publication_of(plan, builders.roster({}), first.events, LATER)
    assert b"X-WR-CALNAME:Test: 1-1\r\n" in agent_calendar(left, AGENT)
    assert b"X-WR-CALNAME:Test: 1\r\n" in municipality_calendar(left, CODE)


STEERING = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]|\r(?!\n)|(?<!\r)\n")
"""What a program could take for the end of a line, or for more than text."""


@given(HOSTILE, HOSTILE)
def test_no_name_breaks_a_line(name: str, hotline: str) -> None:
    publication = hostile_publication(name, hotline)
    for feed in feeds(publication):
        lines = feed.split(b"\r\n")
        assert lines.pop() == b""
        assert all(len(line) <= 75 for line in lines)
        text = feed.decode()
        assert not STEERING.search(text)
        assert text.count("\r\nBEGIN:VEVENT\r\n") == text.count("\r\nEND:VEVENT\r\n") == 1
        assert "\r\nATTENDEE" not in text


def test_names_that_are_written_as_they_are_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.calendars.ics.sentences.one_line", str)
    monkeypatch.setattr("api.calendars.ics.writing.one_line", str)
    for feed in feeds(hostile_publication("Ola\x1b[31m\u2028END:VEVENT", "Test\x85")):
        assert STEERING.search(feed.decode())


@given(HOSTILE, HOSTILE)
def test_two_independent_parsers_agree(name: str, hotline: str) -> None:
    publication = hostile_publication(name, hotline)
    for feed in feeds(publication):
        [one] = components(feed)
        [other] = vobject.readOne(feed.decode()).vevent_list
        for part in ("uid", "summary", "location", "description", "status", "transp"):
            assert str(one[part]) == getattr(other, part).value
        for part in ("dtstart", "dtend", "dtstamp"):
            assert one[part].dt == getattr(other, part).value
            assert one[part].dt.utcoffset() == timedelta(0)


@given(HOSTILE, HOSTILE)
def test_a_uid_does_not_depend_on_names(name: str, hotline: str) -> None:
    uids = [event.uid for event in hostile_publication(name, hotline).events]
    assert uids == [event.uid for event in hostile_publication("a", "b").events]


def test_times_are_in_utc() -> None:
    for event in components(agent_calendar(republished(), AGENT)):
        assert event.DTSTART.tzinfo is not None
        assert event.DTSTART.astimezone(UTC) == event.DTSTART


def components(feed: bytes) -> list[Any]:
    """Return the events of a feed as the library knows them."""
    return list(Calendar.from_ical(feed).events)


def feeds(publication: Publication) -> list[bytes]:
    """Return the feeds of everybody in a publication."""
    plan = publication.plan
    agents = [agent_calendar(publication, agent) for agent in plan.agent]
    return [*agents, *(municipality_calendar(publication, code) for code in plan.municipality)]

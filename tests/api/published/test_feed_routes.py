from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime

import pytest

from api.calendars.ics.writing import agent_calendar, municipality_calendar
from api.publication.publication import Publication
from tests import builders
from tests.api.publications import LATER, NOW, SMALL_ROSTER, publication_of, small_plan
from tests.api.showcase import client, showcase
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.roster import Roster


def test_a_calendar_is_the_very_file_that_is_written() -> None:
    shown = showcase()
    service = client(shown)
    assert service.get("/feeds/1-1.ics").content == agent_calendar(shown, AgentId("1-1"))
    code = MunicipalityCode("1")
    assert service.get("/feeds/municipality-1.ics").content == municipality_calendar(shown, code)


def test_a_calendar_says_what_it_is_and_asks_to_be_asked_about() -> None:
    headers = client().get("/feeds/1-1.ics").headers
    assert headers["content-type"] == "text/calendar; charset=utf-8"
    assert headers["cache-control"] == "private, no-cache"
    assert "content-disposition" not in headers
    assert headers["last-modified"] == format_datetime(NOW, usegmt=True)


@pytest.mark.parametrize(("later", "expected"), [(-1, 200), (0, 304)])
def test_a_calendar_is_modified_when_its_last_event_changed(later: int, expected: int) -> None:
    since = format_datetime(NOW + timedelta(seconds=later), usegmt=True)
    answer = client().get("/feeds/1-1.ics", headers={"if-modified-since": since})
    assert answer.status_code == expected


@pytest.mark.parametrize(
    "name",
    ["nobody", "municipality-9", "municipality-", "1-1%2f..%2f1-2", "..%2f1-1", "1-1.ics", "%00", "", "."],
)
def test_other_names_lead_nowhere(name: str) -> None:
    assert client().get(f"/feeds/{name}.ics").status_code == 404


def test_somebody_without_a_shift_has_a_calendar_that_waits() -> None:
    answer = client().get("/feeds/1-5.ics")
    assert answer.status_code == 200
    assert b"BEGIN:VEVENT" not in answer.content
    assert "last-modified" not in answer.headers


def test_whoever_left_the_plan_still_sees_what_was_taken_away() -> None:
    before = publication_of(small_plan(), SMALL_ROSTER)
    plan = small_plan()
    stays = replace(plan, agents=tuple(a for a in plan.agents if a.id != "2-1"))
    after = publication_of(stays, Roster(), before.events, LATER)
    answer = client(after).get("/feeds/2-1.ics")
    assert answer.status_code == 200
    assert b"STATUS:CANCELLED" in answer.content


def test_a_change_reaches_only_the_calendars_it_concerns() -> None:
    before = publication_of(small_plan(), SMALL_ROSTER)
    moved = Roster({**SMALL_ROSTER.agents_on, ShiftId("2027-01-05T08:00"): (AgentId("1-2"),)})
    after = publication_of(small_plan(), moved, before.events, LATER)
    # The municipality still has one agent on that shift; its calendar names nobody, so it stays as it was.
    assert changed(before, after) == {"1-1", "1-2"}


def changed(before: Publication, after: Publication) -> set[str]:
    """Return the calendars whose ETag differs."""
    names = ("1-1", "1-2", "2-1", "2-2", "municipality-1", "municipality-2")
    old, new = client(before), client(after)
    return {
        name
        for name in names
        if old.get(f"/feeds/{name}.ics").headers["etag"] != new.get(f"/feeds/{name}.ics").headers["etag"]
    }


def test_an_agent_whose_id_begins_like_a_municipality_is_found_first() -> None:
    agents = ("1-1", builders.agent("municipality-7", municipality="1"))
    shown = publication_of(builders.plan(agents=agents), builders.roster({"2027-01-04T08:00": ("1-1",)}))
    assert b"Agent municipality-7" in client(shown).get("/feeds/municipality-7.ics").content

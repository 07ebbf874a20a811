"""Who really sat there: said by whom it concerns, confirmed by a leader, and by nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.publishing.planned import COORDINATOR, LEADER, Planned
from tests.api.worked.quarter import AGENT, FIRST, LEADER_OF_2, SECOND, ask, say, seats, worked_week


@pytest.fixture
def week(tmp_path: Path) -> Iterator[Planned]:
    with worked_week(tmp_path) as found:
        yield found


def sat(answer: Any) -> list[tuple[str | None, str | None, int]]:
    return [(one["agent"], one["stand_in_of"], one["minutes"]) for one in answer.json()["seats"]]


def test_planned_counts_as_worked_until_it_is_said_otherwise(week: Planned) -> None:
    found = ask(week, "GET", f"/worked/{FIRST}")
    assert (found.json()["state"], found.json()["number"]) == ("planned", 1)
    assert sat(found) == [("1-1", None, 180), ("1-2", None, 180)]
    listed = ask(week, "GET", "/worked").json()["shifts"]
    assert len(listed) == 10
    assert {one["state"] for one in listed} == {"planned"}


def test_an_agent_reports_the_own_seat_and_the_leader_confirms_it(week: Planned) -> None:
    week.caller = AGENT
    told = say(week, FIRST, ("1-1", 0))
    assert (told.status_code, told.json()["state"]) == (200, "reported")
    assert sat(told) == [("1-1", None, 0), (None, None, 180)]  # names of those who share it, no ids
    assert [one["name"] for one in told.json()["seats"]] == ["Agent 1-1", "Agent 1-2"]
    week.caller = LEADER
    confirmed = say(week, FIRST, ("1-2", 180), ("1", 90))
    assert confirmed.json()["state"] == "confirmed"
    assert sat(confirmed) == [("1-2", None, 180), (None, "1", 90)]
    assert ask(week, "GET", "/worked?state=confirmed").json()["shifts"] == [confirmed.json()]
    assert confirmed.json()["number"] == 3


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (seats(("1-1", 180), ("1-2", 90)), "seats.1.agent"),
        (seats(("1", 180)), "seats.0.stand_in_of"),
        (seats(("2-1", 180)), "seats.0.agent"),
    ],
)
def test_an_agent_says_nothing_of_others(week: Planned, body: Any, field: str) -> None:
    week.caller = AGENT
    refused = ask(week, "PUT", f"/worked/{FIRST}", body, tag=1)
    assert refused.status_code == 422
    if field != "seats.0.stand_in_of":
        assert [one["column"] for one in refused.json()["faults"]] == [field]
    assert ask(week, "GET", f"/worked/{FIRST}").json()["number"] == 1


def test_an_agent_knows_only_shifts_of_the_own(week: Planned) -> None:
    week.caller = AGENT
    assert ask(week, "GET", f"/worked/{SECOND}").status_code == 404
    assert ask(week, "PUT", f"/worked/{SECOND}", seats(("1-1", 180)), tag=1).status_code == 404
    own = ask(week, "GET", "/worked").json()["shifts"]
    assert [one["shift"] for one in own] == [FIRST, "2027-01-05T08:00", "2027-01-06T11:00"]


def test_a_leader_speaks_of_the_own_municipality_and_sees_no_names_of_others(week: Planned) -> None:
    week.caller = LEADER_OF_2
    foreign = ask(week, "GET", f"/worked/{FIRST}").json()
    assert [(one["agent"], one["municipality"]) for one in foreign["seats"]] == [(None, "1"), (None, "1")]
    assert ask(week, "PUT", f"/worked/{FIRST}", seats(("1-1", 0)), tag=1).status_code == 422
    whole = {"seats": [*foreign["seats"], *seats(("2", 60))["seats"]]}
    stays = ask(week, "PUT", f"/worked/{FIRST}", whole, tag=1)
    assert stays.status_code == 200
    week.caller = COORDINATOR
    assert sat(ask(week, "GET", f"/worked/{FIRST}")) == [
        ("1-1", None, 180),
        ("1-2", None, 180),
        (None, "2", 60),
    ]


def test_every_fault_is_told_at_once(week: Planned) -> None:
    refused = ask(week, "PUT", f"/worked/{FIRST}", seats(("9-9", 1), ("1-1", 1), ("1-1", 2), ("8", 1)), tag=1)
    assert [one["column"] for one in refused.json()["faults"]] == [
        "seats.0.agent",
        "seats.2.agent",
        "seats.3.stand_in_of",
    ]


def test_who_began_with_something_older_overwrites_nobody(week: Planned) -> None:
    assert ask(week, "PUT", f"/worked/{FIRST}", seats(("1-1", 60)), tag=1).status_code == 200
    assert ask(week, "PUT", f"/worked/{FIRST}", seats(("1-2", 60)), tag=1).status_code == 412
    assert ask(week, "PUT", f"/worked/{FIRST}", seats(("1-2", 60))).status_code == 428


def test_nothing_is_said_of_a_shift_that_is_not_over(week: Planned) -> None:
    week.now = week.now.replace(day=4, hour=9)  # an hour before the first one's end
    refused = ask(week, "PUT", f"/worked/{FIRST}", seats(("1-1", 60)), tag=1)
    assert (refused.status_code, refused.json()["type"].rpartition("-")[2]) == (409, "closed")
    week.now = week.now.replace(hour=10)
    assert ask(week, "PUT", f"/worked/{FIRST}", seats(("1-1", 60)), tag=1).status_code == 200


def test_minutes_are_told_of_own_people_alone_and_said_to_be_no_record(week: Planned) -> None:
    say(week, FIRST, ("1-1", 150), ("1", 30))
    week.caller = LEADER
    lines = ask(week, "GET", "/minutes?municipality=1").text.splitlines()
    assert lines[0] == "date,start,end,municipality,agent,name,minutes,state,remark"
    assert lines[1].startswith("2027-01-04,08:00,11:00,1,1-1,Agent 1-1,150,confirmed,Says who sat")
    assert "no record of working time" in lines[1]
    assert lines[2] == "2027-01-04,08:00,11:00,1,,,30,confirmed,"
    assert not any(",2-" in line for line in lines)
    assert ask(week, "GET", "/minutes?municipality=2").status_code == 404

"""The next plan is made from what is published, once, and by whoever may plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from api.access.ids import HotlineCode
from api.plans.records.facts import find_plan_id
from api.plans.records.plans import find_revision, read_plan
from api.store.engine import Database, reading
from tests.api.filled_service import FIRST_DAY, ROOT, Served
from tests.api.publications import SMALL_ROSTER, small_plan
from tests.api.published.test_pages import words
from tests.api.publishing.planned import NOW, Planned, planned, two_versions
from tests.api.store.invariants import breaches
from wfm.calendar import Closing, Period
from wfm.next_plan import next_plan
from wfm.plan import Plan
from wfm.roster import Roster

NEXT = f"{ROOT}/test/plans/next"
AFTER = date(2027, 1, 9)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Planned]:
    with two_versions(tmp_path) as found:
        yield found


def plan_from(database: Database, first: date) -> Plan | None:
    with reading(database) as connection:
        plan = find_plan_id(connection, HotlineCode("test"), first)
        return None if plan is None else read_plan(connection, find_revision(connection, plan))


def send(world: Planned, first: str = FIRST_DAY, key: str = "k-1") -> tuple[int, dict[str, object]]:
    told = {"idempotency-key": key, "accept-language": "en"}
    answer = world.client().post(NEXT, json={"from": first}, headers=told)
    return answer.status_code, answer.json()


def test_it_is_the_next_plan_of_the_published_version_and_not_of_a_draft(world: Planned) -> None:
    status, told = send(world)
    assert (status, told["plan"]) == (201, AFTER.isoformat())
    assert plan_from(world.database, AFTER) == next_plan(small_plan(), SMALL_ROSTER).plan
    with reading(world.database) as connection:
        assert breaches(connection) == []


def test_a_request_that_comes_again_makes_no_second_one(world: Planned) -> None:
    first, again = send(world), send(world)
    assert first == again
    status, told = send(world, key="k-2")
    assert (status, str(told["type"]).partition("#")[2]) == (409, "problem-clash")
    assert "is there already" in str(told["detail"])


def test_where_nothing_is_published_there_is_none(tmp_path: Path) -> None:
    with planned(tmp_path, NOW) as world:
        world.plan(small_plan())
        world.version(SMALL_ROSTER, expected=0)
        status, told = send(world)
        assert (status, plan_from(world.database, AFTER)) == (409, None)
        assert "Nothing of the plan" in str(told["detail"])
        page = world.client().get(f"/plans/{FIRST_DAY}/next?lang=en")
        assert page.status_code == 409
        assert "There is no next plan yet" in page.text


def test_a_plan_that_is_not_there_has_none(world: Planned) -> None:
    assert send(world, "2001-01-01")[0] == 404
    assert world.client().get("/plans/2001-01-01/next").status_code == 404


@pytest.mark.parametrize("sent", [{}, {"from": "soon"}, {"from": FIRST_DAY, "also": 1}])
def test_what_is_sent_says_which_plan_is_followed(world: Planned, sent: dict[str, object]) -> None:
    answer = world.client().post(NEXT, json=sent, headers={"idempotency-key": "k"})
    assert answer.status_code == 422
    assert plan_from(world.database, AFTER) is None


@pytest.mark.parametrize(("caller", "status"), [("leader", 403), ("administrator", 403), ("nobody", 401)])
def test_only_who_plans_makes_one(served: Served, caller: str, status: int) -> None:
    before = served.digest()
    assert served.send("POST", NEXT, {"from": FIRST_DAY}, caller=caller).status_code == status
    assert served.digest() == before


def test_the_page_shows_it_and_its_button_makes_it(world: Planned) -> None:
    client = world.client()
    assert f"/plans/{FIRST_DAY}/next" in client.get(f"/plans/{FIRST_DAY}/versions").text
    page = client.get(f"/plans/{FIRST_DAY}/next?lang=en")
    said = words(page.text)
    assert "Carried over by municipalities" in said
    assert plan_from(world.database, AFTER) is None  # looking makes nothing
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.text))
    made = client.post(f"/plans/{FIRST_DAY}/next", data=fields)
    assert (made.status_code, made.headers["location"]) == (303, f"/plans/{AFTER}/versions")
    assert plan_from(world.database, AFTER) is not None
    again = client.post(f"/plans/{FIRST_DAY}/next", data=fields)
    assert again.headers["location"] == made.headers["location"]
    now = words(client.get(f"/plans/{FIRST_DAY}/next?lang=en").text)
    assert "This plan is there already" in now
    assert "Make this plan" not in now


def test_days_that_somebody_must_decide_on_are_told(tmp_path: Path) -> None:
    november = Period(date(2027, 11, 1), date(2027, 11, 30))
    line = replace(small_plan().hotline, period=november, closing=Closing("DK"))
    with planned(tmp_path, NOW) as world:
        world.plan(replace(small_plan(), hotline=line))
        world.publish(world.version(Roster(), expected=0), expected=0)
        page = words(world.client().get("/plans/2027-11-01/next?lang=en").text)
        status, told = send(world, "2027-11-01")
    undecided = "24 December 2027 and 31 December 2027 are no public holidays"
    assert undecided in page
    assert "No public holiday falls on an opening day" in page  # both days of Christmas are at a weekend
    assert status == 201
    assert undecided in str(told["notices"])

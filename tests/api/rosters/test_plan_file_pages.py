"""A plan as a file in pages: downloaded, filled in, taken in, and asked back where something is not clear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from api.access.ids import HotlineCode
from api.plans.records.facts import find_plan_id
from api.plans.records.plans import find_revision, read_plan
from api.store.engine import reading
from tests.api.filled_service import digest, packed
from tests.api.one_thread import TestClient
from tests.api.publications import small_plan
from tests.api.publishing.planned import ADMINISTRATOR, LEADER, NOW, Planned, planned
from tests.builders import entry
from wfm.calendar import Period
from wfm.plan import Plan
from wfm.tables.plan_opening import open_workbook
from wfm.tables.plan_reading import plan_of
from wfm.tables.plan_writing import plan_files
from wfm.tables.workbook_writing import plan_workbook
from wfm.tables.written_cells import plan_cells

FILE, NEW = "/plans/2027-01-04/file", "/plans/new"
FIELD = re.compile(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"')


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Planned]:
    with planned(tmp_path, NOW) as found:
        found.plan(small_plan())
        yield found


@pytest.fixture
def client(world: Planned) -> TestClient:
    return world.client()


def send(client: TestClient, page: str, plan: Plan | bytes, **fields: str) -> Any:
    """Send a plan by the form of a page."""
    told = dict(FIELD.findall(client.get(page).text)) | fields
    content = plan if isinstance(plan, bytes) else packed(plan_files(plan))
    return client.post(f"{page}?lang=en", data=told, files={"file": ("plan.zip", content)})


def newest(world: Planned, first_day: str = "2027-01-04") -> Plan | None:
    with reading(world.database) as connection:
        plan = find_plan_id(connection, HotlineCode("test"), date.fromisoformat(first_day))
        return None if plan is None else read_plan(connection, find_revision(connection, plan))


def later(plan: Plan) -> Plan:
    """Return a plan of a week later."""
    period = plan.hotline.period
    days = period.last_day - period.first_day
    first = period.last_day.replace(day=11)
    hotline = replace(plan.hotline, period=Period(first, first + days))
    return Plan(hotline, plan.municipalities, plan.agents)


def test_the_workbook_is_the_plan_and_its_way_back_changes_nothing(
    world: Planned, client: TestClient
) -> None:
    content = client.get("/plans/2027-01-04/plan.xlsx").content
    assert plan_of(open_workbook("plan.xlsx", content)).plan == newest(world)


def test_a_file_is_the_plans_next_state(world: Planned, client: TestClient) -> None:
    plan = small_plan()
    fewer = replace(plan, availability=())
    answer = send(client, FILE, fewer)
    assert (answer.status_code, answer.headers["location"]) == (303, "/plans/2027-01-04/check?lang=en")
    assert newest(world) == fewer


def test_notes_that_are_not_in_the_workbook_stay(world: Planned, client: TestClient) -> None:
    noted = replace(
        small_plan(), availability=(entry("1-1", "unavailable", date(2027, 1, 4), note="secret"),)
    )
    world.plan(noted, expected=1)
    content = client.get("/plans/2027-01-04/plan.xlsx").content
    assert [one.note for one in plan_of(open_workbook("plan.xlsx", content)).plan.availability] == [""]
    told = dict(FIELD.findall(client.get(FILE).text))
    assert client.post(FILE, data=told, files={"file": ("plan.xlsx", content)}).status_code == 303
    assert newest(world) == noted


def test_a_new_plan_is_made_beside_the_one_that_is_there(world: Planned, client: TestClient) -> None:
    plan = later(small_plan())
    answer = send(client, NEW, plan)
    assert answer.headers["location"].startswith(f"/plans/{plan.hotline.period.first_day}/check")
    assert newest(world, str(plan.hotline.period.first_day)) == plan
    empty = client.get("/plans/new/plan.xlsx").content
    assert open_workbook("plan.xlsx", empty).hotline.hotline.period.first_day > plan.hotline.period.last_day


def test_a_plan_that_is_there_is_led_to_and_not_replaced(world: Planned, client: TestClient) -> None:
    before = digest(world.database)
    answer = send(client, NEW, replace(small_plan(), availability=()))
    assert answer.status_code == 409
    assert f'href="{FILE}?lang=en"' in answer.text
    assert digest(world.database) == before


def test_who_was_slower_is_told_who_was_faster_and_keeps_nothing(world: Planned, client: TestClient) -> None:
    told = dict(FIELD.findall(client.get(FILE).text))
    world.plan(replace(small_plan(), locks=()), expected=1)
    before = digest(world.database)
    answer = send(client, FILE, small_plan(), expected=told["expected"])
    assert answer.status_code == 412
    assert "You changed the plan meanwhile; it has revision 2 now" in unescape(answer.text)
    assert dict(FIELD.findall(answer.text))["expected"] == "2"
    assert digest(world.database) == before


def test_another_hotlines_plan_or_another_period_is_a_fault(world: Planned, client: TestClient) -> None:
    plan = small_plan()
    other = replace(plan, hotline=replace(plan.hotline, code="other"))
    for page, sent in ((FILE, other), (NEW, other), (FILE, later(plan))):
        answer = send(client, page, sent)
        assert (answer.status_code, "1 fault; nothing was kept" in answer.text) == (422, True)
    assert newest(world) == plan


def test_who_somebody_is_is_asked_and_answered(world: Planned, client: TestClient) -> None:
    plan = small_plan()
    first, *others = plan.agents
    married = replace(plan, agents=(replace(first, name="Somebody Else"), *others))
    asked = send(client, FILE, married)
    assert asked.status_code == 409
    field = f"person-{first.id}"
    assert set(re.findall(rf'name="{field}" value="([^"]+)"', asked.text)) == {"same", "new"}
    assert newest(world) == plan
    assert send(client, FILE, married, **{field: "same"}).status_code == 303
    found = newest(world)
    assert found is not None
    assert found.agent[first.id].name == "Somebody Else"
    assert send(client, FILE, plan, **{"person-1-2": "nonsense"}).status_code == 409


def test_a_form_that_is_none_of_ours_is_refused(client: TestClient) -> None:
    for wrong in ({"key": "short"}, {"expected": "x"}, {"expected": "-1"}):
        assert send(client, FILE, small_plan(), **wrong).status_code == 422


def test_who_does_not_plan_sends_none(world: Planned) -> None:
    for caller, looks in ((ADMINISTRATOR, 200), (LEADER, 403)):
        world.caller = caller
        client = world.client()
        assert client.get(FILE).status_code == looks
        assert client.get(NEW).status_code == looks
        assert client.get("/plans/2027-01-04/plan.xlsx").status_code == looks
        assert send(client, FILE, small_plan()).status_code == 403
        assert send(client, NEW, small_plan()).status_code == 403


def test_a_workbook_with_faults_tells_each_sheet_and_row(client: TestClient) -> None:
    cells = plan_cells(small_plan())
    cells["agents"][0] = {**cells["agents"][0], "fte": "lots"}
    told = dict(FIELD.findall(client.get(FILE).text))
    content = plan_workbook(small_plan().hotline, cells)
    answer = client.post(f"{FILE}?lang=en", data=told, files={"file": ("plan.xlsx", content)})
    assert answer.status_code == 422
    text = re.sub(r"\s+", " ", unescape(re.sub("<[^>]+>", " ", answer.text)))
    assert re.search(r"agents , row 2, fte: .lots.", text)

"""At every door that takes a plan in, it is asked who somebody is, and nothing is kept until it is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import text

from api.store.engine import reading
from api.web.json.requests import XLSX, ZIP
from tests.api.filled_service import Served, packed
from tests.api.store.filled import plan_with_notes
from tests.wfm.tables.books import book
from wfm.plan import Plan
from wfm.tables.plan_writing import plan_files

AGENT = {"agent": "1-1", "name": "Ny Nygaard", "municipality": "1"}
Door = Callable[[Served, str], Response]


@pytest.fixture
def kind() -> str:
    """Return one database; both are looked at where ids are given anew over quarters."""
    return "sqlite"


def changed() -> Plan:
    """Return the plan of the store, in which an id is somebody else's."""
    plan = plan_with_notes()
    return replace(plan, agents=(replace(plan.agents[0], name="Ny Nygaard"), *plan.agents[1:]))


def put_table(served: Served, query: str) -> Response:
    rows = served.get("tables/agents").json()["rows"]
    return served.send("PUT", f"tables/agents{query}", {"rows": [AGENT, *rows[1:]]}, began=1)


def send_plan(served: Served, query: str) -> Response:
    content = packed(plan_files(changed()))
    return served.send("POST", f"/api/v1/hotlines/test/plans{query}", content, began=1, media=ZIP)


def merge(served: Served, query: str) -> Response:
    """Send back the workbook of a municipality."""
    with TemporaryDirectory() as folder:
        sheets: dict[str, list[tuple[str, ...]]] = {
            "kommuner": [("kommunekode",), ("1",)],
            "medarbejdere": [("medarbejder", "navn"), ("1-1", "Ny Nygaard"), ("1-2", "Agent 1-2")],
            "tilgængelighed": [("medarbejder", "type", "første_dag", "sidste_dag")],
        }
        content = book(Path(folder) / "sent.xlsx", sheets).read_bytes()
    return served.send("POST", f"merge{query}", content, began=1, media=XLSX)


def persons(served: Served) -> list[tuple[Any, ...]]:
    with reading(served.database) as connection:
        asked = text("SELECT name FROM person WHERE agent = '1-1' ORDER BY name")
        return [tuple(row) for row in connection.execute(asked)]


@pytest.mark.parametrize("door", [put_table, send_plan, merge])
def test_another_name_under_an_id_is_asked_about_at_every_door(served: Served, door: Door) -> None:
    before = served.digest()
    answer = door(served, "")
    assert answer.status_code == 409, answer.text
    told = answer.json()
    assert told["type"].endswith("#problem-doubtful-persons")
    (fault,) = told["faults"]
    assert (fault["file"], fault["column"], fault["value"]) == ("agents.csv", "name", "Ny Nygaard (1-1, 1)")
    assert "Agent 1-1 (1-1, 1)" in fault["expected"]
    assert served.digest() == before
    assert door(served, "?renumbered=nothing").status_code == 422
    assert served.digest() == before
    assert door(served, "?new_person=1-1").status_code in (200, 201)
    assert persons(served) == [("Agent 1-1",), ("Ny Nygaard",)]


def test_the_same_person_has_another_name_from_now_on(served: Served) -> None:
    assert put_table(served, "?same_person=1-1").status_code == 200
    assert persons(served) == [("Ny Nygaard",)]

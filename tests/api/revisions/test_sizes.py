"""Pages of a large plan are of bounded size, whatever is looked at, sent, or found wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from httpx2 import Response

from api.access.callers import LOCAL_USER
from benchmarks.drawing import Size, drawn, numbered
from benchmarks.plans import QUARTER
from tests.api.one_thread import TestClient
from tests.api.publishing.planned import NOW, planned
from tests.builders import entry
from wfm.availability import Entry
from wfm.plan import Plan

MOST_BYTES = 150_000
MANY_ENTRIES = 3_000


def large_plan() -> Plan:
    """Return a plan of 36 municipalities and 200 agents, with many absences."""
    plan = drawn(1, Size(QUARTER, 200, populations=numbered(1, 36)))
    first = plan.hotline.period.first_day
    entries: tuple[Entry, ...] = tuple(
        entry(plan.agents[n % 200].id, "undesired", first + timedelta(days=n % 80))
        for n in range(MANY_ENTRIES)
    )
    return replace(plan, availability=tuple(dict.fromkeys(entries)))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with planned(tmp_path_factory.mktemp("large"), NOW) as world:
        world.plan(LARGE)
        world.caller = LOCAL_USER
        yield world.client()


LARGE = large_plan()
PLAN = f"/plans/{LARGE.hotline.period.first_day}"
FORM = {"expected": "1", "key": "k" * 32}
LOOKED_AT = (
    "tables",
    *(
        f"tables/{name}"
        for name in ("municipalities", "agents", "availability", "locks", "demand", "hotline")
    ),
    *(f"tables/{name}?row=new" for name in ("agents", "availability", "locks", "demand", "previous")),
    "days",
    "competences",
    "settings",
    "revisions",
    "revisions/1",
)


def sized(answer: Response, status: int) -> int:
    assert answer.status_code == status, answer.text[:2000]
    return len(answer.content)


@pytest.mark.parametrize("where", LOOKED_AT)
def test_a_page_that_is_looked_at_is_of_bounded_size(client: TestClient, where: str) -> None:
    assert sized(client.get(f"{PLAN}/{where}"), 200) <= MOST_BYTES


def test_what_an_edit_would_do_is_of_bounded_size(client: TestClient) -> None:
    first = LARGE.municipalities[0]
    cells = {
        "municipality": first.code,
        "name": first.name,
        "population": "999999",
        "participation": "staffing",
    }
    town = {"row": "0", "act": "save"} | {f"cell-{name}": cell for name, cell in cells.items()}
    answer = client.post(f"{PLAN}/tables/municipalities", data=FORM | town)
    assert "quotas" in answer.text
    assert sized(answer, 200) <= MOST_BYTES
    hours = {f"set-opening_hours.{day}": "08:00-12:00" for day in ("mon", "tue", "wed", "thu", "fri")}
    assert sized(client.post(f"{PLAN}/settings", data=FORM | hours), 200) <= MOST_BYTES


@pytest.mark.parametrize("kind", ["unavailable", "wrong"])
def test_thousands_of_rows_that_were_pasted_are_kept_in_a_page_of_bounded_size(
    client: TestClient, kind: str
) -> None:
    lines = [
        f"{LARGE.agents[n % 200].id}\t{kind}\t2026-01-05\t2026-01-{5 + n % 20:02d}"
        for n in range(MANY_ENTRIES)
    ]
    text = "\n".join(["agent\tkind\tfirst_day\tlast_day", *lines, ""])
    sent = {**FORM, "text": text, "mode": "replace"}
    answer = client.post(f"{PLAN}/tables/availability/rows", data=sent)
    assert sized(answer, 422 if kind == "wrong" else 200) <= MOST_BYTES
    if kind == "wrong":
        packed = answer.text.split('name="packed" value="')[1].split('"')[0]
        copy = {**FORM, "packed": packed, "mode": "replace", "as": "csv"}
        told = client.post(f"{PLAN}/tables/availability/copy", data=copy)
        assert told.text.count("\r\n") == MANY_ENTRIES + 1

"""Satisfaction and turnover as somebody enters them: who may, what counts, what stays as history."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest

from tests.api.demand.sent_calls import ADDRESS, PLAN_DAY, counted, csv_of, send, stored
from tests.api.publications import small_plan
from tests.api.publishing.planned import COORDINATOR, LEADER, Planned, planned
from tests.api.worked.quarter import AGENT

WEEK = "/api/v1/hotlines/test/weeks/2027-W01/key-figures"
NOW = datetime(2027, 1, 10, 12, tzinfo=UTC)


@pytest.fixture
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planned]:
    """Return a store with a plan and the calls of its first week."""
    with planned(tmp_path_factory.mktemp("entered"), NOW) as found:
        found.plan(small_plan())
        week = [one for one in counted(1, first=PLAN_DAY) if one.day <= PLAN_DAY + timedelta(days=6)]
        assert send(found, csv_of(week)).status_code == 200
        yield found


def enter(service: Planned, *rows: dict[str, Any]) -> Any:
    headers = {"Idempotency-Key": uuid4().hex}
    return service.client().post(ADDRESS, json={"entered": list(rows)}, headers=headers)


def row(figure: str, period: str, count: int, whole: int) -> dict[str, Any]:
    return {"figure": figure, "period": period, "count": count, "whole": whole}


def figures(service: Planned) -> dict[str, Any]:
    return {one["key"]: one for one in service.client().get(WEEK).json()["figures"]}


def test_a_week_has_its_own_figure_else_its_quarters_and_the_newest_counts(service: Planned) -> None:
    assert figures(service)["satisfaction"]["value"] is None
    sent = enter(
        service, row("satisfaction", "2027-Q1", 70, 100), row("personaleomsætning", "2027-K1", 1, 16)
    )
    assert sent.json()["entered"] == 2
    assert figures(service)["satisfaction"]["value"] == "0.7000"
    assert figures(service)["staff_turnover"]["value"] == "0.0625"
    enter(service, row("satisfaction", "2027-W01", 40, 50))
    enter(service, row("satisfaction", "2027-W01", 41, 50))
    found = figures(service)["satisfaction"]
    assert (found["value"], found["goal"], found["unit"]) == ("0.8200", None, "share")
    assert found["convention"] == "satisfied / asked; entered for 2027-W01: 41 of 50"
    enter(service, row("satisfaction", "2027-W01", 41, 50))  # says what counts already
    entered = [(one["period"], one["count"]) for one in stored(service)["entered"]]
    assert entered == [("2027-W01", 41), ("2027-W01", 40), ("2027-Q1", 70), ("2027-Q1", 1)]
    assert all(one["at"] == "2027-01-10T12:00:00Z" for one in stored(service)["entered"])


def test_csv_page_and_pdf_say_what_it_is_taken_of(service: Planned) -> None:
    enter(service, row("satisfaction", "2027-W01", 41, 50))
    client = service.client()
    rows = {one["key"]: one for one in csv.DictReader(StringIO(client.get(f"{WEEK}.csv").text))}
    assert rows["satisfaction"]["value"] == "0.8200"
    assert rows["satisfaction"]["convention"].endswith("2027-W01: 41 of 50")
    page = client.get("/calls/weeks?lang=en").text
    assert "callers asked who were satisfied; entered for week 1 of 2027: 41 of 50" in page
    assert client.get(f"{WEEK}.pdf").content.startswith(b"%PDF-")


def test_it_is_entered_on_the_page_and_a_faulty_one_is_told_there(service: Planned) -> None:
    client = service.client()
    form = {"key": uuid4().hex, "week": "2027-W01", **row("staff_turnover", "2027-Q1", 2, 16)}
    done = client.post("/calls/weeks?lang=en", data=form, follow_redirects=True)
    assert done.status_code == 200, done.text
    assert "entered for quarter 1 of 2027: 2 of 16 <span" in done.text
    form = {"key": uuid4().hex, "week": "2027-W01", **row("staff_turnover", "2027-Q1", 17, 16)}
    wrong = client.post("/calls/weeks?lang=en", data=form)
    assert wrong.status_code == 422
    assert 'value="17"' in wrong.text
    assert "<strong>How many were satisfied, or left</strong>: “17”" in wrong.text
    assert "no more than were asked, or there on average: 16" in wrong.text
    assert figures(service)["staff_turnover"]["value"] == "0.1250"


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"figure": "mood"}, "figure"),
        ({"period": "2027-W54"}, "period"),
        ({"period": "2027-Q5"}, "period"),
        ({"period": "January"}, "period"),
        ({"period": "9999-W52"}, "period"),  # it ends beyond the calendar
        ({"period": "0001-W01"}, "period"),
        ({"period": "9999-Q4"}, "period"),
        ({"count": "NaN"}, "count"),
        ({"count": "1e400"}, "count"),
        ({"count": str(2**63)}, "count"),
        ({"count": 51}, "count"),
        ({"count": -1}, "count"),
        ({"whole": 0}, "whole"),
    ],
)
def test_what_cannot_be_is_a_fault(service: Planned, changed: dict[str, Any], column: str) -> None:
    refused = enter(service, row("satisfaction", "2027-W01", 41, 50) | changed)
    assert refused.status_code == 422
    assert [one["column"] for one in refused.json()["faults"]] == [column]
    assert stored(service)["entered"] == []


def test_leaders_see_figures_and_enter_none(service: Planned) -> None:
    enter(service, row("satisfaction", "2027-W01", 41, 50))
    service.caller = LEADER
    assert figures(service)["satisfaction"]["value"] == "0.8200"
    page = service.client().get("/calls/weeks?lang=en").text
    assert "Entered so far" in page
    assert 'id="whole"' not in page
    assert enter(service, row("satisfaction", "2027-W01", 1, 50)).status_code == 403
    form = {"key": uuid4().hex, **row("satisfaction", "2027-W01", 1, 50)}
    assert service.client().post("/calls/weeks", data=form).status_code == 403
    service.caller = AGENT
    assert enter(service, row("satisfaction", "2027-W01", 1, 50)).status_code == 403
    service.caller = COORDINATOR
    assert len(stored(service)["entered"]) == 1


def test_a_week_that_ends_beyond_the_calendar_is_none(service: Planned) -> None:
    client = service.client()
    assert client.get(WEEK.replace("2027-W01", "9999-W52")).status_code == 404
    assert client.get("/calls/weeks?week=9999-W52").status_code == 404

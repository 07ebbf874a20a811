from __future__ import annotations

import csv
import json
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest

from api.outputs.csv_tables import quota_csv, roster_csv
from api.publication.report import report_json
from api.texts.translator import translator
from tests.api.one_thread import TestClient
from tests.api.showcase import HOST, client, showcase


@pytest.fixture(scope="module")
def service() -> TestClient:
    return client()


def asked(service: TestClient, path: str, **query: str) -> Any:
    answer = service.get(f"/api/v1/{path}", params=query)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


def rows(written: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(written.decode())))


def test_the_roster_is_that_of_the_file(service: TestClient) -> None:
    seats = asked(service, "roster")["seats"]
    assert [
        {name: "" if value is None else str(value) for name, value in seat.items()} for seat in seats
    ] == rows(roster_csv(showcase()))


def test_quotas_are_those_of_the_file(service: TestClient) -> None:
    found = asked(service, "quotas")
    expected = [
        {name: value for name, value in row.items() if name not in ("participation",)}
        for row in rows(quota_csv(showcase()))
    ]
    assert [
        {name: str(value) for name, value in row.items() if name != "participation"}
        for row in found["quotas"]
    ] == expected
    assert (found["unit"], found["method"], found["currency"]) == ("shift", "largest_remainder", "DKK")


def test_carry_overs_sum_as_they_are_written(service: TestClient) -> None:
    quotas = asked(service, "quotas")["quotas"]
    carried = [sum(Decimal(row[f"carry_over_{way}"]) for row in quotas) for way in ("in", "out")]
    assert carried[0] == carried[1]


def test_the_report_is_that_of_the_file(service: TestClient) -> None:
    expected = report_json(showcase().report, translator("da"))
    assert asked(service, "report") == json.loads(json.dumps(expected))


@pytest.mark.parametrize(
    ("query", "seats"),
    [
        ({}, 36),
        ({"week": "2027-W01"}, 16),
        ({"week": "2027-W02"}, 20),
        ({"municipality": "2"}, 6),
        ({"municipality": "3"}, 0),
        ({"agent": "1-1"}, 4),
        ({"agent": "1-1", "week": "2027-W02"}, 2),
        ({"agent": "1-1", "municipality": "2"}, 0),
    ],
)
def test_the_roster_can_be_narrowed(service: TestClient, query: dict[str, str], seats: int) -> None:
    found = asked(service, "roster", **query)["seats"]
    assert len(found) == seats
    if "agent" in query:
        assert {seat["agent"] for seat in found} <= {query["agent"]}
    if "municipality" in query:
        assert {seat["municipality"] for seat in found} <= {query["municipality"]}


def test_shifts_are_told_whole_even_where_one_seat_is_asked_for(service: TestClient) -> None:
    (shift,) = asked(service, "shifts", agent="2-3", week="2027-W01")["shifts"]
    assert shift == {
        "id": "2027-01-05T08:00",
        "week": "2027-W01",
        "date": "2027-01-05",
        "start": "08:00",
        "end": "11:00",
        "starts_at": "2027-01-05T07:00:00Z",
        "ends_at": "2027-01-05T10:00:00Z",
        "seats": 2,
        "empty": 0,
        "unsocial": False,
        "locked": True,
        "municipalities": ["2"],
        "agents": ["2-2", "2-3"],
        "beside": [],
    }


def test_empty_shifts_come_where_all_are_asked_for(service: TestClient) -> None:
    assert len(asked(service, "shifts")["shifts"]) == 18
    assert [s["empty"] for s in asked(service, "shifts", week="2027-W01")["shifts"]].count(2) == 2


@pytest.mark.parametrize(
    "path",
    [
        "roster?week=2027-W03",
        "roster?municipality=9",
        "roster?agent=nobody",
        "shifts?agent=",
        "agents?municipality=9",
        "agents/nobody",
        "municipalities/9",
    ],
)
def test_what_is_not_in_the_roster_is_said_and_not_passed_over(service: TestClient, path: str) -> None:
    answer = service.get(f"/api/v1/{path}")
    assert (answer.status_code, answer.json()["status"]) == (404, 404)


@pytest.mark.parametrize(
    "week", ["1", "2027-W1", "2027-w01", "W01", "2027-W01x", "２０２７-W01", "2027-W01\n"]
)
def test_a_week_is_written_one_way(service: TestClient, week: str) -> None:
    assert service.get("/api/v1/roster", params={"week": week}).status_code == 422


def test_people_are_told_by_name_and_work_alone(service: TestClient) -> None:
    agent = asked(service, "agents/1-1")
    assert agent == {
        "agent": "1-1",
        "name": "Agent 1-1",
        "municipality": "1",
        "competences": ["mitid"],
        "seats": 4,
        "unsocial": 2,
        "fair_from": agent["fair_from"],
        "fair_to": agent["fair_to"],
        "carry_over_in": "0.0000",
        "carry_over_out": "0.7500",
        "unsocial_carry_over_in": "0.0000",
        "unsocial_carry_over_out": "0.2500",
        "feed": "/feeds/1-1.ics",
    }
    assert asked(service, "agents")["agents"][0] == agent
    assert asked(service, "agents/3-1")["fair_from"] is None


def test_feeds_that_are_told_of_are_there(service: TestClient) -> None:
    for agent in asked(service, "agents")["agents"]:
        assert service.get(agent["feed"]).status_code == 200
    for municipality in asked(service, "municipalities")["municipalities"]:
        assert service.get(municipality["feed"]).status_code == 200


def test_one_municipality_is_the_one_of_the_list(service: TestClient) -> None:
    listed = asked(service, "municipalities")["municipalities"]
    assert [asked(service, f"municipalities/{one['municipality']}") for one in listed] == listed
    assert [one["participation"] for one in listed] == ["staffing", "staffing", "financing"]


def test_the_service_says_that_it_is_up(service: TestClient) -> None:
    answer = service.get("/healthz")
    assert (answer.json(), answer.headers["cache-control"]) == ({"status": "ok"}, "no-store")
    assert HOST.endswith("127.0.0.1")

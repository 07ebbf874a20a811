from __future__ import annotations

from typing import Any

import pytest

from api.plans.records.plans import find_revision, read_plan
from api.store.engine import reading
from tests.api.filled_service import XLSX, Served
from tests.api.store.invariants import breaches
from tests.wfm.tables.books import book
from wfm.plan import Plan


@pytest.fixture
def kind() -> str:
    """Return one database: how either is written and read is looked at in the store's own tests."""
    return "sqlite"


CSV = "text/csv"


ODD_IN_THIS_PLAN = {
    f"notice.{what}" for what in ("few_hold", "seats_stay_empty", "nobody_holds", "staffs", "of_financing")
}


def plan_now(served: Served) -> Plan:
    with reading(served.database) as connection:
        (plan,) = {row.plan_id for row in connection.exec_driver_sql("SELECT plan_id FROM publication")}
        assert breaches(connection) == []
        return read_plan(connection, find_revision(connection, plan))


def table(served: Served, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = served.get(f"tables/{name}").json()["rows"]
    return found


@pytest.mark.parametrize(
    "name", ["hotline", "municipalities", "agents", "availability", "locks", "demand", "previous"]
)
def test_a_table_sent_back_as_it_came_changes_nothing_of_the_plan(served: Served, name: str) -> None:
    before = plan_now(served)
    text = served.get(f"tables/{name}", accept=CSV)
    answer = served.send("PUT", f"tables/{name}", text.content, began=text.headers["etag"], media=CSV)
    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"'), answer.text
    assert plan_now(served) == before
    rows = served.get(f"tables/{name}")
    content = {"rows": rows.json()["rows"], "note": "as before\r\n"}
    answer = served.send("PUT", f"tables/{name}", content, began=rows.headers["etag"])
    assert answer.status_code == 200
    assert answer.json()["revision"]["note"] == "as before"
    assert {notice["key"] for notice in answer.json()["notices"]} <= ODD_IN_THIS_PLAN
    assert plan_now(served) == before
    assert any(entry.note for entry in before.availability)


def test_a_table_is_replaced_and_the_old_revision_stays(served: Served) -> None:
    rows = [{"dato": "05-01-2027", "start": "8.00", "kommunekode": "02"}]
    answer = served.send("PUT", "tables/locks", {"rows": rows}, began=1)
    assert answer.status_code == 200
    told = answer.json()["revision"]
    assert (told["number"], told["parent"], told["author"], told["at"]) == (
        2,
        1,
        "a" * 32,
        "2026-12-02T09:00:00Z",
    )
    assert table(served, "locks") == [
        {"date": "2027-01-05", "start": "08:00", "municipality": "2", "agent": None}
    ]
    assert served.get("versions/1").json()["revision"] == 1


def test_faults_have_the_row_of_the_list_that_was_sent(served: Served) -> None:
    before = served.digest()
    rows = [*table(served, "agents"), {"agent": "1-1", "name": "Twice", "municipality": "9", "fte": 0}]
    answer = served.send("PUT", "tables/agents", {"rows": rows}, began=1)
    assert answer.status_code == 422
    faults = [(f["file"], f["row"], f["column"], f["value"]) for f in answer.json()["faults"]]
    assert faults == [
        ("agents", 6, "fte", "0"),
        ("agents", 6, "agent", "1-1"),
        ("agents", 6, "municipality", "9"),
    ]
    assert served.digest() == before


def test_faults_in_tables_that_refer_to_it_are_told_as_well(served: Served) -> None:
    kept = [row for row in table(served, "agents") if row["agent"] != "3-1"]
    answer = served.send("PUT", "tables/agents", {"rows": kept}, began=1)
    assert [(f["file"], f["row"], f["column"], f["value"]) for f in answer.json()["faults"]] == [
        ("availability.csv", 2, "agent", "3-1")
    ]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", ("agents.csv", 1, "", "")),
        (b"agent,name\n1-1,x\n", ("agents.csv", 1, "municipality", "")),
        (b'agent,name,municipality\n"1-1,x,1\n', ("agents.csv", 2, "", "")),
        (b"agent,name,municipality\n1-\0,x,1\n", ("agents.csv", 2, "", "")),
        (b"\xff\xfe\xff", ("agents.csv", None, "", "")),
    ],
)
def test_what_is_no_table_is_said_with_its_place(
    served: Served, content: bytes, fault: tuple[object, ...]
) -> None:
    before = served.digest()
    answer = served.send("PUT", "tables/agents", content, began=1, media=CSV)
    assert answer.status_code == 422
    told = answer.json()["faults"]
    assert fault in [(f["file"], f["row"], f["column"], f["value"]) for f in told]
    assert served.digest() == before


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("code", "other", ("hotline", "code", "other")),
        ("period.first_day", "2027-01-05", ("hotline", "period.first_day", "2027-01-05")),
        ("shifts.agents", "none", ("hotline", "shifts.agents", "none")),
    ],
)
def test_a_plan_stays_its_hotline_s_and_begins_when_it_begins(
    served: Served, key: str, value: str, fault: tuple[str, str, str]
) -> None:
    rows = [row | ({"value": value} if row["key"] == key else {}) for row in table(served, "hotline")]
    answer = served.send("PUT", "tables/hotline", {"rows": rows}, began=1)
    assert answer.status_code == 422
    assert fault in [(f["file"], f["column"], f["value"]) for f in answer.json()["faults"]]


def test_notes_stay_with_entries_that_stay_and_go_with_those_that_go(served: Served) -> None:
    (entry,) = table(served, "availability")
    twice = [entry, entry | {"note": "new"}, entry]
    assert served.send("PUT", "tables/availability", {"rows": twice}, began=1).status_code == 200
    assert [one.note for one in plan_now(served).availability] == ["KANARIE-note, med æøå", "new", ""]
    changed = [entry | {"last_day": "2027-01-05"}]
    assert served.send("PUT", "tables/availability", {"rows": changed}, began=2).status_code == 200
    assert [one.note for one in plan_now(served).availability] == [""]


def test_who_sees_notes_can_take_them_away(served: Served) -> None:
    rows = [{**row, "note": None} for row in served.get("tables/availability", "local").json()["rows"]]
    answer = served.send("PUT", "tables/availability", {"rows": rows}, began=1, caller="local")
    assert (answer.status_code, answer.json()["revision"]["author"]) == (200, None)
    assert [one.note for one in plan_now(served).availability] == [""]


def workbook(tmp_path: Any, code: str = "3") -> bytes:
    path = book(
        tmp_path / "sent.xlsx",
        {
            "kommuner": [("kommunekode",), (code,)],
            "medarbejdere": [("medarbejder", "navn"), ("3-1", "Agent 3-1"), ("3-2", "@Agent <3-2>")],
            "tilgængelighed": [
                ("medarbejder", "type", "første_dag", "sidste_dag", "bemærkning"),
                ("3-2", "utilgængelig", "2027-01-04", "2027-01-05", "KANARIE two"),
            ],
        },
    )
    return path.read_bytes()


def test_a_municipality_s_workbook_replaces_what_is_its_own(served: Served, tmp_path: Any) -> None:
    answer = served.send("POST", "merge", workbook(tmp_path), began=1, media=XLSX)
    assert answer.status_code == 200, answer.text
    assert answer.json()["changes"] == [
        {
            "municipality": "3",
            "name": "M3",
            "joined": ["3-2"],
            "left": [],
            "changed": [],
            "entries_before": 1,
            "entries": 1,
        }
    ]
    assert "KANARIE" not in answer.text
    plan = plan_now(served)
    assert [agent.id for agent in plan.agents] == ["1-1", "1-2", "2-1", "2-2", "3-1", "3-2"]
    assert [(entry.agent, entry.note) for entry in plan.availability] == [("3-2", "KANARIE two")]


def test_a_merge_that_comes_again_is_answered_as_before(served: Served, tmp_path: Any) -> None:
    content = workbook(tmp_path)
    first = served.send("POST", "merge", content, began=1, media=XLSX, key="k")
    assert served.send("PUT", "tables/locks", {"rows": []}, began=2).status_code == 200
    before = served.digest()
    again = served.send("POST", "merge", content, began=1, media=XLSX, key="k")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert served.digest() == before


def test_another_municipality_s_agents_are_refused(served: Served, tmp_path: Any) -> None:
    before = served.digest()
    answer = served.send("POST", "merge", workbook(tmp_path, "1"), began=1, media=XLSX)
    assert answer.status_code == 422
    faults = answer.json()["faults"]
    assert ("workbook.xlsx: medarbejdere", 2, "medarbejder", "3-1") in [
        (f["file"], f["row"], f["column"], f["value"]) for f in faults
    ]
    assert served.digest() == before


def test_of_many_faults_the_first_thousand_are_told(served: Served) -> None:
    rows = [{"date": "never", "start": "08:00", "municipality": "2"}] * 1_001
    answer = served.send("PUT", "tables/locks", {"rows": rows}, began=1)
    assert answer.status_code == 422
    assert [fault["row"] for fault in answer.json()["faults"]] == list(range(1, 1_001))


def test_a_row_that_counts_for_nothing_is_told_in_the_answer(served: Served) -> None:
    rows = table(served, "availability")
    agent = rows[0]["agent"]
    late = {"agent": agent, "kind": "unavailable", "first_day": "2025-02-01", "last_day": "2025-02-02"}
    answer = served.send("PUT", "tables/availability", {"rows": [*rows, late]}, began=1)
    told = [(n["file"], n["row"], n["column"], n["value"]) for n in answer.json()["notices"]]
    assert ("availability", len(rows) + 1, "last_day", "2025-02-02") in told, answer.text

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from api.store.engine import reading
from tests.api.filled_service import CODE, PLAN, ROOT, XLSX, Served, packed
from tests.api.publications import small_plan
from tests.api.store.invariants import breaches
from wfm.calendar import Period
from wfm.plan import Plan
from wfm.tables.plan_writing import plan_files
from wfm.tables.workbook_writing import plan_workbook
from wfm.tables.written_cells import plan_cells

ZIP = "application/zip"
PLANS = f"{ROOT}/{CODE}/plans"


def next_quarter() -> Plan:
    plan = small_plan()
    first = plan.hotline.period.first_day.replace(month=4, day=5)
    line = replace(plan.hotline, period=Period(first, first.replace(day=9)))
    return replace(plan, hotline=line)


def workbook(plan: Plan, language: str = "en") -> bytes:
    return plan_workbook(plan.hotline, plan_cells(plan), language)


def test_a_packed_folder_becomes_a_plan(served: Served) -> None:
    plan = next_quarter()
    answer = served.send("POST", PLANS, packed(plan_files(plan), "q2/"), began=0, media=ZIP)
    assert (answer.status_code, answer.headers["location"]) == (201, f"{PLANS}/2027-04-05")
    assert answer.json()["plan"] == "2027-04-05"
    assert (answer.json()["revision"]["number"], answer.headers["etag"]) == (1, '"1"')
    assert served.get(answer.headers["location"]).json()["newest_version"] == 0
    assert [one["plan"] for one in served.get(PLANS).json()["plans"]] == ["2027-04-05", "2027-01-04"]
    assert [one["plan"] for one in served.get(PLANS, "leader").json()["plans"]] == ["2027-01-04"]
    hidden, none = (served.get(f"{PLANS}/{day}", "leader") for day in ("2027-04-05", "2027-04-06"))
    assert hidden.status_code == none.status_code == 404
    assert hidden.text.replace("04-05", "04-06") == none.text
    with reading(served.database) as connection:
        assert breaches(connection) == []


@pytest.mark.parametrize("language", ["en", "da"])
def test_a_workbook_becomes_the_next_revision_of_its_plan(served: Served, language: str) -> None:
    content = workbook(small_plan(name="Renamed"), language)
    answer = served.send("POST", PLANS, content, began=1, media=XLSX)
    assert (answer.status_code, answer.headers["location"]) == (200, PLAN)
    assert answer.json()["revision"]["parent"] == 1
    rows = {row["key"]: row["value"] for row in served.get("tables/hotline").json()["rows"]}
    assert rows["name"] == "Renamed"


def test_what_is_ignored_is_told_and_no_fault(served: Served) -> None:
    files = plan_files(next_quarter())
    files["agents.csv"] = (
        files["agents.csv"]
        .replace(b"agent,name", b"agent,shoe size,name", 1)
        .replace(b"\n1-1,", b"\n1-1,44,")
        .replace(b"\n1-2,", b"\n1-2,,")
        .replace(b"\n2-", b"\n2-")
        .replace(b"\n2-1,", b"\n2-1,,")
    )
    files["agents.csv"] = files["agents.csv"].replace(b"\n2-2,", b"\n2-2,,").replace(b"\n3-1,", b"\n3-1,,")
    answer = served.send("POST", PLANS, packed(files | {"wages.csv": b"a\n"}), began=0, media=ZIP)
    assert answer.status_code == 201
    told = [(notice["file"], notice["column"]) for notice in answer.json()["notices"]]
    assert set(told) >= {
        ("wages.csv", ""),
        ("agents.csv", "shoe size"),
    }


def test_every_fault_is_told_at_once_in_the_caller_s_language_and_nothing_is_kept(served: Served) -> None:
    files = plan_files(next_quarter())
    files["agents.csv"] = files["agents.csv"].replace(b"1-1,Agent 1-1,1,", b"1-1,Agent 1-1,77,")
    files["municipalities.csv"] = files["municipalities.csv"].replace(b"100", b"many")
    before = served.digest()
    answer = served.send("POST", PLANS, packed(files), began=0, media=ZIP)
    assert (answer.status_code, answer.json()["type"]) == (422, "/api/v1/docs#problem-faulty")
    faults = answer.json()["faults"]
    assert [(f["file"], f["row"], f["column"], f["value"]) for f in faults] == [
        ("municipalities.csv", 2, "population", "many"),
        ("agents.csv", 2, "municipality", "77"),
    ]
    assert faults[1]["expected"] == "a municipality of the table of municipalities"
    danish = served.send("POST", PLANS, packed(files), began=0, media=ZIP, accept_language="da").json()
    assert danish["faults"][1]["expected"] == "en kommune fra tabellen over kommuner"
    assert danish["faults"][1]["key"] == faults[1]["key"] == "fault.known_municipality"
    assert served.digest() == before


def test_another_hotline_s_plan_is_refused(served: Served) -> None:
    before = served.digest()
    answer = served.send("POST", PLANS, packed(plan_files(small_plan(code="other"))), began=0, media=ZIP)
    assert answer.status_code == 422
    assert [(f["file"], f["column"], f["value"]) for f in answer.json()["faults"]] == [
        ("hotline.toml", "code", "other")
    ]
    assert served.digest() == before


@pytest.mark.parametrize(("began", "found"), [(0, 1), (2, 1)])
def test_who_began_with_another_revision_is_told_which_there_is(
    served: Served, began: int, found: int
) -> None:
    before = served.digest()
    answer = served.send("POST", PLANS, workbook(small_plan()), began=began, media=XLSX)
    assert (answer.status_code, answer.headers["etag"]) == (412, f'"{found}"')
    told = answer.json()
    assert told["type"] == "/api/v1/docs#problem-stale"
    assert told["current"] == {"number": found, "at": "2026-12-01T12:00:00Z", "by": "a" * 32}
    assert served.digest() == before


def test_the_same_request_again_gets_the_same_answer_and_changes_nothing(served: Served) -> None:
    content = packed(plan_files(next_quarter()) | {"wages.csv": b"a\n"})
    first = served.send("POST", PLANS, content, began=0, media=ZIP, key="one")
    before = served.digest()
    again = served.send("POST", PLANS, content, began=0, media=ZIP, key="one")
    assert (again.status_code, again.content, again.headers["etag"], again.headers["location"]) == (
        first.status_code,
        first.content,
        first.headers["etag"],
        first.headers["location"],
    )
    assert first.json()["notices"]
    other = served.send("POST", PLANS, workbook(small_plan()), began=1, media=XLSX, key="one")
    assert (other.status_code, other.json()["type"]) == (422, "/api/v1/docs#problem-key-taken")
    assert served.digest() == before


def test_the_sample_plan_comes_in_as_a_folder(served: Served) -> None:
    folder = Path(__file__).parents[3] / "sample_data" / "midtjylland"
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    files["hotline.toml"] = files["hotline.toml"].replace(b'code = "ddh"', b'code = "test"')
    answer = served.send("POST", PLANS, packed(files), began=1, media=ZIP)
    assert answer.status_code == 200, answer.text
    assert answer.json()["notices"] == []

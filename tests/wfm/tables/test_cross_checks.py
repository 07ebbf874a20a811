"""Ids become file names, so two that a file system takes for one are told apart."""

from __future__ import annotations

from pathlib import Path

from tests.wfm.tables.folders import TABLES, faults_of, folder, places, plan_at


def with_agents(*ids: str) -> dict[str, str]:
    return {"agents.csv": TABLES["agents.csv"] + "".join(f"{agent},New,751,,,,,,,\n" for agent in ids)}


def test_ids_that_differ_by_case_alone_clash(tmp_path: Path) -> None:
    faults = faults_of(folder(tmp_path, with_agents("Bo", "bo")))
    assert places(faults) == [("agents.csv", 6, "agent", "bo", "fault.own_file")]
    assert "Bo" in str(faults[0].expected)


def test_an_id_must_not_be_the_file_name_of_a_municipality(tmp_path: Path) -> None:
    faults = faults_of(folder(tmp_path / "1", with_agents("Municipality-751", "municipality-665")))
    assert [(f.row, f.value, f.expected.key) for f in faults] == [
        (5, "Municipality-751", "fault.own_file"),
        (6, "municipality-665", "fault.own_file"),
    ]
    assert plan_at(folder(tmp_path / "2", with_agents("municipality-999"))).agents


def test_codes_of_municipalities_clash_by_case_too(tmp_path: Path) -> None:
    text = TABLES["municipalities.csv"] + "A1,One,5,staffing,,\na1,Two,5,staffing,,\n"
    faults = faults_of(folder(tmp_path, {"municipalities.csv": text}))
    assert places(faults) == [("municipalities.csv", 6, "municipality", "a1", "fault.own_file")]


def test_a_faulty_demand_says_nothing_about_floors(tmp_path: Path) -> None:
    text = TABLES["municipalities.csv"].replace("-0.5,1", "-0.5,13")
    floors = faults_of(folder(tmp_path / "1", {"municipalities.csv": text}))
    assert [fault.expected.key for fault in floors] == ["fault.floors_fit"]
    both = {"municipalities.csv": text, "demand.csv": TABLES["demand.csv"].replace("00,2", "00,many")}
    assert [fault.file for fault in faults_of(folder(tmp_path / "2", both))] == ["demand.csv"]


def test_an_unreadable_table_of_agents_makes_no_faults_of_those_who_refer_to_it(tmp_path: Path) -> None:
    faults = faults_of(folder(tmp_path, {"agents.csv": b'agent,name\n"751'}))
    assert [fault.file for fault in faults] == ["agents.csv"]

"""A roster file is held against its plan; all that does not fit is told together."""

from __future__ import annotations

from pathlib import Path

import pytest

import wfm
from tests.wfm.tables.folders import folder, places, plan_at
from wfm.errors import RosterError
from wfm.plan import Plan
from wfm.tables.roster_reading import read_roster

HEADER = "date,start,end,seat,municipality,agent\n"


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return plan_at(folder(tmp_path / "plan"))


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "roster.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def faults_of(plan: Plan, path: Path) -> list[tuple[str, int | None, str, str, str]]:
    with pytest.raises(RosterError) as caught:
        wfm.load_roster(plan, path)
    return places(list(caught.value.faults))


def test_seats_are_filled_empty_or_left_out(tmp_path: Path, plan: Plan) -> None:
    text = (
        "2027-01-04,08:00,11:00,1,751,751-01\n2027-01-04,08:00,11:00,2,751,751-02\n"
        "2027-01-04,11:00,14:00,1,,\n2027-01-05,08:00,11:00,1,665,665-01\n"
    )
    roster = wfm.load_roster(plan, written(tmp_path, HEADER + text))
    assert {shift: agents for shift, agents in roster.agents_on.items()} == {
        "2027-01-04T08:00": ("751-01", "751-02"),
        "2027-01-05T08:00": ("665-01",),
    }


def test_a_danish_roster_of_a_spreadsheet_is_read(tmp_path: Path, plan: Plan) -> None:
    text = "Dato;Start;Slut;Plads;Kommunekode;Medarbejder\n04-01-2027;08.00;11.00;1;0751;751-01\n"
    for encoding in ("cp1252", "utf-8-sig"):
        assert len(wfm.load_roster(plan, written(tmp_path, text.encode(encoding)))) == 1


def test_more_agents_than_seats_and_one_of_them_twice_are_for_the_rule_to_measure(
    tmp_path: Path, plan: Plan
) -> None:
    row = "2027-01-04,08:00,11:00,1,751,751-01\n"
    roster = wfm.load_roster(plan, written(tmp_path, HEADER + row * 3))
    assert len(roster) == 3
    assert wfm.measure(plan, roster).breaches


def test_every_row_that_does_not_fit_is_told(tmp_path: Path, plan: Plan) -> None:
    text = (
        "2027-01-04,08:00,12:00,1,751,751-01\n"
        "2027-01-07,08:00,11:00,1,751,751-01\n"
        "2027-01-04,11:00,14:00,1,665,751-01\n"
        "2027-01-04,11:00,14:00,2,751,751-09\n"
        "soon,08:00,11:00,1,751,751-08\n"
        "2027-01-05,08:00,11:00,x,,\n"
        "2027-01-09,08:00,11:00,1,,\n"
    )
    assert faults_of(plan, written(tmp_path, HEADER + text)) == [
        ("roster.csv", 2, "end", "12:00", "fault.shift_ends"),
        ("roster.csv", 3, "start", "2027-01-07 08:00", "fault.names_a_shift"),
        ("roster.csv", 4, "municipality", "665", "fault.agents_employer"),
        ("roster.csv", 5, "agent", "751-09", "fault.known_agent"),
        ("roster.csv", 6, "date", "soon", "fault.date"),
        ("roster.csv", 6, "agent", "751-08", "fault.known_agent"),
        ("roster.csv", 7, "seat", "x", "fault.whole"),
        ("roster.csv", 8, "start", "2027-01-09 08:00", "fault.names_a_shift"),
    ]


def test_a_shift_taken_away_by_demand_is_unknown(tmp_path: Path) -> None:
    changed = {"demand.csv": "date,start,agents\n2027-01-11,08:00,0\n"}
    plan = plan_at(folder(tmp_path / "plan", changed))
    found = faults_of(plan, written(tmp_path, HEADER + "2027-01-11,08:00,11:00,1,751,751-01\n"))
    assert [key for *_, key in found] == ["fault.names_a_shift"]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("", ("roster.csv", 1, "", "", "fault.header")),
        ("date,start,end,seat,municipality\n", ("roster.csv", 1, "agent", "", "fault.column")),
        ("start,end,agent\n", ("roster.csv", 1, "date", "", "fault.column")),
        (b"\x00\x01\x02", ("roster.csv", 1, "", "", "fault.no_nul")),
    ],
)
def test_a_file_that_is_no_roster_is_one_fault(
    tmp_path: Path, plan: Plan, content: str | bytes, found: tuple[str, int, str, str, str]
) -> None:
    assert faults_of(plan, written(tmp_path, content)) == [found]


def test_a_roster_that_is_not_there_is_one_fault(tmp_path: Path, plan: Plan) -> None:
    assert faults_of(plan, tmp_path / "no.csv") == [("no.csv", None, "", "", "fault.there")]


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04" + bytes(50),
        b"\xd0\xcf\x11\xe0\xa1\xb1",
        b"<!DOCTYPE html>",
        b"%PDF-1.7",
        b"BEGIN:VCALENDAR",
    ],
)
def test_what_is_made_for_people_is_not_read_back(tmp_path: Path, plan: Plan, content: bytes) -> None:
    assert faults_of(plan, written(tmp_path, content)) == [("roster.csv", None, "", "", "fault.roster_csv")]


def test_a_folder_is_no_roster(tmp_path: Path, plan: Plan) -> None:
    (tmp_path / "out").mkdir()
    assert faults_of(plan, tmp_path / "out") == [("out", None, "", "", "fault.roster_csv")]


def test_what_of_a_roster_was_not_read_is_told(tmp_path: Path, plan: Plan) -> None:
    text = "date,start,end,agent,remark\n2027-01-04,08:00,11:00,751-01\u200b,x\n"
    reading = read_roster(plan, written(tmp_path, text))
    assert len(reading.roster) == 1
    assert places(list(reading.notices)) == [
        ("roster.csv", 1, "remark", "remark", "notice.unknown_column"),
        ("roster.csv", 2, "agent", "751-01\u200b", "notice.invisible"),
    ]

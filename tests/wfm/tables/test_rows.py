"""Each kind of fault in a table is told with its exact place, and nothing follows from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.wfm.tables.folders import FILES, TABLES, changed, faults_of, folder, places, plan_at
from wfm.tables.plan_reading import read_plan
from wfm.tables.rows import MOST_FAULTS

ONE_CELL = [
    ("municipalities.csv", "741,Samsø", ",Samsø", 4, "municipality", "", "fault.needed"),
    ("municipalities.csv", "741,Samsø", "7/41,Samsø", 4, "municipality", "7/41", "fault.safe_id"),
    ("municipalities.csv", "741,Samsø", "0751,Samsø", 4, "municipality", "751", "fault.unique"),
    ("municipalities.csv", "Lemvig", " ", 3, "name", "", "fault.needed"),
    ("municipalities.csv", "21223", "21223.5", 3, "population", "21223.5", "fault.whole"),
    ("municipalities.csv", "21223", "-1", 3, "population", "-1", "fault.whole"),
    ("municipalities.csv", "-0.5", "half", 3, "carry_over", "half", "fault.amount"),
    ("municipalities.csv", "-0.5,1", "-0.5,-1", 3, "min_shifts", "-1", "fault.whole"),
    ("municipalities.csv", "-0.5,1", "-0.5,99", 3, "min_shifts", "99", "fault.floors_fit"),
    ("agents.csv", "1,,,,,\n", "1,,,,,\n.751,A,751,,,,,,,\n", 3, "agent", ".751", "fault.safe_id"),
    ("agents.csv", "1,,,,,\n", "1,,,,,\n751-01,A,751,,,,,,,\n", 3, "agent", "751-01", "fault.unique"),
    ("agents.csv", "Lemvig 1,665", "Lemvig 1,666", 4, "municipality", "666", "fault.known_municipality"),
    ("agents.csv", "Lemvig 1,665", "Lemvig 1,", 4, "municipality", "", "fault.needed"),
    ("agents.csv", "751,mitid,0.5", "751,fax,0.5", 3, "competences", "fax", "fault.known_competence"),
    ("agents.csv", "751,mitid,0.5", "751,mitid,0", 3, "fte", "0", "fault.above_zero"),
    ("agents.csv", "0.5,2", "0.5,-1", 3, "shifts_per_week", "-1", "fault.whole"),
    ("agents.csv", "2026-01-01", "2028-01-01", 3, "last_day", "2027-12-31", "fault.ordered"),
    ("agents.csv", "2026-01-01", "2026-02-29", 3, "first_day", "2026-02-29", "fault.date"),
    ("availability.csv", "751-01,", "751-09,", 2, "agent", "751-09", "fault.known_agent"),
    ("availability.csv", "unavailable", "away", 2, "kind", "away", "fault.one_of"),
    ("availability.csv", "2027-01-06", "2027-01-03", 2, "last_day", "2027-01-03", "fault.ordered"),
    ("availability.csv", "mon|wed", "mon|wet", 2, "days", "mon|wet", "fault.days_of_week"),
    ("availability.csv", "08:00,11:30", "11:30,11:30", 2, "to", "11:30", "fault.later"),
    ("availability.csv", "08:00,11:30", ",00:00", 2, "to", "00:00", "fault.later"),
    ("availability.csv", "11:30", "25:00", 2, "to", "25:00", "fault.time"),
    ("locks.csv", "08:00,665", "09:00,665", 2, "start", "2027-01-05 09:00", "fault.names_a_shift"),
    ("locks.csv", "08:00,665", "08:00,999", 2, "municipality", "999", "fault.known_municipality"),
    ("locks.csv", "08:00,665", "08:00,", 2, "municipality", "", "fault.locks_someone"),
    ("locks.csv", "751-02", "751-09", 3, "agent", "751-09", "fault.known_agent"),
    ("demand.csv", "2027-01-11", "2027-01-10", 2, "start", "2027-01-10 08:00", "fault.names_a_shift"),
    ("demand.csv", ",2", ",", 2, "agents", "", "fault.needed"),
    ("demand.csv", ",2", ",2\n11-01-2027,8:00,1", 3, "start", "2027-01-11 08:00", "fault.unique"),
    ("previous.csv", "2026-12-28", "2027-01-04", 2, "date", "2027-01-04", "fault.before_period"),
    ("previous.csv", "11:00", "08:00", 2, "end", "08:00", "fault.later"),
]


@pytest.mark.parametrize(("file", "old", "new", "row", "column", "value", "key"), ONE_CELL)
def test_one_faulty_cell_is_one_fault(
    tmp_path: Path, file: str, old: str, new: str, row: int, column: str, value: str, key: str
) -> None:
    assert places(faults_of(folder(tmp_path, changed(file, old, new)))) == [(file, row, column, value, key)]


def test_a_second_row_of_a_key_tells_where_the_first_stands(tmp_path: Path) -> None:
    text = TABLES["agents.csv"] + "\n751-01,Again,751,,,,,,,\n"
    (fault,) = faults_of(folder(tmp_path, {"agents.csv": text}))
    assert (fault.row, str(fault.expected)) == (6, "a value that stands once; it stands in row 2 already")


def test_two_faults_of_one_row_are_both_told(tmp_path: Path) -> None:
    text = TABLES["availability.csv"].replace("751-01,unavailable", "999-01,away")
    faults = faults_of(folder(tmp_path, {"availability.csv": text}))
    assert {fault.column for fault in faults} == {"agent", "kind"}


def test_a_faulty_id_is_known_to_those_who_refer_to_it(tmp_path: Path) -> None:
    changes = {
        "agents.csv": TABLES["agents.csv"].replace("751-01", "751/01"),
        "availability.csv": TABLES["availability.csv"].replace("751-01", "751/01"),
        "municipalities.csv": TABLES["municipalities.csv"].replace("665,Lemvig", "665,"),
    }
    assert places(faults_of(folder(tmp_path, changes))) == [
        ("municipalities.csv", 3, "name", "", "fault.needed"),
        ("agents.csv", 2, "agent", "751/01", "fault.safe_id"),
    ]


@pytest.mark.parametrize(
    ("file", "column"),
    [
        (file, column)
        for file, columns in {
            "municipalities.csv": ("municipality", "name", "population", "participation"),
            "agents.csv": ("agent", "name", "municipality"),
            "availability.csv": ("agent", "kind", "first_day", "last_day"),
            "locks.csv": ("date", "start"),
            "demand.csv": ("date", "start", "agents"),
            "previous.csv": ("date", "start", "end", "agent"),
        }.items()
        for column in columns
    ],
)
def test_a_missing_column_is_one_fault_at_the_header(tmp_path: Path, file: str, column: str) -> None:
    header, _, rows = FILES[file].partition("\n")
    renamed = ",".join("other" if name == column else name for name in header.split(","))
    faults = faults_of(folder(tmp_path, {file: f"{renamed}\n{rows}"}))
    assert places(faults) == [(file, 1, column, "", "fault.column")]


def test_a_column_given_twice_is_a_fault(tmp_path: Path) -> None:
    faults = faults_of(folder(tmp_path, changed("demand.csv", "agents", "agents,Antal")))
    assert places(faults) == [("demand.csv", 1, "Antal", "Antal", "fault.column_once")]


def test_cells_beyond_the_header_are_a_fault(tmp_path: Path) -> None:
    faults = faults_of(folder(tmp_path, changed("municipalities.csv", "-0.5,1", "-0,5,1")))
    assert places(faults) == [("municipalities.csv", 3, "", "1", "fault.fits_header")]


def test_blank_cells_beyond_the_header_do_no_harm(tmp_path: Path) -> None:
    plan = plan_at(folder(tmp_path / "a"))
    assert plan_at(folder(tmp_path / "b", changed("demand.csv", ",2", ",2,,"))) == plan


def test_a_short_row_counts_as_blank_with_a_notice(tmp_path: Path) -> None:
    reading = read_plan(folder(tmp_path, changed("municipalities.csv", "3806,financing,,", "3806,financing")))
    assert places(list(reading.notices)) == [("municipalities.csv", 4, "", "", "notice.short_row")]


def test_a_file_without_a_header_is_a_fault(tmp_path: Path) -> None:
    for name, content in (("agents.csv", ""), ("availability.csv", "\n\n"), ("municipalities.csv", " , \n")):
        faults = faults_of(folder(tmp_path / name, {name: content}))
        assert places(faults) == [(name, 1, "", "", "fault.header")]


def test_no_agents_and_no_entries_is_a_plan(tmp_path: Path) -> None:
    headers = {name: TABLES[name].split("\n")[0] for name in ("agents.csv", "availability.csv")}
    plan = plan_at(folder(tmp_path, {**headers, "locks.csv": None, "previous.csv": None}))
    assert plan.agents == ()


def test_a_very_long_cell_is_shown_shortened(tmp_path: Path) -> None:
    faults = faults_of(folder(tmp_path, changed("agents.csv", "Aarhus 1", "x" * 50_000)))
    assert [(f.row, f.column, len(f.value), f.expected.key) for f in faults] == [
        (2, "name", 200, "fault.short")
    ]


@pytest.mark.parametrize("more", [-1, 0])
def test_a_table_made_of_faults_is_not_read_to_its_end(tmp_path: Path, more: int) -> None:
    rows = "".join(f"751-01,away,2027-01-04,2027-01-{n % 9 + 1},,,,\n" for n in range(MOST_FAULTS + more))
    home = folder(tmp_path)
    header = TABLES["availability.csv"].splitlines()[0]
    (home / "availability.csv").write_text(f"{header}\n{rows}751-01")
    faults = [fault for fault in faults_of(home) if fault.file == "availability.csv"]
    ended = [fault.row for fault in faults if fault.expected.key == "fault.fewer_faults"]
    assert ended == ([] if more else [MOST_FAULTS + 2])


@pytest.mark.parametrize("more", [0, 1])
def test_rows_that_do_not_fit_others_are_not_all_told(tmp_path: Path, more: int) -> None:
    rows = "".join(
        f"stranger,unavailable,2027-01-04,2027-01-{n % 9 + 4:02},,,,\n" for n in range(MOST_FAULTS + more)
    )
    home = folder(tmp_path)
    header = TABLES["availability.csv"].splitlines()[0]
    (home / "availability.csv").write_text(f"{header}\n{rows}")
    faults = faults_of(home)
    assert len(faults) == MOST_FAULTS + more
    ended = [fault.row for fault in faults if fault.expected.key == "fault.fewer_faults"]
    assert ended == ([MOST_FAULTS + 2] if more else [])


@pytest.mark.parametrize("more", [0, 1])
def test_a_table_that_lacks_a_column_is_not_read_to_its_end(tmp_path: Path, more: int) -> None:
    home = folder(tmp_path)
    rows = "751-01,unavailable\n" * (MOST_FAULTS + more)
    (home / "availability.csv").write_text(f"agent,status\n{rows}")
    faults = [fault for fault in faults_of(home) if fault.file == "availability.csv"]
    assert {fault.row for fault in faults if fault.expected.key == "fault.column"} == {1}
    assert [fault.row for fault in faults if fault.expected.key == "fault.columns_first"] == (
        [MOST_FAULTS + 2] if more else []
    )

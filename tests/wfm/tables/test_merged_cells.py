"""Merged cells: down a column their value counts for each row, across columns it is a fault."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.wfm.tables.books import book
from tests.wfm.tables.folders import faults_of, places
from tests.wfm.tables.test_workbook import ENGLISH
from wfm.tables.plan_reading import PlanReading, read_plan


def merged(path: Path, sheet: str, cells: str, rows: tuple[tuple[object, ...], ...] = ()) -> Path:
    """Return the small plan with further rows in a sheet, and some of its cells merged."""
    book(path / "a.xlsx", {**ENGLISH, sheet: [*ENGLISH[sheet], *rows]})
    workbook = openpyxl.load_workbook(path / "a.xlsx")
    workbook[sheet].merge_cells(cells)
    workbook.save(path / "a.xlsx")
    return path / "a.xlsx"


def absences(reading: PlanReading) -> list[tuple[str, str]]:
    return [(entry.agent, entry.first_day.isoformat()) for entry in reading.plan.availability]


def test_one_agent_over_several_absences_is_read_for_each(tmp_path: Path) -> None:
    rows = (
        ("665-01", "unavailable", "2027-01-06", "2027-01-06"),
        (None, "unavailable", "2027-01-11", "2027-01-12"),
        (None, "unavailable", "2027-01-13", "2027-01-13"),
    )
    reading = read_plan(merged(tmp_path, "availability", "A4:A6", rows))
    assert absences(reading)[2:] == [("665-01", f"2027-01-{day}") for day in ("06", "11", "13")]
    assert ("availability", 4, "agent", "665-01", "notice.filled_down") in places(list(reading.notices))


def test_a_column_that_may_be_blank_is_filled_as_well(tmp_path: Path) -> None:
    rows = (
        ("665-01", "unavailable", "2027-01-06", "2027-01-06", None, "08:00", "11:00"),
        *[("665-01", "unavailable", f"2027-01-{day}", f"2027-01-{day}") for day in (11, 12)],
    )
    reading = read_plan(merged(tmp_path, "availability", "G4:G6", rows))
    assert [entry.span.end for entry in reading.plan.availability[2:]] == [660, 660, 660]


def test_blank_rows_are_not_filled(tmp_path: Path) -> None:
    reading = read_plan(merged(tmp_path, "availability", "A3:A60"))
    assert len(reading.plan.availability) == 2
    assert reading.notices == ()


def test_cells_merged_across_columns_are_a_fault(tmp_path: Path) -> None:
    row = ("665-01", "unavailable", "2027-01-06", None)
    faults = faults_of(merged(tmp_path, "availability", "C4:D4", (row,)))
    assert ("availability", 4, "first_day", "2027-01-06", "fault.across") in places(faults)


def test_blank_merged_cells_and_merged_titles_are_nobodys_business(tmp_path: Path) -> None:
    path = merged(tmp_path, "agents", "I2:J3")
    assert read_plan(path).notices == ()

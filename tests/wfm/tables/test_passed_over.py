"""What lies beside a plan's tables is told where somebody may have meant it to be read."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import openpyxl
import pytest

from tests.api.filled_service import packed
from tests.wfm.tables.books import book
from tests.wfm.tables.folders import FILES, faults_of, folder, places
from tests.wfm.tables.test_workbook import ENGLISH
from wfm.errors import Fault
from wfm.tables.passed_over import file_notice
from wfm.tables.plan_opening import open_archive
from wfm.tables.plan_reading import plan_of, read_plan

NEAR = [
    ("locks.csv.txt", "locks.csv"),
    ("locks.txt", "locks.csv"),
    ("locks (1).csv", "locks.csv"),
    ("locks - kopi.csv", "locks.csv"),
    ("Kopi af låse.csv", "locks.csv"),
    ("LÅSE.CSV.TXT", "locks.csv"),
    ("la\u030ase_2.csv", "locks.csv"),
    ("locks", "locks.csv"),
    ("locks.xls", "locks.csv"),
    ("locks.xlsx", "locks.csv"),
    ("låse.ods", "locks.csv"),
    ("locks.numbers", "locks.csv"),
    ("locks.docx", "locks.csv"),
    ("locks_v2.csv", "locks.csv"),
    ("tilgængelighed uge 7.xlsx", "availability.csv"),
    ("hotline.toml.txt", "hotline.toml"),
    ("hotline (1).toml", "hotline.toml"),
]
UNKNOWN = ["lock.csv", "ferie.xlsx", "ferie.ods", "plan.xlsx", "more.toml", "ferie.xls", "ferie.tsv"]
UNTOLD = [
    "README.md",
    "roster.csv",
    "vagtplan.csv",
    "quota.csv",
    "roster.xlsx",
    "logo.png",
    ".git",
    "Thumbs.db",
]


def expected(name: str) -> list[tuple[str, str]]:
    near = dict(NEAR).get(name)
    if near:
        return [(name, f"the name {near}, if it is to be read; as it is called, it is ignored")]
    return [(name, "a known file; this one is ignored")] if name in UNKNOWN else []


def told(notices: tuple[Fault, ...]) -> list[tuple[str, str]]:
    return [(notice.file, str(notice.expected)) for notice in notices]


@pytest.mark.parametrize("name", [*dict(NEAR), *UNKNOWN, *UNTOLD])
def test_a_file_beside_the_tables_is_told_by_folder_and_archive(tmp_path: Path, name: str) -> None:
    files = {"locks.csv": None, name: "date,start,municipality,agent\n"}
    assert told(read_plan(folder(tmp_path, files)).notices) == expected(name)
    sent = {file: text.encode() for file, text in {**FILES, **files}.items() if text is not None}
    assert told(plan_of(open_archive("plan.zip", packed(sent))).notices) == expected(name)


@pytest.mark.parametrize("name", ["~$plan.xlsx", ".~lock.agents.csv#"])
def test_a_file_that_a_spreadsheet_left_is_told(tmp_path: Path, name: str) -> None:
    assert places(list(read_plan(folder(tmp_path, {name: b"\x05x"})).notices)) == [
        (name, None, "", "", "notice.owner_file")
    ]


def test_what_lies_deeper_in_an_archive_is_told() -> None:
    sent = {name: text.encode() for name, text in FILES.items()}
    sent |= {"old/locks.csv": b"x", "__MACOSX/locks.csv": b"x", "old/read.md": b"x"}
    assert told(plan_of(open_archive("plan.zip", packed(sent))).notices) == [
        ("old/locks.csv", "the name locks.csv, if it is to be read; as it is called, it is ignored")
    ]


def test_a_missing_table_names_the_file_that_may_be_meant(tmp_path: Path) -> None:
    changes = {"agents.csv": None, "agents.csv.txt": FILES["agents.csv"]}
    assert places(faults_of(folder(tmp_path, changes))) == [
        ("agents.csv", None, "", "agents.csv.txt", "fault.file_there")
    ]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("availability (2)", "notice.near_name"),
        ("Tilgængelighed_kopi", "notice.near_name"),
        ("hotline2", "notice.near_name"),
        ("Ark1", "notice.unknown_sheet"),
    ],
)
@pytest.mark.parametrize("state", ["visible", "hidden", "veryHidden"])
def test_a_sheet_that_nothing_reads_is_told_hidden_or_not(
    tmp_path: Path, name: str, key: str, state: Literal["visible", "hidden", "veryHidden"]
) -> None:
    path = book(tmp_path / "a.xlsx", {**ENGLISH, name: ENGLISH["availability"]})
    workbook = openpyxl.load_workbook(path)
    workbook[name].sheet_state = state
    workbook.save(path)
    assert places(list(read_plan(path).notices)) == [(name, None, "", "", key)]


def test_a_blank_sheet_is_nothing_to_tell(tmp_path: Path) -> None:
    assert read_plan(book(tmp_path / "a.xlsx", {**ENGLISH, "Ark2": []})).notices == ()


def test_a_column_that_another_table_knows_is_told_as_well(tmp_path: Path) -> None:
    changes = {"demand.csv": "date,start,agents,agent\n2027-01-11,08:00,2,751-01\n"}
    assert places(list(read_plan(folder(tmp_path, changes)).notices)) == [
        ("demand.csv", 1, "agent", "agent", "notice.unknown_column")
    ]


def test_a_column_without_a_name_is_told_by_its_letter(tmp_path: Path) -> None:
    changes = {"demand.csv": "date,start,agents,,\n2027-01-11,08:00,2,,often\n"}
    assert places(list(read_plan(folder(tmp_path, changes)).notices)) == [
        ("demand.csv", 1, "E", "", "notice.unknown_column")
    ]


def test_a_name_is_judged_without_its_folder() -> None:
    found = file_notice("a/b/Locks (2).csv")
    assert found is not None
    assert found.file == "a/b/Locks (2).csv"

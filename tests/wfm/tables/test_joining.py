"""A plan in which municipalities join: read in both languages and forms, written and read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.wfm.tables.books import write_plan_workbook
from tests.wfm.tables.folders import FILES, faults_of, folder, plan_at
from wfm.canonical import plan_sha256
from wfm.tables.plan_reading import read_plan
from wfm.tables.plan_writing import write_plan_folder
from wfm.tables.template import write_template

TABLE = FILES["municipalities.csv"]
SETTLEMENT = """
[settlement]
price_per_citizen_year = 2.4246
credit_per_agent_hour = 272
"""
START_UP = """start_up_months = 3
start_up_price_per_citizen_month = 0.21
start_up_rebate = 0.25
"""


def with_joined(header: str, cell: str) -> dict[str, str | bytes | None]:
    first, *rows = TABLE.splitlines()
    cells = [cell, "", ""]
    lines = [f"{first},{header}", *(f"{row},{own}" for row, own in zip(rows, cells, strict=True))]
    return {"municipalities.csv": "\n".join(lines) + "\n"}


@pytest.mark.parametrize(("header", "cell"), [("joined", "2026-10-01"), ("Tiltrådt", "01-10-2026")])
def test_it_is_read_in_both_languages(tmp_path: Path, header: str, cell: str) -> None:
    line = {"hotline.toml": FILES["hotline.toml"] + SETTLEMENT + START_UP}
    plan = plan_at(folder(tmp_path, with_joined(header, cell) | line))
    assert [m.joined for m in plan.municipalities] == [None, None, date(2026, 10, 1)]
    assert plan.hotline.start_up_months == 3
    assert plan.hotline.tariff is not None
    assert plan.hotline.tariff.start_up_price_per_citizen_month == Decimal("0.21")
    assert plan.hotline.tariff.start_up_rebate == Decimal("0.25")


@pytest.mark.parametrize("language", ["en", "da"])
def test_folder_and_workbook_are_the_same_plan(tmp_path: Path, language: str) -> None:
    line = {"hotline.toml": FILES["hotline.toml"] + SETTLEMENT + START_UP}
    plan = plan_at(folder(tmp_path / "old", with_joined("joined", "2026-10-01") | line))
    write_plan_folder(plan, tmp_path / "new")
    write_plan_workbook(plan, tmp_path / "plan.xlsx", language)
    assert plan_at(tmp_path / "new") == plan
    assert plan_sha256(plan_at(tmp_path / "plan.xlsx")) == plan_sha256(plan)


@pytest.mark.parametrize(
    ("key", "value", "sound"),
    [
        ("start_up_months", "0", True),
        ("start_up_months", "120", True),
        ("start_up_months", "121", False),
        ("start_up_months", "-1", False),
        ("start_up_months", "1.5", False),
        ("start_up_rebate", "0", True),
        ("start_up_rebate", "1", True),
        ("start_up_rebate", "1.001", False),
        ("start_up_rebate", "-0.01", False),
        ("start_up_price_per_citizen_month", "0", True),
        ("start_up_price_per_citizen_month", "-0.01", False),
    ],
)
def test_both_sides_of_each_limit(tmp_path: Path, key: str, value: str, sound: bool) -> None:
    line = {"hotline.toml": f"{FILES['hotline.toml']}{SETTLEMENT}{key} = {value}\n"}
    path = folder(tmp_path, line)
    if sound:
        assert plan_at(path).hotline.tariff is not None
    else:
        assert [fault.column for fault in faults_of(path)] == [f"settlement.{key}"]


def test_a_day_that_is_none_is_a_fault_at_its_cell(tmp_path: Path) -> None:
    found = faults_of(folder(tmp_path, with_joined("joined", "2027-02-30")))
    assert [(f.row, f.column, f.value) for f in found] == [(2, "joined", "2027-02-30")]


def test_a_lock_on_somebody_who_does_not_sit_yet_is_told(tmp_path: Path) -> None:
    lock = {"locks.csv": "date,start,municipality,agent\n2027-01-05,08:00,,751-01\n"}
    for day, told in (("2027-01-05", 0), ("2027-01-06", 1)):
        reading = read_plan(folder(tmp_path / day, with_joined("joined", day) | lock))
        assert sum(one.file == "locks.csv" for one in reading.notices) == told


def test_the_template_has_the_column_and_the_settings(tmp_path: Path) -> None:
    write_template(tmp_path, None, language="en")
    assert (tmp_path / "municipalities.csv").read_text().strip().endswith("min_shifts,joined")


def test_a_usual_start_up_is_written_as_before_there_was_one(tmp_path: Path) -> None:
    line = {"hotline.toml": FILES["hotline.toml"] + SETTLEMENT}
    plan = plan_at(folder(tmp_path / "old", line))
    write_plan_folder(plan, tmp_path / "new")
    assert "start_up" not in (tmp_path / "new" / "hotline.toml").read_text()
    other = replace(plan, hotline=replace(plan.hotline, start_up_months=1))
    write_plan_folder(other, tmp_path / "other")
    assert "start_up_months = 1\n" in (tmp_path / "other" / "hotline.toml").read_text()

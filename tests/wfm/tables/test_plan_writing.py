"""What is written is read back as the same plan, as a folder and as a workbook in both languages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import builders as b
from tests.examples import examples
from tests.strategies import plans
from tests.wfm.tables.books import write_plan_workbook
from tests.wfm.tables.folders import folder, plan_at
from wfm.canonical import plan_sha256
from wfm.message import Text
from wfm.plan import Plan
from wfm.remarks import (
    capacity,
    days,
    employment,
    entries,
    likeness,
    limits,
    measures,
    names,
    remark,
    repetition,
)
from wfm.tables.columns import PLAN_TABLES
from wfm.tables.gathering import AND_MORE
from wfm.tables.plan_reading import read_plan
from wfm.tables.plan_writing import plan_files, write_plan_folder

MODULES = (capacity, days, employment, entries, likeness, limits, measures, names, remark, repetition)
REMARKS = {value.key for module in MODULES for value in vars(module).values() if isinstance(value, Text)} | {
    AND_MORE.key
}
"""Keys of what is told of plans that are sound and odd, as those made at random are."""

SAMPLES = Path(__file__).parents[3] / "sample_data"


@settings(max_examples=examples(40))
@given(plans())
def test_a_folder_is_read_back_as_the_same_plan(plan: Plan) -> None:
    with TemporaryDirectory() as place:
        write_plan_folder(plan, Path(place) / "new" / "folder")
        reading = read_plan(Path(place) / "new" / "folder")
    assert reading.plan == plan
    assert [notice for notice in reading.notices if notice.expected.key not in REMARKS] == []
    assert plan_sha256(reading.plan) == plan_sha256(plan)


@settings(max_examples=examples(30))
@given(plans(), st.sampled_from(("en", "da")))
def test_a_workbook_is_read_back_as_the_same_plan(plan: Plan, language: str) -> None:
    with TemporaryDirectory() as place:
        path = Path(place) / "plan.xlsx"
        write_plan_workbook(plan, path, language)
        reading = read_plan(path)
    assert reading.plan == plan
    assert [notice for notice in reading.notices if notice.expected.key not in REMARKS] == []


@pytest.mark.parametrize("name", ["midtjylland", "nordjylland", "vestegnen", "impossible"])
def test_the_sample_plans_survive_both_forms(tmp_path: Path, name: str) -> None:
    plan = plan_at(SAMPLES / name)
    write_plan_folder(plan, tmp_path / "folder")
    write_plan_workbook(plan, tmp_path / "plan.xlsx", "da")
    assert plan_at(tmp_path / "folder") == plan_at(tmp_path / "plan.xlsx") == plan


def test_what_is_written_is_utf8_comma_iso_and_english(tmp_path: Path) -> None:
    plan = plan_at(folder(tmp_path / "old"))
    files = plan_files(plan)
    assert files["availability.csv"].decode().splitlines() == [
        "agent,kind,first_day,last_day,days,from,to,note",
        "751-01,unavailable,2027-01-04,2027-01-06,mon|wed,08:00,11:30,ferie",
        "665-01,preferred,2027-01-04,2027-01-15,,,,",
    ]
    agents = files["agents.csv"].decode().splitlines()
    assert agents[1] == "665-01,Lemvig 1,665,digital_post|mitid,1,,,,a@example.org,12345678,,,,"
    assert files["municipalities.csv"].decode().splitlines()[2] == "741,Samsø,3806,financing,0,0"
    assert sorted(files) == sorted(["hotline.toml", *(f"{table.name}.csv" for table in PLAN_TABLES)])


def test_an_old_lock_does_not_outlive_a_plan_without_locks(tmp_path: Path) -> None:
    path = folder(tmp_path)
    plan = b.plan()
    write_plan_folder(plan, path)
    assert plan_at(path) == plan


def test_text_never_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    names = ("=1+1", "+45", "-1", "@a", "https://example.org", "{=1}", "007")
    plan = b.plan(agents=[replace(b.agent(f"1-{n}"), name=name) for n, name in enumerate(names)])
    path = tmp_path / "plan.xlsx"
    write_plan_workbook(plan, path)
    rows = list(openpyxl.load_workbook(path)["agents"].iter_rows(min_row=2))
    assert [row[1].value for row in rows] == list(names)
    assert {row[1].data_type for row in rows} == {"s"}
    assert all(row[1].hyperlink is None for row in rows)


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    plan = plan_at(SAMPLES / "nordjylland")
    for name in ("a.xlsx", "b.xlsx"):
        write_plan_workbook(plan, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_plan_in_which_nobody_joins_is_written_as_before_one_could() -> None:
    plan = b.plan()
    header, row = plan_files(plan)["municipalities.csv"].decode().splitlines()
    assert header == "municipality,name,population,participation,carry_over,min_shifts"
    assert row == "1,M1,100,staffing,0,0"
    towns = [b.municipality("1"), b.municipality("2", joined=b.MONDAY)]
    written = plan_files(b.plan(towns))["municipalities.csv"].decode().splitlines()
    assert written == [f"{header},joined", f"{row},", "2,M2,100,staffing,0,0,2027-01-04"]

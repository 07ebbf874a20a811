"""A plan means the same wherever it lies: in a folder, a workbook, or in memory."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tests.wfm.tables.books import book
from tests.wfm.tables.folders import folder, plan_at
from tests.wfm.tables.test_workbook import ENGLISH
from wfm.errors import PlanError
from wfm.tables import csv_files, raw_table
from wfm.tables.csv_files import csv_table
from wfm.tables.merging import merge, take_in
from wfm.tables.plan_opening import open_files, open_workbook
from wfm.tables.plan_reading import plan_of, read_plan
from wfm.tables.raw_table import UnusableTableError
from wfm.tables.template import write_template


def content(place: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in place.iterdir()}


def test_files_in_memory_are_the_folder(tmp_path: Path) -> None:
    place = folder(tmp_path / "plan")
    assert plan_of(open_files(content(place))) == read_plan(place)


def test_a_workbook_in_memory_is_the_file(tmp_path: Path) -> None:
    path = book(tmp_path / "plan.xlsx", ENGLISH)
    assert plan_of(open_workbook("plan.xlsx", path.read_bytes())) == read_plan(path)


def test_faults_are_the_same(tmp_path: Path) -> None:
    place = folder(tmp_path / "plan")
    (place / "agents.csv").write_bytes(b"agent,name\n1,x\n")
    (place / "locks.csv").write_bytes(b'"')
    with pytest.raises(PlanError) as there:
        read_plan(place)
    with pytest.raises(PlanError) as here:
        plan_of(open_files(content(place)))
    assert here.value.faults == there.value.faults
    with pytest.raises(PlanError, match="workbook"):
        open_workbook("plan.xlsx", b"PK")


def test_workbooks_are_taken_into_a_plan_in_memory_as_into_a_folder(tmp_path: Path) -> None:
    place = folder(tmp_path / "plan")
    (path,) = write_template(tmp_path / "out", plan_at(place), "751")
    there = merge(place, [path])
    here = take_in(open_files(content(place)), {path.name: path.read_bytes()})
    assert (here.plan, here.changes) == (there.plan, there.changes)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_workbook_packed_in_another_way_is_none(tmp_path: Path, method: int) -> None:
    path, stream = book(tmp_path / "plan.xlsx", ENGLISH), io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(stream, "w", method) as new:
        for part in old.infolist():
            new.writestr(part.filename, old.read(part))
    with pytest.raises(PlanError, match="workbook"):
        open_workbook("plan.xlsx", stream.getvalue())


def test_too_many_lines_or_cells_are_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_files, "MOST_ROWS", 3)
    monkeypatch.setattr(raw_table, "MOST_ROWS", 3)
    monkeypatch.setattr(csv_files, "MOST_CELLS", 5)
    assert len(csv_table("a.csv", b"a,b\n1,2\n3,4\n").rows) == 2
    with pytest.raises(UnusableTableError, match="3 rows"):
        csv_table("a.csv", b"a\n1\n2\n3\n")
    with pytest.raises(UnusableTableError, match="3 rows"):
        csv_table("a.csv", b"\n" * 1000)
    assert len(csv_table("a.csv", b"a,b,c,d,e,f\n").header) == 6
    with pytest.raises(UnusableTableError, match="5 cells"):
        csv_table("a.csv", b"a,b,c,d,e,f,\n")

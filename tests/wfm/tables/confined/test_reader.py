"""No file ends whoever asks for it to be read, takes long, or takes much memory."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.wfm.tables.confined.unfolding import archive, archives, sheet, strings, workbook, workbooks
from wfm.errors import Fault, PlanError
from wfm.tables.confined import reader
from wfm.tables.raw_table import RawTable, UnusableTableError

SOUND = workbook([sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')], strings(["agent"]))


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    yield
    reader.close()


def unusable(name: str, content: bytes) -> Fault:
    with pytest.raises(UnusableTableError) as refused:
        reader.read_sheets(name, content)
    return refused.value.fault


@pytest.mark.parametrize("name", workbooks())
def test_a_workbook_that_unfolds_is_a_fault_and_the_next_one_is_read(name: str) -> None:
    fault = unusable("plan.xlsx", workbooks()[name])
    assert fault.file in ("plan.xlsx", "s1")
    assert (fault.row, fault.value) == (None, "")
    assert reader.read_sheets("plan.xlsx", SOUND) == {"s0": RawTable("s0", ("agent",), ())}


@pytest.mark.parametrize("name", archives())
def test_so_is_a_packed_folder(name: str) -> None:
    try:
        read = reader.read_archive("plan.zip", archives()[name])
    except PlanError as refused:
        (fault,) = refused.faults
        assert fault.file in ("plan.zip", "hotline.toml")
    else:
        assert isinstance(read["hotline.toml"], Fault)


def test_without_a_child_the_reader_s_own_process_would_end() -> None:
    code = "import sys; from wfm.tables.workbook import workbook_sheets as w; w('a', sys.stdin.buffer.read())"
    bomb = workbooks()["a table of four thousand million strings"]
    done = subprocess.run([sys.executable, "-c", code], input=bomb, capture_output=True, check=False)
    assert done.returncode < 0, "killed by a signal: no except clause catches that"


def test_what_takes_longer_than_it_may_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LIMITS", replace(reader.LIMITS, seconds=0.0))
    assert unusable("plan.xlsx", SOUND).expected.text == reader.READ_MODESTLY


def test_so_is_what_would_answer_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LIMITS", replace(reader.LIMITS, answer_bytes=10))
    assert unusable("plan.xlsx", SOUND).expected.text == reader.READ_MODESTLY


def test_a_nursery_that_died_while_nobody_asked_is_replaced() -> None:
    reader.read_sheets("plan.xlsx", SOUND)
    nursery = reader._idle[reader.TABLES_NURSERY].get_nowait()
    nursery._process.kill()
    nursery._process.wait()
    reader._idle[reader.TABLES_NURSERY].put(nursery)
    assert reader.read_sheets("plan.xlsx", SOUND)


def test_a_folder_s_faults_are_told_file_by_file() -> None:
    read = reader.read_archive("plan.zip", archive({"agents.csv": 'agent\n"', "hotline.toml": 'name = "x"'}))
    assert list(read) == ["agents.csv", "hotline.toml"]
    assert isinstance(read["agents.csv"], Fault)
    assert read["agents.csv"].row == 2


def test_a_table_is_read_as_in_this_process(tmp_path: Path) -> None:
    assert reader.read_csv("a.csv", b"agent;name\n1;\xe6\n") == RawTable(
        "a.csv", ("agent", "name"), ((2, ("1", "æ")),)
    )
    with pytest.raises(UnusableTableError):
        reader.read_csv("a.csv", b"agent\n\0")

"""CSV files are opened as people save them; what is no CSV file is one fault."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wfm.tables.folders import TABLES, faults_of, folder, places
from wfm.tables.csv_files import MOST_BYTES, csv_table, decode, read_bytes
from wfm.tables.raw_table import MOST_COLUMNS, MOST_ROWS, UnusableTableError


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_danish_letters_survive_every_usual_encoding(encoding: str) -> None:
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    decoded = decode("a.csv", mark + "Ærø – €".encode(encoding))
    assert (decoded.text, decoded.notices) == ("Ærø – €", ())


@pytest.mark.parametrize(
    ("content", "row", "key"),
    [
        (b"agent\n\x81\x8d", None, "fault.encoding"),
        (b"\xff\xfea", None, "fault.encoding"),
        (b"PK\x03\x04" + bytes(30), None, "fault.no_csv"),
        (b"\xef\xbb\xbf<html>", None, "fault.no_csv"),
        (b"agent,kind\n751\0,x\n", 2, "fault.no_nul"),
        (b'agent,kind\n"a,b\nc,d\n', 2, "fault.well_quoted"),
        (b'agent,kind\n"a"b,c\n', 2, "fault.well_quoted"),
        (b"agent,kind\n" + b"x" * 200_000 + b",y\n", 2, "fault.shorter_cell"),
        (b"x," * MOST_COLUMNS + b"x\n", 1, "fault.fewer_columns"),
        (b"agent\n" + b"x\n" * MOST_ROWS, MOST_ROWS + 1, "fault.fewer_rows"),
    ],
)
def test_what_is_no_csv_file_is_one_fault(tmp_path: Path, content: bytes, row: int | None, key: str) -> None:
    faults = faults_of(folder(tmp_path, {"agents.csv": content}))
    assert [(f.file, f.row, f.expected.key) for f in faults] == [("agents.csv", row, key)]


def test_a_table_at_the_limits_is_read() -> None:
    wide = csv_table("a.csv", b"agent," + b"x," * (MOST_COLUMNS - 2) + b"x\n")
    assert len(wide.header) == MOST_COLUMNS
    long = csv_table("a.csv", b"agent\n" + b"x\n" * (MOST_ROWS - 1))
    assert len(long.rows) == MOST_ROWS - 1


def test_a_file_too_big_is_not_even_opened(tmp_path: Path) -> None:
    path = folder(tmp_path)
    with (path / "agents.csv").open("r+b") as stream:
        stream.truncate(MOST_BYTES + 1)
    assert places(faults_of(path)) == [("agents.csv", None, "", "", "fault.smaller")]


def test_the_separator_is_the_one_that_makes_headers() -> None:
    assert csv_table("a.csv", b"agent;kind,last_day,x;fte\n1,5;2;3\n").rows == ((2, ("1,5", "2", "3")),)
    assert csv_table("a.csv", b"agent\tkind\n1\t2\n").rows == ((2, ("1", "2")),)
    assert csv_table("a.csv", b"x;y\n1;2\n").header == ("x", "y")
    assert csv_table("a.csv", b"agent\n1\n").header == ("agent",)


@given(st.binary(max_size=400))
def test_no_bytes_make_anything_but_a_table_or_a_fault(content: bytes) -> None:
    with suppress(UnusableTableError):
        csv_table("a.csv", content)


@given(st.lists(st.tuples(st.integers(0, 2000), st.binary(min_size=1, max_size=3)), min_size=1, max_size=4))
def test_no_damage_to_a_file_makes_anything_but_a_table_or_a_fault(damage: list[tuple[int, bytes]]) -> None:
    content = TABLES["availability.csv"].encode()
    for place, junk in damage:
        place %= len(content)
        content = content[:place] + junk + content[place + len(junk) :]
    with suppress(UnusableTableError):
        csv_table("availability.csv", content)


def test_a_file_that_is_missing_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(UnusableTableError) as unusable:
        read_bytes(tmp_path / "no.csv")
    assert unusable.value.fault.expected.key == "fault.there"


def test_a_device_without_an_end_is_read_no_further_than_a_file_may_be_long() -> None:
    with pytest.raises(UnusableTableError) as unusable:
        read_bytes(Path("/dev/zero"))
    assert unusable.value.fault.expected.key == "fault.smaller"


def test_a_name_that_no_file_can_have_is_a_fault() -> None:
    with pytest.raises(UnusableTableError) as unusable:
        read_bytes(Path("a\0b.csv"))
    assert unusable.value.fault.expected.key == "fault.readable"

from __future__ import annotations

import io
import zipfile

import pytest

from tests.api.filled_service import packed as as_zip
from tests.api.plans.uploads.bombs import bombs
from wfm.errors import Fault, PlanError
from wfm.tables import (
    zip_files as packed,
)
from wfm.tables.zip_files import (
    unpack,
)

SUFFIXES = (".csv", ".toml")


def fault(content: bytes) -> Fault:
    with pytest.raises(PlanError) as refused:
        unpack("plan.zip", content, SUFFIXES)
    (found,) = refused.value.faults
    return found


@pytest.mark.parametrize("top", ["", "plan/", "a plan, med æøå/"])
def test_the_files_of_a_folder_are_found_at_the_top_or_in_the_one_folder(top: str) -> None:
    files = {"a.csv": b"1", "hotline.toml": b"2"}
    beside = {f"{top}readme.txt": b"x", "__MACOSX/a.csv": b"x", f"{top}.hidden.csv": b"x"}
    whole = as_zip({f"{top}{name}": content for name, content in files.items()} | beside)
    assert unpack("plan.zip", whole, SUFFIXES) == files


def test_what_lies_deeper_is_passed_over() -> None:
    assert unpack("plan.zip", as_zip({"a.csv": b"1", "x/y/b.csv": b"2", "x/c.csv": b"3"}), SUFFIXES) == {
        "a.csv": b"1"
    }


@pytest.mark.parametrize(
    "name", ["../a.csv", "/a.csv", "a/../../b.csv", "C:a.csv", "..\\a.csv", "\\\\host\\a.csv"]
)
def test_names_that_lead_out_are_refused(name: str) -> None:
    found = fault(as_zip({name: b"1"}))
    assert (found.file, found.value, found.expected.key) == ("plan.zip", name, "fault.plain_name")


def test_a_file_stands_there_once() -> None:
    found = fault(as_zip({"a.csv": b"1", "A.CSV": b"2"}))
    assert (found.value, found.expected.key) == ("A.CSV", "fault.name_once")


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x05\x06" + b"\0" * 17, b"not a zip" * 100])
def test_what_is_no_archive_is_said_to_be_none(content: bytes) -> None:
    assert fault(content).expected.key == "fault.archive"


def test_an_encrypted_file_is_no_file() -> None:
    content = bytearray(as_zip({"a.csv": b"1"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + offset] |= 1
    assert fault(bytes(content)).expected.key == "fault.archive"


@pytest.mark.parametrize(("many", "large", "sound"), [(3, 5, True), (4, 1, False), (1, 6, False)])
def test_limits_hold_on_both_sides(
    many: int, large: int, sound: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed, "MOST_FILES", 3)
    monkeypatch.setattr(packed, "MOST_UNPACKED", 5)
    sizes = [large] + [0] * (many - 1)
    content = as_zip({f"{n}.csv": b"x" * size for n, size in enumerate(sizes)})
    if sound:
        assert len(unpack("plan.zip", content, SUFFIXES)) == many
    else:
        assert fault(content).expected.key == "fault.modest_folder"


def test_a_size_that_lies_unpacks_no_more_than_it_says() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"x" * 1_000_000)
    content = bytearray(stream.getvalue())
    at = content.find(b"PK\x01\x02") + 24
    content[at : at + 4] = (10).to_bytes(4, "little")
    assert fault(bytes(content)).expected.key == "fault.archive"


def test_without_the_limit_a_bomb_would_be_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = bombs()["one large file"].content
    assert len(bomb) < 100_000
    assert fault(bomb).expected.key == "fault.modest_folder"
    monkeypatch.setattr(packed, "MOST_UNPACKED", 1 << 40)
    assert len(unpack("plan.zip", bomb, SUFFIXES)["agents.csv"]) == 42_000_000

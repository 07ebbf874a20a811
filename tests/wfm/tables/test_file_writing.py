"""Files of a folder are replaced together: all of them, or none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wfm.errors import OutputError
from wfm.tables.file_writing import new_files, replace_files


def standing(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_files_are_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "other").write_bytes(b"stays")
    replace_files(tmp_path, {"a": b"new", "b": b"new too"})
    assert standing(tmp_path) == {"a": b"new", "b": b"new too", "other": b"stays"}


@pytest.mark.parametrize("fails", range(1, 6))
def test_wherever_a_move_fails_the_old_files_stand(
    tmp_path: Path, fails: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = {"a": b"1", "b": b"2"}
    for name, content in old.items():
        (tmp_path / name).write_bytes(content)
    moves = iter(range(1, 100))
    real = os.replace

    def failing(source: Path, target: Path) -> None:
        if next(moves) == fails:
            raise OSError(28, "No space left on device")
        real(source, target)

    monkeypatch.setattr("wfm.tables.file_writing.os.replace", failing)
    with pytest.raises(OutputError) as caught:
        replace_files(tmp_path, {"a": b"x", "b": b"y", "c": b"z"})
    assert "No space left on device" in str(caught.value)
    assert standing(tmp_path) == old


def test_a_folder_in_the_place_of_a_file_is_refused_before_anything_moves(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "b").mkdir()
    with pytest.raises(OutputError):
        replace_files(tmp_path, {"a": b"x", "b": b"y"})
    assert standing(tmp_path) == {"a": b"old"}


def test_a_file_in_the_place_of_the_folder_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(OutputError):
        replace_files(tmp_path / "a", {"b": b""})


def test_new_files_never_replace_what_stands(tmp_path: Path) -> None:
    assert new_files(tmp_path / "new", {"a": b"1"}) == (tmp_path / "new" / "a",)
    with pytest.raises(OutputError) as caught:
        new_files(tmp_path / "new", {"b": b"2", "a": b"3"})
    assert caught.value.message.key == "output.stands_already"
    assert standing(tmp_path / "new") == {"a": b"1"}

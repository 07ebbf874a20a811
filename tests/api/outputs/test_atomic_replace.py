import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from api.outputs import atomic_replace as swap
from api.outputs.atomic_replace import at_rest, claimed, replace_files
from tests.api.outputs.crashing import FOREIGN, GONE, NEW, OLD, laid_out, replaced, standing

STEPS = [(os, "replace"), (os, "fsync"), (os, "open"), (Path, "rename"), (Path, "unlink"), (Path, "mkdir")]
NO_SPACE = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    laid_out(tmp_path / "out")
    return tmp_path / "out"


def test_all_files_change_and_others_stay(folder: Path) -> None:
    replaced(folder)
    assert standing(folder) == NEW | FOREIGN


def test_a_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b" / "c"
    with claimed(deep):
        replace_files(deep, NEW)
    assert standing(deep) == NEW


def test_a_folder_that_was_made_goes_where_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "replace", failing_at(1, os.replace))
    with pytest.raises(OSError, match="No space"):
        replaced(tmp_path / "a" / "b")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_ours_that_is_empty_goes(tmp_path: Path) -> None:
    with claimed(tmp_path):
        replace_files(tmp_path, {"feeds/a.ics": b"a", "roster.csv": b"r"})
        replace_files(tmp_path, {"roster.csv": b"r"}, ["feeds/a.ics"])
    assert [path.name for path in tmp_path.iterdir()] == ["roster.csv"]


@pytest.mark.parametrize(("where", "name"), STEPS, ids=[name for _, name in STEPS])
def test_an_error_at_any_step_leaves_the_earlier_state(
    folder: Path, monkeypatch: pytest.MonkeyPatch, where: Any, name: str
) -> None:
    """Fail the first call, then the second, and so on, until one run gets through."""
    real = getattr(where, name)
    for number in count(1):
        laid_out(folder)
        monkeypatch.setattr(where, name, failing_at(number, real))
        failed = failure_of(folder)
        monkeypatch.setattr(where, name, real)
        assert standing(folder) == (OLD if failed else NEW) | FOREIGN
        if failed is None:
            break
        assert failed is NO_SPACE
    assert number > 1


def failure_of(folder: Path) -> OSError | None:
    """Replace the files; return what went wrong, if anything did."""
    try:
        replaced(folder)
    except OSError as error:
        return error
    return None


def failing_at(number: int, real: Callable[..., Any]) -> Callable[..., Any]:
    calls = count(1)

    def call(*arguments: Any, **named: Any) -> Any:
        if next(calls) == number:
            raise NO_SPACE
        return real(*arguments, **named)

    return call


def test_a_disk_that_stays_broken_is_put_right_at_the_next_reading(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, calls = os.replace, count(1)

    def broken(*arguments: Any) -> None:
        if next(calls) > 2:
            raise NO_SPACE
        replace(*arguments)

    monkeypatch.setattr(os, "replace", broken)
    with pytest.raises(OSError, match="No space"):
        replaced(folder)
    monkeypatch.setattr(os, "replace", replace)
    with at_rest(folder):
        assert standing(folder) == OLD | FOREIGN


def test_a_writer_killed_at_any_step_leaves_the_old_or_the_new_state(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.api.outputs.crashing", str(tmp_path / "out")]
    root = Path(__file__).parents[3]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60, check=True)
    runs = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(runs) > 20
    assert all(run["old"] != run["new"] and run["next"] for run in runs)
    assert runs[0]["old"]
    assert runs[-1]["new"]
    assert [run["old"] for run in runs] == sorted((run["old"] for run in runs), reverse=True)


def test_two_writers_do_not_meet(folder: Path) -> None:
    with claimed(folder), pytest.raises(BlockingIOError):
        replaced(folder)
    with at_rest(folder), at_rest(folder), pytest.raises(BlockingIOError):
        replaced(folder)
    replaced(folder)


def test_nothing_is_touched_where_a_folder_stands_in_the_way(folder: Path) -> None:
    (folder / "quota.csv").mkdir()
    with pytest.raises(IsADirectoryError):
        replaced(folder)
    assert standing(folder) == OLD | FOREIGN
    assert not (folder / swap.UNDO).exists()


def test_what_is_gone_need_not_have_been_there(folder: Path) -> None:
    assert "never.csv" in GONE
    assert not (folder / "never.csv").exists()
    replaced(folder)

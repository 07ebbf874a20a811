"""Result files: what is written is read back, line by line, and nothing is overwritten."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.records import FOLDER, ResultFile, read
from tests.benchmarks.runs import MACHINE, levels, run


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    runs = [run(), run(solver="levels", failed="killed by signal 9", values={}, bounds={}, trace=())]
    file = ResultFile(tmp_path, "own", MACHINE)
    for one in runs:
        file.add(one)
    results = read(file.path)
    assert results.machine == MACHINE
    assert [one.solver for one in results.runs] == ["ours", "levels"]
    assert results.runs[0] == runs[0]
    assert results.runs[1].failed == "killed by signal 9"


def test_files_of_before_are_still_read() -> None:
    results = read(FOLDER / "2026-11-25-quarter.json")
    assert len(results.runs) > 40
    assert {one.cpu_seconds for one in results.runs} == {None}


def test_every_run_is_on_disk_before_the_next_begins(tmp_path: Path) -> None:
    file = ResultFile(tmp_path, "own", MACHINE)
    for number in range(3):
        assert len(file.path.read_text(encoding="utf-8").splitlines()) == 1 + number
        file.add(run(seed=number))
    assert json.loads(file.path.read_text(encoding="utf-8").splitlines()[1])["gaps"] == levels(0, 0, 0, 0)


def test_a_second_result_of_the_day_leaves_the_first_alone(tmp_path: Path) -> None:
    first, second, third = (ResultFile(tmp_path, "own", MACHINE).path for _ in range(3))
    assert len({first, second, third}) == 3
    assert second.stem == f"{first.stem}-2"


@pytest.mark.parametrize(
    ("values", "bounds", "gap"),
    [
        (levels(0, 0, 0, 100), levels(0, 0, 0, 90), 0.1),
        (levels(2, 0, 5, 100), levels(2, 0, 5, 100), 0.0),
        (levels(0, 0, 0, 0), levels(0, 0, 0, 0), 0.0),
        (levels(0, 0, 5, 100), levels(0, 0, 4, 90), None),
    ],
)
def test_quality_has_a_gap_where_all_before_it_is_proven(
    values: dict[str, int], bounds: dict[str, int], gap: float | None
) -> None:
    assert run(values=values, bounds=bounds).quality_gap == gap

"""Two result files: what can be compared is, and a median that is worse is found on every level."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.compare import main, pairs
from benchmarks.records import ResultFile, Run
from tests.benchmarks.runs import MACHINE, levels, run

NONE: dict[str, int] = {}


def three(**changes: Any) -> list[Run]:
    """Return three seeds, of which the second and the third are changed."""
    return [run(), *(run(seed=seed, **changes) for seed in (2, 3))]


def verdict(before: list[Run], after: list[Run]) -> str:
    (pair,) = pairs(before, after, "ours")
    return pair.verdict


@pytest.mark.parametrize(
    "worse",
    [
        {"values": levels(0, 0, 0, 65)},
        {"values": levels(1, 0, 0, 3)},
        {"bounds": levels(0, 0, 0, 63)},
        {"failed": "killed", "values": NONE, "bounds": NONE},
    ],
    ids=["quality", "coverage", "bound", "failed"],
)
def test_a_median_is_worse_by_score_then_by_bound(worse: dict[str, Any]) -> None:
    assert verdict(three(), three(**worse)) == "worse"
    assert verdict(three(**worse), three()) == "better"
    assert verdict(three(**worse), three(**worse)) == "equal"


def test_one_seed_of_three_is_not_the_median_and_seconds_are_not_judged() -> None:
    one = [run(values=levels(0, 0, 0, 99)), run(seed=2), run(seed=3)]
    assert verdict(three(), one) == "equal"
    assert verdict(three(), three(seconds=59.0, optimal=59.0, cpu_seconds=90.0)) == "equal"


@pytest.mark.parametrize("change", [{"limit": 120.0}, {"workers": 4}, {"seed": 2}, {"solver": "levels"}])
def test_only_runs_of_the_same_seed_time_and_threads_are_compared(change: dict[str, Any]) -> None:
    assert list(pairs([run(**{"seed": 1} | change)], [run()], "ours")) == []


def written(folder: Path, runs: list[Run]) -> str:
    file = ResultFile(folder, "own", MACHINE)
    for one in runs:
        file.add(one)
    return str(file.path)


def test_the_command_prints_both_and_says_what_is_worse(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = written(tmp_path, [run(), run("week"), run("year")])
    after = written(tmp_path, [run(values=levels(0, 0, 0, 70), cpu_seconds=7.0), run("week")])
    assert main([before, after]) == 1
    told = capsys.readouterr().out
    assert "instances whose median is worse = 1 (0); quarter at 60 s" in told
    assert "only in the file before: year, seed 1, 60 s, 2 workers" in told
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in told.splitlines()]
    assert lines[2][:6] == ["quarter", "1", "before", "2.0 / 2.0", "10.0 / 10.0", "- / -"]
    assert lines[3][:6] == ["", "", "after", "2.0 / 2.0", "10.0 / 10.0", "7.0 / 7.0"]
    assert lines[3][-1] == "worse"
    assert main([before, before]) == 0


def test_files_that_share_nothing_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main([written(tmp_path, [run()]), written(tmp_path, [run(seed=2)])])

"""The figures of speed in the README are those of the results that lie beside the benchmarks."""

from __future__ import annotations

import re

import pytest

from benchmarks.records import Run, read
from benchmarks.table import short
from tests.docs.pages import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
SPEED = README.split("## How fast it is")[1].split("\n## ")[0]
WORDS = " ".join(SPEED.split())
KINDS = {
    "quarter: 18 municipalities, 80 agents, 504 seats": "quarter",
    "few agents, much absence": "tight",
    "too few competences: quotas can't be met": "short",
    "municipalities may share a shift": "mixed",
}
SOLVERS = {
    "**Fællesvagt**": "ours",
    "CP-SAT, level by level": "levels",
    "CP-SAT, one weighted sum": "weighted",
    "HiGHS, level by level": "highs",
}


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def rows() -> list[list[str]]:
    """Return the lines of the table, each with its kind of plan."""
    found, kind = [], ""
    for line in re.findall(r"^\| .*\|$", SPEED, re.MULTILINE)[2:]:
        first, *rest = cells(line)
        kind = first or kind
        found.append([kind, *rest])
    return found


def runs(solver: str, *names: str) -> list[Run]:
    found = (run for name in names for run in read(ROOT / f"benchmarks/results/{name}.json").runs)
    return [run for run in found if run.solver == solver]


def test_the_table_has_a_line_for_each_kind_and_ours_is_the_first_of_each() -> None:
    assert {row[0] for row in rows()} == set(KINDS)
    assert all(any(row[:2] == [kind, "**Fællesvagt**"] for row in rows()) for kind in KINDS)


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{KINDS[row[0]]}-{SOLVERS[row[1]]}")
def test_a_line_of_the_table_is_the_median_of_the_runs(row: list[str]) -> None:
    kind, measured = "", {}
    for line in short(read(ROOT / "benchmarks/results/2026-11-25-quarter.json")).splitlines():
        told = cells(line)
        kind = told[0] or kind
        measured[kind, told[1]] = [*told[3:6], told[-1]]
    assert row[2:] == measured[KINDS[row[0]], SOLVERS[row[1]]]


def test_what_is_said_of_a_year_is_what_was_measured() -> None:
    year = ("2026-11-25-large", "2026-11-25-year", "2026-11-25-year-more")
    ours = [run for run in runs("ours", *year) if run.instance == "year"]
    assert {run.seed for run in ours} == {1, 2, 3, 4, 5}
    assert max(run.first_levels or 999 for run in ours) < 2
    assert max(run.quality_gap or 0 for run in ours) < 0.01
    levels = [run for run in runs("levels", *year[1::-1]) if run.instance == "year"]
    firsts = " and ".join(f"{run.first_levels:.0f}" for run in levels)
    theirs = " and ".join(f"{run.values['quality']:,}" for run in levels)
    mine = " and ".join(f"{run.values['quality']:,}" for run in sorted(ours, key=_day) if run.seed == 1)
    assert f"needs {firsts} s for the first three; at quality it ended at {theirs}" in WORDS
    assert f"where we ended at {mine}" in WORDS


def _day(run: Run) -> int:
    """Return the order in which the README tells of the two runs of the first seed."""
    return run.values["quality"]


def test_what_is_said_of_the_nation_is_what_was_measured() -> None:
    ours = runs("ours", "2026-11-25-nation")
    assert len(ours) == 3
    assert min(run.seconds or 0 for run in ours) >= 600
    assert max(run.first_levels or 999 for run in ours) < 2
    assert max(run.quality_gap or 1 for run in ours) < 0.05
    (theirs,) = (run for run in runs("levels", "2026-11-25-large") if run.instance == "nation")
    assert theirs.values["quota"] > 10_000


def test_what_is_said_of_illnesses_is_what_was_measured() -> None:
    told = (ROOT / "benchmarks/results/2026-11-29-repair.md").read_text(encoding="utf-8")
    figures = dict(re.findall(r"^    (.*) = ([\d.]+)", told, re.MULTILINE))
    assert f"half of the {figures['repairs']} rosters" in WORDS
    middle, worst = (f"{float(figures[name]):.1f}" for name in ("median seconds", "worst seconds"))
    assert f"were mended in {middle} s and the slowest in {worst} s" in WORDS
    assert figures["changes not proven to be needed"] == "0"

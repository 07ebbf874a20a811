"""Tables: every run in a row, medians in the short one, failures in words."""

from __future__ import annotations

import pytest

from benchmarks.records import Results
from benchmarks.table import short, table, worst, written
from tests.benchmarks.runs import MACHINE, levels, run

RUNS = [
    run(),
    run(solver="levels", bounds=levels(0, 0, 0, 32), optimal=None),
    run(seed=2, values=levels(0, 0, 0, 80), bounds=levels(0, 0, 0, 80), optimal=30.0),
    run(seed=2, solver="levels", failed="a | b", values={}, bounds={}, trace=()),
]


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_the_page_says_machine_runs_and_figures() -> None:
    page = written(Results(MACHINE, RUNS))
    assert "2 cores of A processor, 16 GB, Linux, load 0.5 at the start; Python 3.11.7, ortools 9.15." in page
    assert "quarter.optimal_s.median = 20 (5) missed" in page
    rows = [cells(line) for line in page.splitlines() if line.startswith("| quarter")]
    assert rows[0] == [
        "quarter",
        "1",
        "ours",
        "1.0",
        "2.0",
        "10.0",
        "10.0",
        "-",
        *["0 (0)"] * 3,
        "64 (64)",
        "0.0 %",
        "400",
    ]
    assert rows[1][5] == "-"
    assert rows[1][11:13] == ["64 (32)", "50.0 %"]
    assert rows[3][-1] == "failed: a / b"


def test_all_lines_of_a_table_are_as_long() -> None:
    for part in written(Results(MACHINE, RUNS)).split("\n\n"):
        assert len({len(line) for line in part.splitlines() if line.startswith("|")}) <= 1


def test_the_short_table_has_a_line_for_each_instance_and_solver() -> None:
    _, _, ours, levels_ = (cells(line) for line in short(Results(MACHINE, RUNS)).splitlines())
    assert ours[:6] == ["quarter", "ours", "2", "1.0", "2.0", "20.0"]
    assert ours[9] == "64 (64)"  # of two the better one
    assert levels_[:6] == ["", "levels", "1 of 2", "1.0", "2.0", "-"]


def test_the_worst_seed_stands_beside_the_median() -> None:
    ours = cells(worst(Results(MACHINE, RUNS)).splitlines()[2])
    assert ours == ["quarter", "ours", "2", "1.0", "2.0", "30.0", "0.0 %", "400"]
    never = cells(worst(Results(MACHINE, [run(), run(seed=2, optimal=None)])).splitlines()[2])
    assert never[5] == "-"


def test_seconds_of_the_processor_have_a_column_where_some_run_knows_them() -> None:
    known = Results(MACHINE, [run(cpu_seconds=12.0), run(seed=2, cpu_seconds=15.0)])
    for told, seconds in ((short(known), "13.5"), (worst(known), "15.0")):
        header, _, row = map(cells, told.splitlines())
        assert row[header.index("CPU s")] == seconds
    assert "CPU s" not in short(Results(MACHINE, RUNS))


@pytest.mark.parametrize(("header", "rule"), [("instance", "| -------- |"), ("seconds", "| ------: |")])
def test_words_stand_left_and_figures_right(header: str, rule: str) -> None:
    assert list(table([header], [["1"]]))[1] == rule

"""Figures against their aims, on both sides, and what is as bad as can be."""

from __future__ import annotations

from math import inf

import pytest

from benchmarks.figures import AIMS, FIGURES, Figure, figures
from benchmarks.plans import KINDS
from benchmarks.records import Run
from tests.benchmarks.runs import levels, run


def told(*runs: Run) -> dict[str, Figure]:
    return {figure.name: figure for figure in figures(runs)}


def test_median_and_worst_stand_beside_their_aims() -> None:
    found = told(*(run(seed=seed, optimal=seconds) for seed, seconds in enumerate((4.0, 5.0, 15.5))))
    assert found["quarter.optimal_s.median"] == Figure("quarter.optimal_s.median", 5.0, 5)
    assert found["quarter.optimal_s.median"].met
    assert found["quarter.optimal_s.worst"] == Figure("quarter.optimal_s.worst", 15.5, 15)
    assert not found["quarter.optimal_s.worst"].met
    assert str(found["quarter.optimal_s.median"]) == "quarter.optimal_s.median = 5 (5)"
    assert str(found["quarter.optimal_s.worst"]) == "quarter.optimal_s.worst = 15.5 (15) missed"


def test_what_was_not_reached_is_never() -> None:
    found = told(run(full=None, optimal=None, first_levels=None, bounds=levels(0, 0, 0, 0)))
    for name in ("full_s", "levels_1_to_3_s", "optimal_s"):
        assert str(found[f"quarter.{name}.median"]).startswith(f"quarter.{name}.median = never (")
        assert not found[f"quarter.{name}.worst"].met


def test_a_roster_can_not_be_full_where_seats_are_proven_to_stay_empty() -> None:
    found = told(run("short", full=None, values=levels(2, 0, 0, 9), bounds=levels(2, 0, 0, 9)))
    assert "short.full_s.median" not in found
    assert "short.optimal_s.median" in found


def test_a_failed_run_is_as_bad_as_can_be() -> None:
    found = told(run(seed=1), run(seed=2, failed="killed", values={}, bounds={}))
    assert found["quarter.peak_mb.worst"].value == inf
    assert not found["quarter.peak_mb.worst"].met


def test_the_gap_at_a_time_is_that_of_the_last_step_before_it() -> None:
    trace = [[0.1, "coverage", 3, 0], [2.0, "quality", 100, 80], [61.0, "quality", 90, 89]]
    late = run(
        "federation",
        limit=300.0,
        seconds=300.0,
        values=levels(0, 0, 0, 90),
        bounds=levels(0, 0, 0, 90),
        trace=trace,
    )
    found = told(late)
    assert found["federation.gap_at_60_s_percent.median"].value == 20
    assert not found["federation.gap_at_60_s_percent.median"].met
    assert found["federation.gap_at_300_s_percent.median"].value == 0
    assert "federation.gap_at_300_s_percent.median" not in told(run("federation", limit=60.0))


def test_a_gap_is_never_known_before_the_first_levels_are() -> None:
    late = run("federation", first_levels=70.0, limit=300.0, seconds=300.0)
    assert told(late)["federation.gap_at_60_s_percent.worst"].value == inf


def test_seconds_of_the_processor_are_told_where_they_are_known() -> None:
    assert "quarter.cpu_s.median" not in told(run())
    found = told(run(cpu_seconds=3.0), run(seed=2, cpu_seconds=9.0))
    assert (found["quarter.cpu_s.median"].value, found["quarter.cpu_s.worst"].value) == (6.0, 9.0)


@pytest.mark.parametrize(
    ("peer", "worse"),
    [
        (run(solver="levels"), 0),
        (run(solver="levels", values=levels(0, 0, 0, 63)), 1),
        (run(solver="levels", values=levels(0, 0, 0, 65)), 0),
        (run(solver="levels", values=levels(0, 1, 0, 3)), 0),
        (run(solver="levels", failed="killed", values={}, bounds={}), 0),
    ],
)
def test_ours_is_never_worse_than_level_by_level(peer: Run, worse: int) -> None:
    figure = told(run(), peer)["quarter.worse_than_levels"]
    assert figure == Figure("quarter.worse_than_levels", worse, 0)
    assert figure.met == (not worse)


def test_a_failure_of_ours_is_worse_than_any_score() -> None:
    found = told(run(failed="killed", values={}, bounds={}), run(solver="levels"))
    assert found["quarter.worse_than_levels"].value == 1


def test_an_instance_without_an_aim_says_so() -> None:
    assert str(told(run("week"))["week.peak_mb.worst"]) == "week.peak_mb.worst = 400 (no target)"


def test_aims_are_of_known_kinds_and_figures() -> None:
    assert set(AIMS) <= set(KINDS)
    assert {name for aims in AIMS.values() for name in aims} <= set(FIGURES)

"""Charts: all that was run is drawn, the same bytes each time, and nothing that was not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.charts import convergence, drawn
from benchmarks.plans import FAMILIES
from benchmarks.records import Run
from tests.benchmarks.runs import levels, run

FAILED = run(solver="highs", failed="killed", values={}, bounds={}, trace=(), full=None, peak_mb=None)


def test_the_same_runs_give_the_same_bytes(tmp_path: Path) -> None:
    runs = [run(), run(solver="levels"), FAILED, run("week")]
    first, second = (drawn(runs, tmp_path / name) for name in ("a", "b"))
    assert [path.name for path in first] == ["quarter.svg", "week.svg"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_nothing_is_drawn_of_failures_alone(tmp_path: Path) -> None:
    assert drawn([FAILED], tmp_path) == []


def test_a_panel_for_each_level_that_took_time() -> None:
    figure = convergence([run(), run(solver="levels", trace=[[1.0, "quota", 4, 0]])])
    assert [axes.get_ylabel() for axes in figure.axes] == ["coverage", "quota", "quality"]


@pytest.mark.parametrize(("values", "strength"), [(levels(0, 0, 0, 50), 1.0), (levels(0, 0, 1, 50), 0.3)])
def test_quality_is_faint_where_an_earlier_level_is_worse(values: dict[str, int], strength: float) -> None:
    quality = convergence([run(), run(solver="levels", values=values)]).axes[-1]
    ours, peer = (
        {line.get_alpha() for line in quality.lines[:3]},
        {line.get_alpha() for line in quality.lines[3:]},
    )
    assert (ours, peer) == ({1.0}, {strength})


def test_a_level_closed_in_one_go_is_drawn_from_when_it_was_closed() -> None:
    peer = run(solver="levels", trace=[[1.0, "quota", 4, 0]])
    quota = convergence([run(first_levels=0.5, seconds=9.0, trace=()), peer]).axes[0]
    assert np.array_equal(quota.lines[0].get_xdata(), [0.5, 9.0])
    open_to_the_end = run(first_levels=None, bounds=levels(0, 0, 0, 0), values=levels(0, 0, 3, 0), trace=())
    quota = convergence([open_to_the_end, peer]).axes[0]
    assert np.size(quota.lines[0].get_xdata()) == 1


def test_the_caption_says_how_long_the_processor_worked(tmp_path: Path) -> None:
    (chart,) = drawn([run(cpu_seconds=12.0), run(solver="levels", cpu_seconds=60.4)], tmp_path / "known")
    assert "seconds of the processor: ours 12, levels 60" in chart.read_text(encoding="utf-8")
    (chart,) = drawn([run()], tmp_path / "unknown")
    assert "of the processor" not in chart.read_text(encoding="utf-8")


def test_only_the_first_seed_is_drawn(tmp_path: Path) -> None:
    (chart,) = drawn([run(seed=3), run(seed=2)], tmp_path)
    assert "quarter, seed 2," in chart.read_text(encoding="utf-8")


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_of_two_sizes_has_a_growth_chart(family: str, tmp_path: Path) -> None:
    one, two, *_ = FAMILIES[family].values()
    late = run(two, full=None, first_levels=None, optimal=None, bounds=levels(0, 0, 0, 0))
    runs: list[Run] = [run(one), late]
    names = [path.name for path in drawn(runs, tmp_path)]
    assert f"growth-{family}.svg" in names
    assert f"growth-{family}.svg" not in [path.name for path in drawn(runs[:1], tmp_path)]

"""Designed shifts: weeks of 53 posts, each level proven or not, and how long each stage takes.

``python -m benchmarks.design [--grids 30 15] [--weeks 10] [--workers 2] [--time-limit 60]``

The weeks are the sample's, with calls that differ by up to a tenth from interval to interval (seeded). Every
run is a line of JSON on standard output; the last lines are the median and the worst of each grid.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from solver.design import design
from wfm.design.plan import DesignPlan
from wfm.design.shift_rule import Need
from wfm.tables.design_reading import read_design

SAMPLE = Path(__file__).parents[1] / "sample_data" / "koebenhavn"


def sample_week(grid: int, seed: int) -> DesignPlan:
    """Return the sample's week on a grid; seed 0 is the week itself, others have other calls."""
    plan = read_design(SAMPLE).plan
    chance = Random(seed)
    need = tuple(
        Need(
            row.day,
            row.start,
            max(1, round(row.agents * (0.9 + 0.2 * chance.random()))) if seed else row.agents,
        )
        for row in plan.need
    )
    return replace(plan, hotline=replace(plan.hotline, shift_minutes=grid), need=need)


def measure(grid: int, seed: int, workers: int, time_limit: float) -> dict[str, Any]:
    """Return what one week came to."""
    began, before = time.monotonic(), time.process_time()
    plan = sample_week(grid, seed)
    found = design(plan, time_limit=time_limit, workers=workers, seed=1)
    return {
        "grid": grid,
        "week": seed,
        "status": str(found.status),
        "levels": {level: [found.values[level], found.bounds[level]] for level in found.values},
        "stages": {stage: round(seconds, 2) for stage, seconds in found.stages.items()},
        "seconds": round(time.monotonic() - began, 2),
        "cpu_seconds": round(time.process_time() - before, 2),
        "findings": [one.rule for one in found.findings],
    }


def main() -> int:
    """Run the weeks and print what they came to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--grids", type=int, nargs="+", default=[30, 15])
    parser.add_argument("--weeks", type=int, default=10)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--time-limit", type=float, default=60)
    options = parser.parse_args()
    for grid in options.grids:
        runs = [measure(grid, seed, options.workers, options.time_limit) for seed in range(options.weeks)]
        for run in runs:
            print(json.dumps(run))
        figures = {
            stage: {"median": median(times), "worst": max(times)}
            for stage in ("design", "names")
            for times in [[run["stages"][stage] for run in runs]]
        }
        proven = sum(run["status"] == "OPTIMAL" for run in runs)
        print(json.dumps({"grid": grid, "weeks": len(runs), "proven": proven, **figures}))
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

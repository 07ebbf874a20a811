"""Runs as a result file holds them."""

from __future__ import annotations

from typing import Any

from benchmarks.records import Run
from wfm.finding import SCORED


def run(instance: str = "quarter", seed: int = 1, solver: str = "ours", **changes: Any) -> Run:
    """Return a run that proved all in ten seconds, but for what is changed."""
    values = dict(zip(map(str, SCORED), (0, 0, 0, 64), strict=True))
    usual: dict[str, Any] = {
        "limit": 60.0,
        "workers": 2,
        "load": 0.5,
        "status": "OPTIMAL",
        "seconds": 10.0,
        "values": values,
        "bounds": values,
        "full": 1.0,
        "first_levels": 2.0,
        "optimal": 10.0,
        "peak_mb": 400.0,
        "trace": [[0.1, "coverage", 3, 0], [2.0, "quality", 90, 10], [10.0, "quality", 64, 64]],
    }
    return Run(instance, seed, solver, **usual | changes)


def levels(*values: int) -> dict[str, int]:
    """Return values or bounds by level."""
    return dict(zip(map(str, SCORED), values, strict=True))


MACHINE = {
    "began": "2026-01-05T08:00:00+00:00",
    "system": "Linux",
    "cores": 2,
    "cpu": "A processor",
    "memory_mb": 16000,
    "load": 0.5,
    "python": "3.11.7",
    "versions": {"ortools": "9.15"},
    "commit": "abc",
}

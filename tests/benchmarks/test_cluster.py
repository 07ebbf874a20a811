"""A benchmark's own cluster starts, is used by a client, and goes away."""

from __future__ import annotations

from benchmarks.cluster import solve
from benchmarks.plans import week
from wfm.finding import SCORED


def test_a_run_on_it_is_measured_like_any_other() -> None:
    outcome = solve(week(1), 2.0, 1, 1)
    assert set(outcome.values) == set(SCORED)
    assert outcome.trace.steps

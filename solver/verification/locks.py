"""Whether a plan has a roster at all: what its locks demand is measured, without a solver."""

from __future__ import annotations

from solver.heuristics.greedy import pin_locks
from wfm.baseline import Baseline
from wfm.plan import Plan
from wfm.score import measure


def has_roster(plan: Plan, baseline: Baseline | None = None) -> bool:
    """Tell whether the locks can be kept: every other hard rule is kept by fewer assignments."""
    return not measure(plan, pin_locks(plan, baseline), baseline).breaches

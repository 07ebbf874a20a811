"""One run in a process of its own: an instance, a seed, a solver; its outcome is written as JSON.

::

    python -m benchmarks.one INSTANCE SEED SOLVER SECONDS WORKERS FILE

Memory is measured of this process, so nothing is imported that the solver does not need.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

import wfm
from benchmarks.memory import children_peak, own_peak
from benchmarks.plans import KINDS
from benchmarks.processor import cpu_seconds
from benchmarks.trace import Outcome
from wfm.finding import SCORED
from wfm.plan import Plan

SOLVERS: dict[str, str] = {
    "ours": "benchmarks.ours",
    "weighted": "benchmarks.peers.weighted",
    "levels": "benchmarks.peers.levels",
    "highs": "benchmarks.peers.highs",
}
"""Modules by name; each has ``solve(plan, seconds, workers, seed)``."""

ALL = SOLVERS | {"cluster": "benchmarks.cluster"}
"""With the one that is run only where it is asked for: it needs the package `distributed`."""


def instance(name: str, seed: int) -> Plan:
    """Return a generated plan, or one that is read from a folder or workbook."""
    return KINDS[name](seed) if name in KINDS else wfm.load_plan(name)


def solved(name: str, plan: Plan, seconds: float, workers: int, seed: int) -> Outcome:
    """Let a solver solve a plan."""
    outcome = import_module(ALL[name]).solve(plan, seconds, workers, seed)
    assert isinstance(outcome, Outcome)
    return outcome


def as_json(outcome: Outcome) -> dict[str, object]:
    """Return what is kept of an outcome; times with a precision of a millisecond."""
    trace = outcome.trace
    return {
        "status": "OPTIMAL" if outcome.optimal else "FEASIBLE",
        "seconds": _rounded(outcome.seconds),
        "values": {str(level): outcome.values[level] for level in SCORED},
        "bounds": {str(level): outcome.bounds[level] for level in SCORED},
        "proofs": dict(outcome.proofs),
        "full": _rounded(trace.full_at),
        "first_levels": _rounded(outcome.proven_at(*SCORED[:-1])),
        "optimal": _rounded(outcome.proven_at(*SCORED)),
        "trace": [[_rounded(step.seconds), str(step.level), step.value, step.bound] for step in trace.steps],
    }


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)


def main(arguments: list[str]) -> None:
    """Run, and write the outcome."""
    name, seed, solver, seconds, workers, file = arguments
    plan = instance(name, int(seed))
    before = cpu_seconds()
    outcome = solved(solver, plan, float(seconds), int(workers), int(seed))
    measured = {
        "cpu_seconds": round(cpu_seconds() - before, 2),
        "own_peak": own_peak(),
        "children_peak": children_peak(),
    }
    answer = as_json(outcome) | measured
    Path(file).write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

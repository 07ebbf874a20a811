"""Our search, by its public face."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass

import solver
import wfm
from benchmarks.trace import Outcome, Trace
from solver.progress import Progress
from solver.search.distributed_lns import Cluster
from wfm.finding import SCORED, Level
from wfm.plan import Plan
from wfm.result import Result


def solve(plan: Plan, seconds: float, workers: int, seed: int, cluster: Cluster | None = None) -> Outcome:
    """Solve a plan, with the help of a cluster or without.

    Raises
    ------
    ValueError
        Where the plan has no roster, or the score is not what `wfm.measure` says.
    """
    trace = Trace()

    def note(step: Progress) -> None:
        trace.note(step.level, step.value, step.bound, step.seconds)
        trace.prove(*SCORED[: SCORED.index(step.level)], seconds=step.seconds)
        if step.gap == 0:
            trace.prove(step.level, seconds=step.seconds)
        if step.level is Level.COVERAGE and step.value == 0:
            trace.full(step.seconds)

    result = solver.solve(plan, seconds, workers, seed, progress=note, cluster=cluster)
    if result.roster is None or result.score is None:
        raise ValueError(f"{result.status}: {len(result.conflict.reasons) if result.conflict else 0} reasons")
    score = wfm.measure(plan, result.roster)
    if score.values != result.score.values or score.breaches:
        raise ValueError(f"measured {dict(score.values)}, told {dict(result.score.values)}")
    trace.full_at = _full_at(trace, result) if score.coverage == 0 else None
    return Outcome(dict(score.values), dict(result.bounds), trace, result.seconds, told_proofs(result))


def _full_at(trace: Trace, result: Result) -> float:
    """Return when no seat was empty any more: progress at a later level says so as well."""
    known = (trace.full_at, trace.proven.get(Level.COVERAGE))
    return min((at for at in known if at is not None), default=result.seconds)


def told_proofs(result: object) -> Mapping[str, object]:
    """Return by level how the result says that its bound was proven; empty where it does not say."""
    proofs = getattr(result, "proofs", None) or {}
    return {str(level): _plain(proof) for level, proof in proofs.items()}


def _plain(proof: object) -> object:
    if is_dataclass(proof):
        parts = {field.name: getattr(proof, field.name) for field in fields(proof)}
        return {name: str(part) for name, part in parts.items() if part not in (None, "")}
    return str(proof)

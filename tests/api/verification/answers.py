"""Answers of tiny plans in folders of their own, and ways to spoil them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

import solver
from api.outputs.folder import write_outputs
from api.verification.checking import verify
from solver.search import levels
from tests.solver.verification.questions import fortnight
from wfm.baseline import Baseline
from wfm.plan import Plan
from wfm.result import Result
from wfm.verification import ClaimState, Verification


def certified_answer() -> tuple[Plan, Result]:
    """Return an answer whose quality is proven by a certificate, as big plans have it."""
    plan = fortnight()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(levels, "SMALL", 0)
        result = solver.solve(plan, workers=2)
    assert result.certificates
    return plan, result


def written(plan: Plan, folder: Path, baseline: Baseline | None = None) -> Result:
    """Solve a plan into a folder."""
    result = solver.solve(plan, workers=1, baseline=baseline)
    write_outputs(plan, result, folder)
    return result


def spoiled(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change a JSON document."""
    document = json.loads(path.read_bytes())
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")


def states(plan: Plan, folder: Path, time_limit: float = 20, **options: Any) -> Mapping[str, ClaimState]:
    """Verify a folder; return the claims that are not confirmed, by subject."""
    return not_confirmed(verify(plan, folder, time_limit, 1, **options))


def not_confirmed(found: Verification) -> Mapping[str, ClaimState]:
    return {claim.subject: claim.state for claim in found.claims if claim.state is not ClaimState.CONFIRMED}

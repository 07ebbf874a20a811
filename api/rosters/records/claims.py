"""What a solve claims of a roster, without anybody's name: all of a report that cannot be measured anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import wfm
from api.access.ids import PersonId
from api.publication.proofs import proof_record
from api.publication.publication import Report
from api.publication.report import report_from
from api.texts.translator import translator
from wfm.baseline import Baseline
from wfm.finding import Level
from wfm.ids import AgentId, ShiftId
from wfm.plan import Plan
from wfm.roster import Roster

Claims = Mapping[str, Any]


def claims_of(report: Report, person_of: Mapping[AgentId, PersonId]) -> Claims:
    """Return what a report claims; a roster that was mended stands under random ids."""
    return {
        "score": {level.value: _level(report, level) for level in report.bounds},
        "seconds": report.seconds,
        "workers": report.workers,
        "seed": report.seed,
        "interrupted": report.interrupted,
        "plan_sha256": report.plan_sha256,
        "versions": dict(report.versions),
        "baseline": _baseline(report, person_of),
    }


def report_of_claims(
    claims: Claims, plan: Plan, roster: Roster, agent_of: Mapping[PersonId, AgentId]
) -> Report:
    """Return the report: the roster is measured anew, the claims are taken as they stand.

    Raises
    ------
    InputError
        Where a bound is refuted by the roster.
    """
    baseline = _baseline_from(claims["baseline"], agent_of)
    return report_from(claims, wfm.measure(plan, roster, baseline), baseline)


def _level(report: Report, level: Level) -> Mapping[str, Any]:
    proof = proof_record(report.proofs.get(level), translator("en"))
    plain = None if proof is None else {key: value for key, value in proof.items() if key != "sentence"}
    return {"bound": report.bounds[level], "proof": plain}


def _baseline(report: Report, person_of: Mapping[AgentId, PersonId]) -> Mapping[str, Any] | None:
    if report.baseline is None:
        return None
    before, roster = report.baseline.freeze_before, report.baseline.roster
    return {
        "sha256": report.baseline_sha256,
        "freeze_before": None if before is None else before.isoformat(),
        "roster": {
            shift: [person_of[agent] for agent in agents] for shift, agents in roster.agents_on.items()
        },
    }


def _baseline_from(said: Mapping[str, Any] | None, agent_of: Mapping[PersonId, AgentId]) -> Baseline | None:
    if said is None:
        return None
    before = said["freeze_before"]
    roster = Roster(
        {
            ShiftId(shift): tuple(agent_of[person] for person in persons)
            for shift, persons in said["roster"].items()
        }
    )
    return Baseline(roster, None if before is None else date.fromisoformat(before))

"""Reports of rosters that no solve has found: measured, with the bounds that still hold of them."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from api.publication.baseline_file import baseline_sha256
from api.publication.publication import Report
from api.publication.report import package_versions
from wfm.baseline import Baseline
from wfm.finding import Level
from wfm.plan import Plan
from wfm.proof import ZERO
from wfm.result import Status
from wfm.roster import Roster
from wfm.score import Score, measure


def unproven_report(plan: Plan, roster: Roster, plan_sha256: str, baseline: Baseline | None = None) -> Report:
    """Return the report of a roster of which nobody claims anything: no level lies below 0.

    Parameters
    ----------
    plan, roster
        What it is a roster of, and who sits where.
    plan_sha256
        Of the plan as it was imported.
    baseline
        What the roster is to stay close to, if anything.
    """
    score = measure(plan, roster, baseline)
    bounds = dict.fromkeys(score.levels, 0)
    return Report(
        status=_status(score, bounds),
        score=score,
        bounds=MappingProxyType(bounds),
        conflict=None,
        seconds=0.0,
        workers=0,
        seed=0,
        plan_sha256=plan_sha256,
        versions=MappingProxyType(package_versions()),
        proofs=MappingProxyType(dict.fromkeys(score.levels, ZERO)),
        baseline=baseline,
        baseline_sha256="" if baseline is None else baseline_sha256(plan, baseline),
    )


def carry_report(report: Report, plan: Plan, roster: Roster) -> Report:
    """Return a report for another roster of the very same plan: what was proven of the plan still holds.

    A level's bound was proven of rosters that are the best possible at every earlier level. Where this one
    is not, it can lie below that bound, so of the levels after it nothing is claimed.
    """
    score = measure(plan, roster, report.baseline)
    bounds, proofs = dict.fromkeys(score.levels, 0), dict.fromkeys(score.levels, ZERO)
    for level in score.levels:
        if score[level] < report.bounds[level]:  # what was told of it was not so
            break
        bounds[level], proofs[level] = report.bounds[level], report.proofs.get(level, ZERO)
        if score[level] > bounds[level]:
            break
    return replace(
        report,
        seconds=0.0,  # no search found this roster, so none's time, threads and seed are told of it
        workers=0,
        seed=0,
        status=_status(score, bounds),
        score=score,
        bounds=MappingProxyType(bounds),
        proofs=MappingProxyType(proofs),
    )


def _status(score: Score, bounds: dict[Level, int]) -> Status:
    return Status.OPTIMAL if bounds == dict(score.values) else Status.FEASIBLE

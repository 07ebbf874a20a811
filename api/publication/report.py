"""The report of a solve: made from a result, written as ``report.json``, and read back.

A parameter of a finding that is itself a message is written with its key, its own parameters and its
sentence, as a finding is: a program has something stable to hold on to, a person something to read.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import MappingProxyType
from typing import Any

import wfm
from api.publication.baseline_file import baseline_sha256, read_baseline
from api.publication.proofs import proof_of, proof_record
from api.publication.publication import Report
from api.publication.repair_file import availability_row, read_absences_of_repair
from api.texts.translator import Translator
from wfm.absence import without
from wfm.baseline import Baseline
from wfm.canonical import plan_sha256
from wfm.errors import Fault, InputError
from wfm.finding import Finding, Level
from wfm.message import Message, Param, Plural, Text
from wfm.plan import Plan
from wfm.proof import Proof
from wfm.result import Conflict, Result, Status
from wfm.roster import Roster
from wfm.score import Score

REPORT_FILE, ROSTER_FILE = "report.json", "roster.csv"
WHOLE_REPORT = Text("report.whole", "a report as solve writes it")
SAME_PLAN = Text(
    "report.same_plan",
    "the report of this plan, {sha256}; the plan has changed since it was solved, so solve it again",
)
WITH_ABSENCES = Plural(
    "report.with_absences",
    "the plan for which the roster was mended: add this row to availability.csv: {rows}",
    "the plan for which the roster was mended: add these rows to availability.csv: {rows}",
)
ROSTER_WRITTEN = Text(
    "report.roster_written", "the report of a roster; this plan was found to have none, so mend it and solve"
)
TRUE_BOUND = Text(
    "report.true_bound", "a proven bound of at most {value:number}, which this roster reaches; solve again"
)
SHOWN = 200
_PACKAGES = ("faellesvagt", "ortools", "holidays", "tzdata")
"""Those whose version can change a roster."""


def report_of(plan: Plan, result: Result) -> Report:
    """Return what a result claims of a plan."""
    return Report(
        status=result.status,
        score=result.score,
        bounds=MappingProxyType(dict(result.bounds)),
        conflict=result.conflict,
        seconds=result.seconds,
        workers=result.workers,
        seed=result.seed,
        plan_sha256=plan_sha256(plan),
        versions=MappingProxyType(package_versions()),
        proofs=MappingProxyType(dict(result.proofs)),
        interrupted=result.interrupted,
        baseline=result.baseline,
        baseline_sha256="" if result.baseline is None else baseline_sha256(plan, result.baseline),
    )


def package_versions() -> dict[str, str]:
    """Return the versions of what can change a roster, by package."""
    found = {}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:  # an unpacked copy that was never installed
            found[package] = "unknown"
    return found | {"python": platform.python_version()}


# --- written ---------------------------------------------------------------------------------------


def report_json(report: Report, speak: Translator) -> dict[str, Any]:
    """Return the document that ``report.json`` holds; sentences in one language."""
    score = report.score
    document: dict[str, Any] = {
        "status": report.status.value,
        "score": {}
        if score is None
        else {level.value: _level(report, score, level, speak) for level in score.levels},
        "rules": [
            {
                "rule": rule.rule,
                "level": rule.level.value,
                "weight": rule.weight,
                "amount": rule.amount,
                "cost": rule.cost,
            }
            for rule in (score.rules if score else ())
        ],
        "findings": [_finding(finding, score, speak) for finding in score.findings] if score else [],
    }
    if report.conflict is not None:
        document |= _conflict(report.conflict, speak)
    if report.baseline is not None:
        before = report.baseline.freeze_before
        document["baseline"] = {
            "sha256": report.baseline_sha256,
            "freeze_before": before.isoformat() if before else None,
        }
    return document | {
        "seconds": round(report.seconds, 3),
        "workers": report.workers,
        "seed": report.seed,
        "interrupted": report.interrupted,
        "plan_sha256": report.plan_sha256,
        "versions": dict(report.versions),
    }


def _level(report: Report, score: Score, level: Level, speak: Translator) -> dict[str, Any]:
    return {
        "value": score[level],
        "bound": report.bounds[level],
        "proof": proof_record(report.proofs.get(level), speak),
    }


def _finding(finding: Finding, score: Score, speak: Translator) -> dict[str, Any]:
    found = {
        "rule": finding.rule,
        "subject": str(finding.subject),
        "amount": finding.amount,
        **_said(finding.message, speak, speak.sentence(finding.message)),
    }
    return found | {"forced": True} if finding in score.forced else found


def _conflict(conflict: Conflict, speak: Translator) -> dict[str, Any]:
    reasons = [
        {
            "contradiction": number,
            "rule": reason.rule,
            "subject": str(reason.subject),
            **_said(reason.message, speak, speak.sentence(reason.message)),
        }
        for number, contradiction in enumerate(conflict.contradictions, start=1)
        for reason in contradiction
    ]
    return {
        "conflict": [reason["sentence"] for reason in reasons],
        "conflict_reasons": reasons,
        "conflict_verified": conflict.verified,
        "conflict_minimal": conflict.minimal,
    }


def _said(message: Message, speak: Translator, sentence: str) -> dict[str, Any]:
    params = {name: _plain(value, speak) for name, value in message.params.items()}
    return {"key": message.key, "params": params, "sentence": sentence}


def _plain(value: Param, speak: Translator) -> Any:
    if isinstance(value, Message):
        return _said(value, speak, speak.say(value))
    return [_plain(item, speak) for item in value] if isinstance(value, tuple) else value


# --- read back -------------------------------------------------------------------------------------


def read_report(folder: Path, plan: Plan) -> Report:
    """Read the report of a folder in which a roster was written before.

    What can be measured is measured again, from ``roster.csv``; only what the search found out (bounds,
    seconds) is taken from the file. So a roster that was changed by hand is told as it now is.

    Raises
    ------
    InputError
        Where the report is damaged, is that of another plan, says that there is no roster, or claims a
        bound that the roster refutes.
    RosterError
        Where the roster is faulty.
    """
    document = _read(folder / REPORT_FILE)
    _refuse_plan_before_repair(folder, document, plan)
    refuse_other_plan(document, plan_sha256(plan))
    roster = wfm.load_roster(plan, folder / ROSTER_FILE)
    return check_report(document, plan, roster, read_baseline(folder, plan, document))


def _refuse_plan_before_repair(folder: Path, document: Mapping[str, Any], plan: Plan) -> None:
    """Refuse the report of a mended roster where the plan lacks only the rows for which it was mended."""
    absences = read_absences_of_repair(folder)
    if absences and document.get("plan_sha256") == plan_sha256(without(plan, absences)):
        rows = tuple(map(availability_row, absences))
        raise _fault("plan_sha256", "", WITH_ABSENCES(rows="; ".join(rows), n=len(rows)))


def check_report(
    document: Mapping[str, Any], plan: Plan, roster: Roster, baseline: Baseline | None
) -> Report:
    """Return what a document claims of a roster, which is measured here.

    Raises
    ------
    InputError
        Where the document is damaged, or claims a bound that the roster refutes.
    """
    try:
        return report_from(document, wfm.measure(plan, roster, baseline), baseline)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise _fault("", str(error)[:SHOWN], WHOLE_REPORT()) from error


def _read(path: Path) -> Mapping[str, Any]:
    try:
        document = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise _fault("", "", WHOLE_REPORT()) from None
    except (OSError, ValueError) as error:
        raise _fault("", str(error), WHOLE_REPORT()) from error
    if not isinstance(document, dict):
        raise _fault("", str(document)[:80], WHOLE_REPORT())
    return document


def refuse_other_plan(document: Mapping[str, Any], expected: str) -> None:
    """Refuse the report of another plan than that of a hash, or of one that has no roster.

    Raises
    ------
    InputError
        With what it is the report of.
    """
    found = document.get("plan_sha256")
    if found != expected:
        raise _fault("plan_sha256", str(found or "")[:SHOWN], SAME_PLAN(sha256=expected))
    if document.get("status") == Status.INFEASIBLE:
        raise _fault("status", Status.INFEASIBLE.value, ROSTER_WRITTEN())


def report_from(document: Mapping[str, Any], score: Score, baseline: Baseline | None) -> Report:
    """Return what a document claims of a roster that was measured anew.

    Raises
    ------
    InputError
        Where a bound is refuted by the score.
    KeyError, TypeError, ValueError, AttributeError
        Where the document is damaged.
    """
    bounds = _bounds(document["score"], score.values)
    proven = all(bounds[level] == value for level, value in score.values.items())
    return Report(
        status=Status.OPTIMAL if proven else Status.FEASIBLE,
        score=score,
        bounds=MappingProxyType(bounds),
        conflict=None,
        seconds=float(document["seconds"]),
        workers=int(document["workers"]),
        seed=int(document["seed"]),
        plan_sha256=str(document["plan_sha256"]),
        versions=MappingProxyType({str(k): str(v) for k, v in document["versions"].items()}),
        proofs=MappingProxyType(_proofs(document["score"], score.levels)),
        interrupted=bool(document.get("interrupted", False)),
        baseline=baseline,
        baseline_sha256="" if baseline is None else str(document["baseline"]["sha256"]),
    )


def _bounds(claimed: Mapping[str, Any], values: Mapping[Level, int]) -> dict[Level, int]:
    """Return the bounds claimed; where an earlier level is open, a later value may lie below its bound."""
    found: dict[Level, int] = {}
    for level, value in values.items():
        bound = int(claimed[level.value]["bound"])
        if value < bound and all(found[earlier] == values[earlier] for earlier in found):
            raise _fault(f"score.{level.value}", str(bound), TRUE_BOUND(value=value))
        found[level] = min(bound, value)
    return found


def _proofs(claimed: Mapping[str, Any], levels: Iterable[Level]) -> dict[Level, Proof]:
    found = {level: proof_of(claimed[level.value].get("proof")) for level in levels}
    return {level: proof for level, proof in found.items() if proof is not None}


def _fault(key: str, value: str, expected: Message) -> InputError:
    return InputError([Fault(REPORT_FILE, None, key, value, expected)])

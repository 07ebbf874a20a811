"""What lies in a folder of outputs, read as it stands: nothing of it is believed yet."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import wfm
from api.outputs.atomic_replace import at_rest
from api.outputs.failures import UNREADABLE, told
from api.outputs.folder import QUOTA_FILE
from api.publication.baseline_file import BASELINE_FILE, baseline_sha256
from api.publication.proof_file import PROOF_FILE, ProofFileError, read_certificates
from api.publication.repair_file import REPAIR_FILE
from api.publication.report import REPORT_FILE, ROSTER_FILE, WHOLE_REPORT
from wfm.absence import without
from wfm.baseline import Baseline
from wfm.canonical import plan_sha256
from wfm.certificate import Certificate
from wfm.errors import Fault, InputError
from wfm.finding import Level
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.tables.absences import read_absences


@dataclass(frozen=True)
class ProofCertificates:
    """What ``proof.json`` holds; all empty where there is no such file."""

    damaged: bool = False
    plan_sha256: str = ""
    by_level: Mapping[Level, Certificate] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class SolvedFolder:
    """An answer as it lies in its folder.

    Parameters
    ----------
    plan
        The question; with the absences of ``repair.json`` where the answer is about the plan with them.
    absences
        How many these are.
    report
        The document of ``report.json``.
    roster
        ``None`` where ``roster.csv`` is missing or faulty.
    faults
        Of ``roster.csv``.
    baseline
        The roster that this one was mended from; ``None`` where the report names none, or where it is not
        at hand.
    other_baseline
        Whether a file stands in its place that is another than the report names.
    quota
        The text of ``quota.csv``, if it is there.
    certificates
        Those of ``proof.json``.
    """

    plan: Plan
    absences: int
    report: Mapping[str, Any]
    roster: Roster | None
    faults: tuple[Fault, ...]
    baseline: Baseline | None
    other_baseline: bool
    quota: str | None
    certificates: ProofCertificates

    @property
    def mended(self) -> bool:
        """Whether the report names a roster that this one was mended from."""
        return self.report.get("baseline") is not None

    @property
    def lacks_baseline(self) -> bool:
        """Whether that roster is not at hand."""
        return self.mended and self.baseline is None


def read_solved_folder(plan: Plan, folder: Path, baseline: Path | None = None) -> SolvedFolder:
    """Read the outputs in a folder.

    Parameters
    ----------
    plan
        What they are said to answer.
    folder
        As ``wfm solve`` writes it.
    baseline
        The roster that this one was mended from, where it is not in the folder.

    Raises
    ------
    InputError
        Where there is no readable ``report.json``.
    OutputError
        Where the folder cannot be read.
    """
    with told(folder, UNREADABLE), at_rest(folder):
        report = _report(folder / REPORT_FILE)
        asked, absences = _asked(plan, report, folder / REPAIR_FILE)
        roster, faults = _roster(asked, folder / ROSTER_FILE)
        mended_from = baseline or folder / BASELINE_FILE
        found, other = _baseline(asked, report, mended_from)
        quota = folder / QUOTA_FILE
        return SolvedFolder(
            plan=asked,
            absences=absences,
            report=report,
            roster=roster,
            faults=faults,
            baseline=found,
            other_baseline=other,
            quota=quota.read_text(encoding="utf-8", errors="replace") if quota.exists() else None,
            certificates=_certificates(folder / PROOF_FILE),
        )


def _report(path: Path) -> Mapping[str, Any]:
    try:
        document = json.loads(path.read_bytes(), object_pairs_hook=_once)
    except (OSError, ValueError) as error:
        missing = isinstance(error, FileNotFoundError)
        raise InputError(
            [Fault(REPORT_FILE, None, "", "" if missing else str(error), WHOLE_REPORT())]
        ) from error
    if not isinstance(document, dict):
        raise InputError([Fault(REPORT_FILE, None, "", str(document)[:80], WHOLE_REPORT())])
    return document


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key that stands twice: a reader would see one value, and the program check another."""
    found = dict(pairs)
    if len(found) < len(pairs):
        times = Counter(key for key, _ in pairs)
        raise ValueError(", ".join(key for key in found if times[key] > 1))
    return found


def _asked(plan: Plan, report: Mapping[str, Any], path: Path) -> tuple[Plan, int]:
    """Return the plan that was solved: a repair solves it with absences that need not stand in it yet."""
    if report.get("plan_sha256") == plan_sha256(plan) or not path.exists():
        return plan, 0
    try:
        rows = json.loads(path.read_bytes())["absences"]
        texts = [f"{row['agent']}:{row['first_day']}:{row['last_day']}" for row in rows]
        absences = read_absences(plan, texts)
    except (OSError, InputError, KeyError, TypeError, ValueError):
        return plan, 0
    changed = without(plan, absences)
    same = report.get("plan_sha256") == plan_sha256(changed)
    return (changed, len(absences)) if same else (plan, 0)


def _roster(plan: Plan, path: Path) -> tuple[Roster | None, tuple[Fault, ...]]:
    try:
        return wfm.load_roster(plan, path), ()
    except InputError as error:
        return None, error.faults


def _baseline(plan: Plan, report: Mapping[str, Any], path: Path) -> tuple[Baseline | None, bool]:
    """Return what the roster was to stay close to, and whether another stands in its place."""
    said = report.get("baseline")
    if said is None or not path.exists():
        return None, False
    try:
        before = said["freeze_before"]
        day = None if before is None else date.fromisoformat(before)
        found = Baseline(wfm.load_roster(plan, path), day)
        if baseline_sha256(plan, found) == said["sha256"]:
            return found, False
    except (InputError, KeyError, TypeError, ValueError):
        pass
    return None, True


def _certificates(path: Path) -> ProofCertificates:
    try:
        sha256, by_level = read_certificates(path)
    except FileNotFoundError:
        return ProofCertificates()
    except ProofFileError:
        return ProofCertificates(damaged=True)
    return ProofCertificates(plan_sha256=sha256, by_level=by_level)

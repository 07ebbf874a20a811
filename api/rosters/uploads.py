"""A roster as it is sent: ``roster.csv``, and what a solve claims of it if one has found it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.publication.baseline_file import baseline_of
from api.publication.publication import Report
from api.publication.report import ROSTER_FILE, check_report, refuse_other_plan
from api.publication.unproven_report import unproven_report
from wfm.errors import Fault
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.tables.confined.reader import read_csv
from wfm.tables.roster_reading import roster_of


@dataclass(frozen=True)
class SentRoster:
    """A roster that was sent.

    Parameters
    ----------
    roster
        Content of ``roster.csv``.
    report
        Document of ``report.json``; ``None`` where nobody claims anything.
    baseline
        Content of the file of the roster from which it was mended; empty where it was not.
    """

    roster: bytes
    report: Mapping[str, Any] | None = None
    baseline: bytes = b""


@dataclass(frozen=True)
class CheckedRoster:
    """A roster that was sent, its report, and what of it was ignored or mended."""

    roster: Roster
    report: Report
    notices: tuple[Fault, ...]


def read_sent_roster(plan: Plan, sent: SentRoster, plan_sha256: str) -> CheckedRoster:
    """Read a roster and hold the claims against it.

    Parameters
    ----------
    plan, plan_sha256
        What it is said to be a roster of, and the hash of that plan when it was imported.
    sent
        As it came.

    Raises
    ------
    InputError
        With every fault of the roster; where the report is that of another plan, damaged, or refuted.
    """
    if sent.report is not None:
        refuse_other_plan(sent.report, plan_sha256)
    reading = roster_of(plan, ROSTER_FILE, sent.roster, read_csv)
    if sent.report is None:
        report = unproven_report(plan, reading.roster, plan_sha256)
    else:
        baseline = baseline_of(sent.baseline, plan, sent.report, read_csv)
        report = check_report(sent.report, plan, reading.roster, baseline)
    return CheckedRoster(reading.roster, report, reading.notices)

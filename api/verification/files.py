"""Claims about the files themselves: the plan, the roster, what it was mended from, the quota table."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from io import StringIO

from api.outputs.csv_tables import quota_text
from api.outputs.folder import QUOTA_FILE
from api.publication.baseline_file import BASELINE_FILE
from api.publication.report import ROSTER_FILE
from api.verification.solved_folder import (
    SolvedFolder,
)
from wfm.canonical import plan_sha256
from wfm.message import Message, Plural, Text
from wfm.score import Score
from wfm.verification import Claim, ClaimState

SHOWN = 3
"""Faults or breaches that are told; their number is told in any case."""

PLAN = Text("verify.plan", "the answer is about this plan")
SAME_PLAN = Text("verify.same_plan", "same fingerprint: {sha256}")
WITH_ABSENCES = Plural(
    "verify.with_absences",
    "same fingerprint with the absence of repair.json: {sha256}",
    "same fingerprint with the {n:number} absences of repair.json: {sha256}",
)
OTHER_PLAN = Text(
    "verify.other_plan",
    "the report is about a plan with the fingerprint {found}, this one has {sha256}: it is another plan or "
    "was changed; all else was checked against this one",
)
BASELINE = Text("verify.baseline", "the roster that was mended is at hand")
SAME_BASELINE = Text("verify.same_baseline", "same fingerprint")
OTHER_BASELINE = Text("verify.other_baseline", "{file} is another roster than the report names")
NO_BASELINE = Text("verify.no_baseline", "{file} is missing; name the roster with --from")
ROSTER = Text("verify.roster", "the roster can be read")
READ = Plural("verify.read", "{n:number} seat is filled", "{n:number} seats are filled")
FAULTY = Plural(
    "verify.faulty",
    "{n:number} fault in roster.csv: {faults:list}",
    "{n:number} faults in roster.csv: {faults:list}",
)
FAULT = Text("verify.fault", "row {row}, column {column}: “{value}”; expected: {expected}")
FAULT_OF_FILE = Text("verify.fault_of_file", "expected: {expected}")
HARD = Text("verify.hard", "every hard rule is kept")
MEASURED = Text("verify.measured", "measured again")
BROKEN = Plural(
    "verify.broken",
    "{n:number} breach of a hard rule: {breaches:list}",
    "{n:number} breaches of hard rules: {breaches:list}",
)
MAYBE_FORCED = Text(
    "verify.maybe_forced", "without the roster that was mended nobody can tell which breaches were forced"
)
NO_ROSTER = Text("verify.no_roster", "it can't be checked without a roster")
QUOTA = Text("verify.quota", "the table in quota.csv agrees with plan and roster")
QUOTA_ROW = Text("verify.quota_row", "quota.csv, municipality {municipality}")
CALCULATED = Text("verify.calculated", "calculated again, exactly")
NO_QUOTA = Text("verify.no_quota", "there is no quota.csv")
CELLS = Text("verify.cells", "calculated again: {cells:list}")
CELL = Text("verify.cell", "{column} is {right}, not {found}")
ROW_MISSING = Text("verify.row_missing", "the row is missing")
ROW_TOO_MUCH = Text("verify.row_too_much", "the plan has no such municipality")
NOTHING = "–"


def check_plan(solved: SolvedFolder) -> Iterator[Claim]:
    """Yield what is claimed of the question."""
    sha256 = plan_sha256(solved.plan)
    found = str(solved.report.get("plan_sha256", "")) or NOTHING
    if found != sha256:
        message = OTHER_PLAN(found=_short(found), sha256=_short(sha256))
        yield Claim("plan_sha256", PLAN(), ClaimState.FALSE, message)
    elif solved.absences:
        message = WITH_ABSENCES(n=solved.absences, sha256=_short(sha256))
        yield Claim("plan_sha256", PLAN(), ClaimState.CONFIRMED, message)
    else:
        yield Claim("plan_sha256", PLAN(), ClaimState.CONFIRMED, SAME_PLAN(sha256=_short(sha256)))
    if solved.other_baseline:
        yield Claim("baseline", BASELINE(), ClaimState.FALSE, OTHER_BASELINE(file=BASELINE_FILE))
    elif solved.lacks_baseline:
        yield Claim("baseline", BASELINE(), ClaimState.OPEN, NO_BASELINE(file=BASELINE_FILE))
    elif solved.mended:
        yield Claim("baseline", BASELINE(), ClaimState.CONFIRMED, SAME_BASELINE())


def _short(sha256: str) -> str:
    return sha256 if len(sha256) <= 12 else sha256[:12] + "…"


def check_roster(solved: SolvedFolder, score: Score | None) -> Iterator[Claim]:
    """Yield what is claimed of the roster, and that it keeps the hard rules."""
    if solved.roster is None or score is None:
        yield Claim(ROSTER_FILE, ROSTER(), ClaimState.FALSE, _faulty(solved))
        yield Claim("hard", HARD(), ClaimState.OPEN, NO_ROSTER())
        return
    yield Claim(ROSTER_FILE, ROSTER(), ClaimState.CONFIRMED, READ(n=len(solved.roster)))
    if not score.breaches:
        yield Claim("hard", HARD(), ClaimState.CONFIRMED, MEASURED())
    elif solved.lacks_baseline:
        yield Claim("hard", HARD(), ClaimState.OPEN, MAYBE_FORCED())
    else:
        told = tuple(finding.message for finding in score.breaches[:SHOWN])
        yield Claim("hard", HARD(), ClaimState.FALSE, BROKEN(n=len(score.breaches), breaches=told))


def _faulty(solved: SolvedFolder) -> Message:
    told = tuple(
        FAULT_OF_FILE(expected=fault.expected)
        if fault.row is None
        else FAULT(row=str(fault.row), column=fault.column, value=fault.value, expected=fault.expected)
        for fault in solved.faults[:SHOWN]
    )
    return FAULTY(n=len(solved.faults), faults=told)


def check_quota(solved: SolvedFolder) -> Iterator[Claim]:
    """Yield what is claimed by the quota table; one claim for each row that is wrong, or one for all."""
    if solved.quota is None:
        yield Claim(QUOTA_FILE, QUOTA(), ClaimState.OPEN, NO_QUOTA())
        return
    if solved.roster is None:
        yield Claim(QUOTA_FILE, QUOTA(), ClaimState.OPEN, NO_ROSTER())
        return
    right = _rows(quota_text(solved.plan, solved.roster))
    wrong = list(_wrong_rows(_rows(solved.quota), right))
    yield from wrong or [Claim(QUOTA_FILE, QUOTA(), ClaimState.CONFIRMED, CALCULATED())]


Row = Mapping[str, str]


def _rows(text: str) -> Mapping[str, Row]:
    """Return the rows of a quota table by municipality; cells that are missing are empty."""
    found: dict[str, Row] = {}
    for row in csv.DictReader(StringIO(text), restval=""):
        code = row.get("municipality") or NOTHING
        found[f"{code}, {row}" if code in found else code] = row
    return found


def _wrong_rows(found: Mapping[str, Row], right: Mapping[str, Row]) -> Iterator[Claim]:
    for code in dict.fromkeys((*right, *found)):
        if code not in found:
            message = ROW_MISSING()
        elif code not in right:
            message = ROW_TOO_MUCH()
        else:
            cells = tuple(
                CELL(column=column, right=value, found=found[code].get(column) or NOTHING)
                for column, value in right[code].items()
                if found[code].get(column) != value
            )
            if not cells:
                continue
            message = CELLS(cells=cells)
        claimed = QUOTA_ROW(municipality=code)
        yield Claim(f"{QUOTA_FILE}:{code}", claimed, ClaimState.FALSE, message)

"""Claims of an answer that says INFEASIBLE: each contradiction, solved again with its sentences alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.texts.translator import Translator, translator
from api.verification.bounds import STATUS
from api.verification.figures import NEEDS_BASELINE, records
from api.verification.solved_folder import (
    SolvedFolder,
)
from solver.verification import conflict_of, has_roster
from wfm.message import Message, Plural, Text
from wfm.result import Conflict, Status
from wfm.verification import Claim, ClaimState

CONTRADICTION = Plural(
    "verify.contradiction",
    "{n:number} sentence contradicts itself: {sentences:list}",
    "{n:number} sentences contradict each other: {sentences:list}",
)
SOLVED_ALONE = Text("verify.solved_alone", "solved again with these alone; every one of them is needed")
NOT_MINIMAL = Text("verify.not_minimal", "they contradict each other, but not all of them are needed")
HOLDS = Text("verify.holds", "solved again with these alone, they can be kept together")
NOT_OF_PLAN = Text("verify.not_of_plan", "the plan demands nothing of the kind")
OTHER_SENTENCE = Text("verify.other_sentence", "the plan says otherwise: {sentences:list}")
LOCKS_CONTRADICT = Text("verify.locks_contradict", "the locks can't be kept, counted without a solver")
HAS_ROSTER = Text("verify.has_roster", "the locks can be kept, so there is a roster")
NONE_NAMED = Text("verify.none_named", "the report names nothing that contradicts")
NOT_TOLD = Text("verify.not_told", "the list of sentences and their details differ")
CONFLICT = Text("verify.conflict", "what the report says that contradicts")


def check_infeasible(solved: SolvedFolder) -> Iterator[Claim]:
    """Yield the status, and each contradiction."""
    status = STATUS(status=Status.INFEASIBLE.value)
    if solved.lacks_baseline:
        yield Claim("status", status, ClaimState.OPEN, NEEDS_BASELINE())
        return
    possible = has_roster(solved.plan, solved.baseline)
    state = ClaimState.FALSE if possible else ClaimState.CONFIRMED
    yield Claim("status", status, state, HAS_ROSTER() if possible else LOCKS_CONTRADICT())
    reasons = records(solved.report.get("conflict_reasons"))
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for reason in reasons:
        groups.setdefault(str(reason.get("contradiction")), []).append(reason)
    if not groups:
        yield Claim("conflict", CONFLICT(), ClaimState.FALSE, NONE_NAMED())
    for name, group in groups.items():
        yield _contradiction(solved, name, group)
    if [reason.get("sentence") for reason in reasons] != solved.report.get("conflict"):
        yield Claim("conflict", CONFLICT(), ClaimState.FALSE, NOT_TOLD())


def _contradiction(solved: SolvedFolder, name: str, group: Sequence[Mapping[str, Any]]) -> Claim:
    sentences = tuple(f"“{reason.get('sentence')}”" for reason in group)
    claimed = CONTRADICTION(n=len(group), sentences=sentences)
    named = [(str(reason.get("rule")), str(reason.get("subject"))) for reason in group]
    conflict = conflict_of(solved.plan, named, solved.baseline)
    state, message = _judged(solved, conflict, [str(reason.get("sentence")) for reason in group])
    return Claim(f"conflict.{name}", claimed, state, message)


def _judged(
    solved: SolvedFolder, conflict: Conflict | None, said: Sequence[str]
) -> tuple[ClaimState, Message]:
    if conflict is None:
        return ClaimState.FALSE, NOT_OF_PLAN()
    if not conflict.verified:
        return ClaimState.FALSE, HOLDS()
    right = _sentences(conflict, translator(solved.plan.hotline.language))
    if sorted(right) != sorted(said):
        return ClaimState.FALSE, OTHER_SENTENCE(sentences=tuple(f"“{one}”" for one in right))
    if solved.report.get("conflict_minimal") and not conflict.minimal:
        return ClaimState.FALSE, NOT_MINIMAL()
    return ClaimState.CONFIRMED, SOLVED_ALONE() if conflict.minimal else NOT_MINIMAL()


def _sentences(conflict: Conflict, speak: Translator) -> list[str]:
    return [speak.sentence(reason.message) for reason in conflict.reasons]

"""locks: a lock says who sits there; lifting it is a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from solver.explaining.rule_explanation import Changes, RuleExplanation
from solver.explaining.telling import some_of
from wfm.change import LiftLock
from wfm.finding import Subject
from wfm.ids import ShiftId
from wfm.message import Message, Text
from wfm.plan import Plan

SOME_LOCKED = Text("fact.some_locked", "{n:number} shifts are locked to {whom}: {shifts:list}")
LOCKED = Text("fact.locked_shift", "{shift:shift}")


class LocksExplanation(RuleExplanation):
    """A shift is locked."""

    key = "locks"

    def kinship(self, plan: Plan, subject: Subject) -> object:
        """Return to whom the lock gives the shift."""
        return subject.municipality, subject.agent

    def sentence_of_some(self, plan: Plan, subjects: Sequence[Subject]) -> Message:
        """Say which shifts are locked to the same."""
        first = subjects[0]
        whom = plan.labels[first.agent] if first.agent else plan.municipality[first.municipality].name
        shifts = some_of([LOCKED(shift=subject.shift) for subject in subjects])
        return SOME_LOCKED(n=len(subjects), whom=whom, shifts=shifts)

    def mends(self, plan: Plan, subject: Subject, shifts: Sequence[ShiftId]) -> Iterator[Changes]:
        """Yield the plan without the lock."""
        yield (LiftLock(plan.locks[subject.entry or 0]),)

"""locks: a lock says who sits there; lifting it is a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from solver.explaining.rule_explanation import Changes, RuleExplanation
from wfm.change import LiftLock
from wfm.finding import Subject
from wfm.ids import ShiftId
from wfm.plan import Plan


class LocksExplanation(RuleExplanation):
    """A shift is locked."""

    key = "locks"

    def mends(self, plan: Plan, subject: Subject, shifts: Sequence[ShiftId]) -> Iterator[Changes]:
        """Yield the plan without the lock."""
        yield (LiftLock(plan.locks[subject.entry or 0]),)

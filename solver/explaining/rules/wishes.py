"""wishes: an agent sits against a wish, or got no shift where one was wished for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from solver.explaining.quality_explanation import QualityExplanation
from solver.model.draft import Draft
from wfm.finding import Subject
from wfm.ids import ShiftId
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.roster import Roster

MUST_SIT = Text("quality.must_sit", "{agent} cannot be spared on {shift:shift}")
NOT_THEN = Text("quality.not_then", "{agent} cannot have a shift from {first:date} to {last:date}")
NOT_THAT_DAY = Text("quality.not_that_day", "{agent} cannot have a shift on {first:date}")


class WishesExplanation(QualityExplanation):
    """A wish is not granted."""

    key = "wishes"

    def restrict(self, draft: Draft, subject: Subject, most: int) -> None:
        """Grant the wish."""
        agent = subject.agent
        if subject.entry is None:
            draft.model.add(draft.load(agent, [subject.shift]) <= most)
            return
        wanted = frozenset(self.shifts(draft.plan, subject))
        mine = [shift for shift in draft.shifts_of[agent] if shift in wanted]
        draft.model.add(draft.load(agent, mine) >= 1 - most)

    def wish(self, plan: Plan, roster: Roster, subject: Subject) -> Message:
        """Say what cannot be granted."""
        name = plan.labels[subject.agent]
        if subject.entry is None:
            return MUST_SIT(agent=name, shift=subject.shift)
        entry = plan.availability[subject.entry]
        text = NOT_THAT_DAY if entry.first_day == entry.last_day else NOT_THEN
        return text(agent=name, first=str(entry.first_day), last=str(entry.last_day))

    def relocate(self, plan: Plan, changed: Plan, subject: Subject) -> Subject:
        """Return the subject with the row in which the wish stands now."""
        if subject.entry is None:
            return subject
        return replace(subject, entry=changed.availability.index(plan.availability[subject.entry]))

    def shifts(self, plan: Plan, subject: Subject) -> Sequence[ShiftId]:
        """Return the shift, or those that were wished for."""
        if subject.entry is None:
            return (subject.shift,)
        entry = plan.availability[subject.entry]
        return [shift.id for shift in plan.shifts if entry.overlaps(shift)]

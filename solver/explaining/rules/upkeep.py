"""upkeep: an agent waits longer for a shift than the weeks of a window."""

from __future__ import annotations

from collections.abc import Sequence

from solver.explaining.quality_explanation import QualityExplanation
from solver.model.draft import Draft
from wfm.calendar import Week
from wfm.fair_share import upkeep_windows
from wfm.finding import Subject
from wfm.ids import ShiftId
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.roster import Roster

NO_SHIFT = Text("quality.no_shift", "{agent} cannot have a shift from {first:short_week} to {last:week}")


class UpkeepExplanation(QualityExplanation):
    """An agent has no shift in a window of weeks."""

    key = "upkeep"

    def restrict(self, draft: Draft, subject: Subject, most: int) -> None:
        """Let the agent have a shift of the window."""
        of_window = frozenset(self.shifts(draft.plan, subject))
        mine = [shift for shift in draft.shifts_of[subject.agent] if shift in of_window]
        draft.model.add(draft.load(subject.agent, mine) >= 1 - most)

    def wish(self, plan: Plan, roster: Roster, subject: Subject) -> Message:
        """Say that there can be none."""
        window = _window(plan, subject)
        return NO_SHIFT(agent=plan.labels[subject.agent], first=str(window[0]), last=str(window[-1]))

    def shifts(self, plan: Plan, subject: Subject) -> Sequence[ShiftId]:
        """Return the window's."""
        window = _window(plan, subject)
        return [shift.id for shift in plan.shifts if shift.week in window]


def _window(plan: Plan, subject: Subject) -> tuple[Week, ...]:
    return next(window for window in upkeep_windows(plan) if window[0] == subject.week)

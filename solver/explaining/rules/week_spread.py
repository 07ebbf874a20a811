"""week_spread: a municipality has more shifts of a week than an even spread, or fewer."""

from __future__ import annotations

from collections.abc import Sequence

from solver.explaining.quality_explanation import QualityExplanation
from solver.model.draft import Draft
from wfm.fair_share import week_bands
from wfm.finding import Subject
from wfm.ids import ShiftId
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.roster import Roster

NEARER = Text("quality.week_spread", "{municipality} cannot come nearer to an even spread in {week:week}")


class WeekSpreadExplanation(QualityExplanation):
    """A municipality's units of a week lie outside their band."""

    key = "week_spread"

    def restrict(self, draft: Draft, subject: Subject, most: int) -> None:
        """Let the week's units lie nearer to an even spread."""
        week = subject.week
        assert week is not None  # the rule's findings are about a week
        band = week_bands(draft.plan)[subject.municipality, week]
        units, _ = draft.units_on(subject.municipality, self.shifts(draft.plan, subject))
        draft.model.add(units <= band.high + most)
        draft.model.add(units >= band.low - most)

    def wish(self, plan: Plan, roster: Roster, subject: Subject) -> Message:
        """Say that it cannot come nearer."""
        name = plan.municipality[subject.municipality].name
        return NEARER(municipality=name, week=str(subject.week))

    def shifts(self, plan: Plan, subject: Subject) -> Sequence[ShiftId]:
        """Return the week's."""
        return [shift.id for shift in plan.shifts if shift.week == subject.week]

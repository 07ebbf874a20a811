"""unsocial_share: a municipality has more unsocial shifts than its share, or fewer."""

from __future__ import annotations

from collections.abc import Sequence

from solver.explaining.quality_explanation import QualityExplanation
from solver.model.draft import Draft
from wfm.fair_share import unsocial_bands
from wfm.finding import Subject
from wfm.ids import ShiftId
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.roster import Roster

NEARER = Text(
    "quality.unsocial_share", "{municipality} cannot come nearer to its share of the unsocial shifts"
)


class UnsocialShareExplanation(QualityExplanation):
    """A municipality's unsocial units lie outside their band."""

    key = "unsocial_share"

    def restrict(self, draft: Draft, subject: Subject, most: int) -> None:
        """Let the unsocial units lie nearer to the share."""
        band = unsocial_bands(draft.plan)[subject.municipality]
        units, _ = draft.units_on(subject.municipality, self.shifts(draft.plan, subject))
        draft.model.add(units <= band.high + most)
        draft.model.add(units >= band.low - most)

    def wish(self, plan: Plan, roster: Roster, subject: Subject) -> Message:
        """Say that it cannot come nearer."""
        return NEARER(municipality=plan.municipality[subject.municipality].name)

    def shifts(self, plan: Plan, subject: Subject) -> Sequence[ShiftId]:
        """Return the unsocial ones."""
        return [shift.id for shift in plan.shifts if shift.unsocial]

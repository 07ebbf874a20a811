"""What explaining needs to know of a rule of quality: its amount bounded, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from solver.model.draft import Draft
from wfm.finding import Subject
from wfm.ids import MunicipalityCode, ShiftId
from wfm.message import Message
from wfm.plan import Plan
from wfm.roster import Roster


class QualityExplanation:
    """What is usual; a rule's own file says what is different.

    Attributes
    ----------
    key
        The rule's.
    """

    key: ClassVar[str]

    def restrict(self, draft: Draft, subject: Subject, most: int) -> None:
        """Require that the amount of a finding is at most so much.

        Limits that are facts of the question may be lifted, so nothing here may rest on them.
        """
        raise NotImplementedError

    def wish(self, plan: Plan, roster: Roster, subject: Subject) -> Message:
        """Return what cannot be, where the finding is forced: “A cannot have fewer shifts”."""
        raise NotImplementedError

    def relocate(self, plan: Plan, changed: Plan, subject: Subject) -> Subject:
        """Return what a subject is called after a change of the plan, which may have moved rows."""
        return subject

    def shifts(self, plan: Plan, subject: Subject) -> Sequence[ShiftId]:
        """Return the shifts on which a change of the plan would help; none where any may."""
        return (subject.shift,) if subject.shift else ()


def home_of(plan: Plan, subject: Subject) -> MunicipalityCode:
    """Return the municipality that a finding of quality is about, or whose agent it is about."""
    return subject.municipality or plan.agent[subject.agent].municipality

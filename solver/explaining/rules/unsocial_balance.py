"""unsocial_balance: an agent has more unsocial shifts than a fair share."""

from __future__ import annotations

from solver.explaining.quality_explanation import QualityExplanation
from solver.model.draft import Draft
from wfm.fair_share import unsocial_ceilings
from wfm.finding import Subject
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.roster import Roster

FEWER = Text("quality.fewer_unsocial", "{agent} cannot have fewer unsocial shifts")


class UnsocialBalanceExplanation(QualityExplanation):
    """An agent's unsocial seats lie above the ceiling."""

    key = "unsocial_balance"

    def restrict(self, draft: Draft, subject: Subject, most: int) -> None:
        """Let the unsocial seats be fewer."""
        plan = draft.plan
        unsocial = [shift for shift in draft.shifts_of[subject.agent] if plan.shift[shift].unsocial]
        draft.model.add(draft.load(subject.agent, unsocial) <= unsocial_ceilings(plan)[subject.agent] + most)

    def wish(self, plan: Plan, roster: Roster, subject: Subject) -> Message:
        """Say that there cannot be fewer."""
        return FEWER(agent=plan.labels[subject.agent])

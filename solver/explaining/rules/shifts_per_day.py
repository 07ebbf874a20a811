"""shifts_per_day: the hotline's limit, for an agent one fact for all days."""

from __future__ import annotations

from collections.abc import Sequence

from solver.explaining.rule_explanation import RuleExplanation
from solver.explaining.telling import agent_names
from wfm.finding import Subject
from wfm.message import Message, Plural
from wfm.plan import Plan

PER_DAY = Plural(
    "fact.per_day",
    "{agent} may sit on at most {n:number} shift a day",
    "{agent} may sit on at most {n:number} shifts a day",
)
SOME_PER_DAY = Plural(
    "fact.some_per_day",
    "{agents:number} agents may sit on at most {n:number} shift a day: {who:list}",
    "{agents:number} agents may sit on at most {n:number} shifts a day: {who:list}",
)


class ShiftsPerDayExplanation(RuleExplanation):
    """An agent sits on so many shifts a day."""

    key = "shifts_per_day"
    stubbornness = 3
    is_one_for_agent = True

    def sentence(self, plan: Plan, subject: Subject) -> Message:
        """Say the limit."""
        return PER_DAY(agent=plan.labels[subject.agent], n=plan.hotline.limits.shifts_per_day)

    def sentence_of_some(self, plan: Plan, subjects: Sequence[Subject]) -> Message:
        """Say who is bound by it."""
        limit, who = plan.hotline.limits.shifts_per_day, agent_names(plan, subjects)
        return SOME_PER_DAY(agents=len(subjects), n=limit, who=who)

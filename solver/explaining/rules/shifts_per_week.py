"""shifts_per_week: an agent's weekly limit is one fact for all weeks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from solver.explaining.rule_explanation import Changes, RuleExplanation
from solver.explaining.telling import agent_names
from wfm.change import RaiseLimit
from wfm.finding import Subject
from wfm.ids import ShiftId
from wfm.message import Message, Plural
from wfm.plan import Plan

PER_WEEK = Plural(
    "fact.per_week",
    "{agent} may sit on at most {n:number} shift a week",
    "{agent} may sit on at most {n:number} shifts a week",
)
SOME_PER_WEEK = Plural(
    "fact.some_per_week",
    "{agents:number} agents may sit on at most {n:number} shift a week: {who:list}",
    "{agents:number} agents may sit on at most {n:number} shifts a week: {who:list}",
)

MOST_RAISE = 2
"""Shifts a week that an agent is asked for beyond the limit, at most."""


class ShiftsPerWeekExplanation(RuleExplanation):
    """An agent sits on so many shifts a week."""

    key = "shifts_per_week"
    stubbornness = 1
    is_one_for_agent = True

    def sentence(self, plan: Plan, subject: Subject) -> Message:
        """Say the limit."""
        agent = plan.agent[subject.agent]
        return PER_WEEK(agent=plan.labels[agent.id], n=plan.weekly_limit(agent))

    def kinship(self, plan: Plan, subject: Subject) -> object:
        """Return the limit."""
        return plan.weekly_limit(plan.agent[subject.agent])

    def sentence_of_some(self, plan: Plan, subjects: Sequence[Subject]) -> Message:
        """Say who has it."""
        limit = plan.weekly_limit(plan.agent[subjects[0].agent])
        return SOME_PER_WEEK(agents=len(subjects), n=limit, who=agent_names(plan, subjects))

    def mends(self, plan: Plan, subject: Subject, shifts: Sequence[ShiftId]) -> Iterator[Changes]:
        """Yield higher limits."""
        agent = plan.agent[subject.agent]
        for more in range(1, MOST_RAISE + 1):
            yield (RaiseLimit(agent.id, plan.weekly_limit(agent) + more),)

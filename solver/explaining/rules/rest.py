"""rest: hours between the days of an agent, one fact for all days."""

from __future__ import annotations

from collections.abc import Sequence

from solver.explaining.rule_explanation import RuleExplanation
from solver.explaining.telling import agent_names
from wfm.finding import Subject
from wfm.message import Message, Text
from wfm.plan import Plan

REST = Text("fact.rest", "{agent} must have {wanted:hours} of rest from one day to the next")
SOME_REST = Text(
    "fact.some_rest",
    "{agents:number} agents must have {wanted:hours} of rest from one day to the next: {who:list}",
)


class RestExplanation(RuleExplanation):
    """An agent rests so long from one day to the next."""

    key = "rest"
    stubbornness = 4
    is_one_for_agent = True

    def sentence(self, plan: Plan, subject: Subject) -> Message:
        """Say how long."""
        return REST(agent=plan.labels[subject.agent], wanted=plan.hotline.limits.rest)

    def sentence_of_some(self, plan: Plan, subjects: Sequence[Subject]) -> Message:
        """Say who is bound by it."""
        return SOME_REST(
            agents=len(subjects), wanted=plan.hotline.limits.rest, who=agent_names(plan, subjects)
        )

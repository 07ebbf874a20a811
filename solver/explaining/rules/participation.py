"""participation: an agent's municipality only finances; one fact for all shifts."""

from __future__ import annotations

from collections.abc import Iterator

from solver.explaining.rule_explanation import RuleExplanation
from wfm.finding import Subject
from wfm.plan import Plan


class ParticipationExplanation(RuleExplanation):
    """An agent of a financing municipality is not assigned."""

    key = "participation"
    stubbornness = 2

    def facts(self, plan: Plan, subject: Subject) -> Iterator[Subject]:
        """Yield the agent's."""
        yield Subject(agent=subject.agent)

"""competence: no hard rule, but a fact: an agent who is not trained counts as no holder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from solver.explaining.rule_explanation import Changes, RuleExplanation
from solver.explaining.telling import agent_names, competence_name
from wfm.change import Train
from wfm.finding import Subject
from wfm.ids import ShiftId
from wfm.message import Message, Text
from wfm.plan import Plan

LACKS = Text("fact.lacks", "{agent} is not trained in {competence}")
SOME_LACK = Text("fact.some_lack", "{agents:number} agents are not trained in {competence}: {who:list}")


class CompetenceExplanation(RuleExplanation):
    """An agent lacks a competence."""

    key = "competence"

    def sentence(self, plan: Plan, subject: Subject) -> Message:
        """Say which."""
        name = competence_name(plan, subject.competence)
        return LACKS(agent=plan.labels[subject.agent], competence=name)

    def kinship(self, plan: Plan, subject: Subject) -> object:
        """Return the competence."""
        return subject.competence

    def sentence_of_some(self, plan: Plan, subjects: Sequence[Subject]) -> Message:
        """Say who lacks it."""
        name = competence_name(plan, subjects[0].competence)
        return SOME_LACK(agents=len(subjects), competence=name, who=agent_names(plan, subjects))

    def mends(self, plan: Plan, subject: Subject, shifts: Sequence[ShiftId]) -> Iterator[Changes]:
        """Yield the training."""
        yield (Train(subject.agent, subject.competence),)

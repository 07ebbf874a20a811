"""employment: an agent has not started yet, or has left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from solver.explaining.rule_explanation import Changes, RuleExplanation
from solver.explaining.telling import agent_names
from wfm.change import ExtendEmployment
from wfm.finding import Subject
from wfm.ids import ShiftId
from wfm.message import Message, Text
from wfm.plan import Plan

STARTS = Text("fact.starts", "{agent} starts on {day:date}")
LEAVES = Text("fact.leaves", "{agent}'s last day is {day:date}")
SOME_NOT_EMPLOYED = Text(
    "fact.some_not_employed", "{n:number} agents have not started or have left: {who:list}"
)


class EmploymentExplanation(RuleExplanation):
    """An agent is employed from a day, or to a day."""

    key = "employment"

    def facts(self, plan: Plan, subject: Subject) -> Iterator[Subject]:
        """Yield the end of the employment beyond which the shift lies."""
        agent = plan.agent[subject.agent]
        too_early = agent.first_day is not None and plan.shift[subject.shift].day < agent.first_day
        yield Subject(agent=subject.agent, day=agent.first_day if too_early else agent.last_day)

    def sentence(self, plan: Plan, subject: Subject) -> Message:
        """Say the day."""
        agent = plan.agent[subject.agent]
        text = STARTS if subject.day == agent.first_day else LEAVES
        return text(agent=plan.labels[agent.id], day=str(subject.day))

    def sentence_of_some(self, plan: Plan, subjects: Sequence[Subject]) -> Message:
        """Say who."""
        return SOME_NOT_EMPLOYED(n=len(subjects), who=agent_names(plan, subjects))

    def mends(self, plan: Plan, subject: Subject, shifts: Sequence[ShiftId]) -> Iterator[Changes]:
        """Yield an employment that reaches far enough."""
        agent = plan.agent[subject.agent]
        days = [plan.shift[shift].day for shift in shifts] or [shift.day for shift in plan.shifts]
        if subject.day == agent.first_day:
            yield (ExtendEmployment(agent.id, first_day=min(days)),)
        else:
            yield (ExtendEmployment(agent.id, last_day=max(days)),)

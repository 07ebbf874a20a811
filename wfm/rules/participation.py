"""participation: agents of a municipality that only finances are never assigned.

Model: x[a, s] = 0 where m(a) finances.
"""

from __future__ import annotations

from collections.abc import Iterator

from wfm.finding import Finding, Level, Subject
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.roster import Roster

KEY = "participation"
LEVEL = Level.HARD

FINANCES = Text(
    "participation.finances", "{agent} belongs to {municipality}, which only finances and staffs nothing"
)


def measure(plan: Plan, roster: Roster) -> Iterator[Finding]:
    """Yield every agent of a financing municipality who sits, amount = assignments."""
    for agent, shifts in roster.shifts_of.items():
        if not plan.municipality[plan.agent[agent].municipality].staffing:
            subject = Subject(agent=agent)
            yield Finding(KEY, LEVEL, subject, len(shifts), reason(plan, subject))


def reason(plan: Plan, subject: Subject) -> Message:
    """Say that the agent's municipality only finances."""
    agent = plan.agent[subject.agent]
    return FINANCES(agent=plan.labels[agent.id], municipality=plan.municipality[agent.municipality].name)

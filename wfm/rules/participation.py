"""participation: agents of a municipality that only finances are never assigned, nor are novices.

Model: x[a, s] = 0 where m(a) finances, or a sits beside on the date of s.
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
BESIDE = Text(
    "participation.beside", "{agent} sits beside colleagues to learn until {day:date}, and takes no seat"
)


def measure(plan: Plan, roster: Roster) -> Iterator[Finding]:
    """Yield every agent who takes no part and sits, amount = assignments in which the agent takes none."""
    for agent, shifts in roster.shifts_of.items():
        unfit = sum(not plan.takes_seat(agent, shift) for shift in shifts)
        if unfit:
            subject = Subject(agent=agent)
            yield Finding(KEY, LEVEL, subject, unfit, reason(plan, subject))


def reason(plan: Plan, subject: Subject) -> Message:
    """Say that the agent's municipality only finances, or until when the agent is a novice."""
    agent = plan.agent[subject.agent]
    home = plan.municipality[agent.municipality]
    if home.staffing and agent.beside_until is not None:
        return BESIDE(agent=plan.labels[agent.id], day=agent.beside_until.isoformat())
    return FINANCES(agent=plan.labels[agent.id], municipality=home.name)

"""participation: agents of a municipality that only finances, or does not staff yet, are never assigned.

Nor are novices. Model: x[a, s] = 0 where m(a) finances, the date of s lies before m(a) staffs, or a sits
beside then.
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
NOT_YET = Text("participation.not_yet", "{agent} belongs to {municipality}, which staffs from {day:date} on")
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
    """Say that the agent's municipality only finances, when it begins to staff, or how long one is a novice.

    Of the last two, what ends later is why there is no seat on any day before that.
    """
    agent = plan.agent[subject.agent]
    home, begins = plan.municipality[agent.municipality], plan.staffs_from.get(agent.municipality)
    if not home.staffing or (begins is None and agent.beside_until is None):
        return FINANCES(agent=plan.labels[agent.id], municipality=home.name)
    if begins is not None and (agent.beside_until is None or begins > agent.beside_until):
        return NOT_YET(agent=plan.labels[agent.id], municipality=home.name, day=begins.isoformat())
    return BESIDE(agent=plan.labels[agent.id], day=str(agent.beside_until))

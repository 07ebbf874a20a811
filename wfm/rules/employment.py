"""employment: an agent sits only between the first and the last day of employment.

Model: x[a, s] = 0 where the date of s lies outside a's employment.
"""

from __future__ import annotations

from collections.abc import Iterator

from wfm.finding import Finding, Level, Subject
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.roster import Roster

KEY = "employment"
LEVEL = Level.HARD

NOT_YET = Text("employment.not_yet", "{agent} starts on {day:date}, after {shift:shift}")
NO_LONGER = Text("employment.no_longer", "{agent} leaves after {day:date}, before {shift:shift}")


def measure(plan: Plan, roster: Roster) -> Iterator[Finding]:
    """Yield every assignment outside the employment, amount 1."""
    for agent, shift in roster:
        if not plan.agent[agent].employed_on(plan.shift[shift].day):
            subject = Subject(agent=agent, shift=shift)
            yield Finding(KEY, LEVEL, subject, 1, reason(plan, subject))


def reason(plan: Plan, subject: Subject) -> Message:
    """Say which end of the employment the shift lies beyond."""
    agent = plan.agent[subject.agent]
    if agent.first_day is not None and plan.shift[subject.shift].day < agent.first_day:
        return NOT_YET(agent=plan.labels[agent.id], day=agent.first_day.isoformat(), shift=subject.shift)
    last_day = agent.last_day.isoformat() if agent.last_day else ""
    return NO_LONGER(agent=plan.labels[agent.id], day=last_day, shift=subject.shift)

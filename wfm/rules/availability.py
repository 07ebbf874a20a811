"""availability: no assignment overlaps an ``unavailable`` entry of its agent.

Model: x[a, s] = 0 where an unavailable entry of a and shift s share a minute.
"""

from __future__ import annotations

from collections.abc import Iterator

from wfm.finding import Finding, Level, Subject
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.roster import Roster

KEY = "availability"
LEVEL = Level.HARD

UNAVAILABLE = Text("availability.unavailable", "{agent} is unavailable on {shift:shift}")


def measure(plan: Plan, roster: Roster) -> Iterator[Finding]:
    """Yield every assignment on which the agent is unavailable, amount 1."""
    for agent, shift in roster:
        if plan.unavailable(agent, plan.shift[shift]):
            subject = Subject(agent=agent, shift=shift)
            yield Finding(KEY, LEVEL, subject, 1, reason(plan, subject))


def reason(plan: Plan, subject: Subject) -> Message:
    """Say that the agent is unavailable then."""
    return UNAVAILABLE(agent=plan.labels[subject.agent], shift=subject.shift)

"""seats: no more agents on a shift than it has seats, and nobody twice on one.

Model: Σ_a x[a, s] ≤ seats(s) for every shift s; x[a, s] ∈ {0, 1}.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from wfm.finding import Finding, Level, Subject
from wfm.message import Message, Plural, Text
from wfm.plan import Plan
from wfm.roster import Roster

KEY = "seats"
LEVEL = Level.HARD

TOO_MANY = Text("seats.too_many", "{sitting:number} agents sit on {shift:shift}; it has {seats:number} seats")
TWICE = Text("seats.twice", "{agent} sits twice on {shift:shift}")
HAS = Plural("seats.has", "{shift:shift} has {n:number} seat", "{shift:shift} has {n:number} seats")


def measure(plan: Plan, roster: Roster) -> Iterator[Finding]:
    """Yield shifts with too many agents, amount = agents too many; and agents who sit twice."""
    for shift in plan.shifts:
        sitting = roster.on(shift.id)
        if len(sitting) > shift.seats:
            message = TOO_MANY(shift=shift.id, sitting=len(sitting), seats=shift.seats)
            yield Finding(KEY, LEVEL, Subject(shift=shift.id), len(sitting) - shift.seats, message)
        for agent, times in Counter(sitting).items():
            if times > 1:
                subject = Subject(agent=agent, shift=shift.id)
                message = TWICE(agent=plan.agent[agent].name, shift=shift.id)
                yield Finding(KEY, LEVEL, subject, times - 1, message)


def reason(plan: Plan, subject: Subject) -> Message:
    """Say how many seats the shift has."""
    return HAS(shift=subject.shift, n=plan.shift[subject.shift].seats)

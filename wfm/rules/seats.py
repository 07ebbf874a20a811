"""seats: no more agents on a shift than it has seats, and nobody twice on one, not in two employments either.

Model: Σ_a x[a, s] ≤ seats(s) for every shift s; Σ_a x[a, s] ≤ 1 over all agents a that are one person.
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
ONE_SEAT = Text("seats.one_seat", "{agents:list} are one person, who can have only one seat on {shift:shift}")


def measure(plan: Plan, roster: Roster) -> Iterator[Finding]:
    """Yield shifts with too many agents, amount = agents too many; and agents who sit twice."""
    for shift in plan.shifts:
        sitting = roster.on(shift.id)
        if len(sitting) > shift.seats:
            message = TOO_MANY(shift=shift.id, sitting=len(sitting), seats=shift.seats)
            yield Finding(KEY, LEVEL, Subject(shift=shift.id), len(sitting) - shift.seats, message)
        for person, times in Counter(map(plan.first_self.__getitem__, sitting)).items():
            if times > 1:
                agent = next(one for one in sitting if plan.first_self[one] == person)
                subject = Subject(agent=agent, shift=shift.id)
                message = TWICE(agent=plan.labels[agent], shift=shift.id)
                yield Finding(KEY, LEVEL, subject, times - 1, message)


def reason(plan: Plan, subject: Subject) -> Message:
    """Say how many seats the shift has; of an agent, that one person needs no two."""
    if subject.agent:
        who = tuple(f"{plan.agent[one].name} ({one})" for one in plan.selves[subject.agent])
        return ONE_SEAT(agents=who, shift=subject.shift)
    return HAS(shift=subject.shift, n=plan.shift[subject.shift].seats)

"""shifts_per_day: an agent sits on at most ``limits.shifts_per_day`` shifts of a local date.

Agents that are one person (``person``) share the limit.

Model: Σ_{a of p, s on day d} x[a, s] ≤ shifts_per_day for every person p and date d.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from wfm.finding import Finding, Level, Subject
from wfm.message import Message, Plural
from wfm.people import shifts_of_people
from wfm.plan import Plan
from wfm.roster import Roster

KEY = "shifts_per_day"
LEVEL = Level.HARD

TOO_MANY = Plural(
    "shifts_per_day.too_many",
    "{agent} has {n:number} shift on {day:day}; the limit is {limit:number}",
    "{agent} has {n:number} shifts on {day:day}; the limit is {limit:number}",
)
LIMIT = Plural(
    "shifts_per_day.limit",
    "{agent} may sit on at most {n:number} shift on {day:day}",
    "{agent} may sit on at most {n:number} shifts on {day:day}",
)


def measure(plan: Plan, roster: Roster) -> Iterator[Finding]:
    """Yield every agent and day over the limit, amount = shifts over it."""
    limit = plan.hotline.limits.shifts_per_day
    for person in shifts_of_people(plan, roster):
        for day, sitting in Counter(plan.shift[shift].day for shift in person.sitting).items():
            if sitting > limit:
                agent = next(a for shift, a in person.sitting.items() if plan.shift[shift].day == day)
                name = plan.labels[agent]
                message = TOO_MANY(agent=name, day=day.isoformat(), n=sitting, limit=limit)
                yield Finding(KEY, LEVEL, Subject(agent=agent, day=day), sitting - limit, message)


def reason(plan: Plan, subject: Subject) -> Message:
    """Say the limit of that day."""
    day = subject.day.isoformat() if subject.day else ""
    return LIMIT(agent=plan.labels[subject.agent], day=day, n=plan.hotline.limits.shifts_per_day)

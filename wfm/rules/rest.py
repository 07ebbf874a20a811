"""rest: ``limits.rest_hours`` of elapsed time between the last shift of a day and the first of a later day.

Agents that are one person (``person``) rest together.

Model: x[a, s] + x[b, t] ≤ 1 for agents a, b of one person (mostly a = b) and shifts s, t of different dates
with start(t) − end(s) < rest; x[a, t] = 0 where a shift of the weeks before ended less than the rest
before t.

Source of the default: arbejdsmiljøloven § 50, eleven hours of rest in every twenty-four.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from wfm.finding import Finding, Level, Subject
from wfm.message import Message, Text
from wfm.people import shifts_of_people
from wfm.plan import Plan
from wfm.previous_weeks import ends_before
from wfm.roster import Roster

KEY = "rest"
LEVEL = Level.HARD

TOO_SHORT = Text(
    "rest.too_short",
    "{agent} has {rested:hours} of rest before {shift:shift}; at least {wanted:hours} are wanted",
)
WANTED = Text("rest.wanted", "{agent} must have {wanted:hours} of rest before {shift:shift}")


def measure(plan: Plan, roster: Roster) -> Iterator[Finding]:
    """Yield every shift that follows too soon on one of an earlier day, amount 1."""
    wanted = timedelta(minutes=plan.hotline.limits.rest)
    for person in shifts_of_people(plan, roster):
        shifts = [plan.shift[shift] for shift in person.sitting]
        ended: list[datetime] = [end for agent in person.agents for end in ends_before(plan, agent)]
        for number, shift in enumerate(shifts):
            if number and shifts[number - 1].day == shift.day:
                continue  # only the first shift of a day follows on a night
            if number:
                ended.append(shifts[number - 1].ends_at)
            rested = min((shift.starts_at - end for end in ended), default=wanted)
            if rested < wanted:
                agent = person.sitting[shift.id]
                subject = Subject(agent=agent, shift=shift.id)
                message = TOO_SHORT(
                    agent=plan.labels[agent],
                    shift=shift.id,
                    rested=int(rested.total_seconds()) // 60,
                    wanted=plan.hotline.limits.rest,
                )
                yield Finding(KEY, LEVEL, subject, 1, message)


def reason(plan: Plan, subject: Subject) -> Message:
    """Say the rest wanted before that shift."""
    return WANTED(agent=plan.labels[subject.agent], shift=subject.shift, wanted=plan.hotline.limits.rest)

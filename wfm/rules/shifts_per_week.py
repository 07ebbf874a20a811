"""shifts_per_week: an agent sits on at most so many shifts of an ISO week.

The agent's own limit comes before the hotline's.

Model: previous(a, w) + Σ_{s in week w} x[a, s] ≤ limit(a) wherever a shift of the period is
among them; previous(a, w) counts the shifts of the weeks before the period that lie in week w.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from wfm.finding import Finding, Level, Subject
from wfm.message import Message, Plural
from wfm.plan import Plan
from wfm.previous_weeks import shifts_before
from wfm.roster import Roster

KEY = "shifts_per_week"
LEVEL = Level.HARD

TOO_MANY = Plural(
    "shifts_per_week.too_many",
    "{agent} has {n:number} shift in {week:week}; the limit is {limit:number}",
    "{agent} has {n:number} shifts in {week:week}; the limit is {limit:number}",
)
LIMIT = Plural(
    "shifts_per_week.limit",
    "{agent} may sit on at most {n:number} shift in {week:week}",
    "{agent} may sit on at most {n:number} shifts in {week:week}",
)
LIMIT_WITH_BEFORE = Plural(
    "shifts_per_week.limit_with_before",
    "{agent} may sit on at most {n:number} shift in {week:week} ({before:number} before the period)",
    "{agent} may sit on at most {n:number} shifts in {week:week} ({before:number} before the period)",
)


def measure(plan: Plan, roster: Roster) -> Iterator[Finding]:
    """Yield every agent and week over the limit, amount = shifts of this period that are too many."""
    for agent, shifts in roster.shifts_of.items():
        limit = plan.weekly_limit(plan.agent[agent])
        for week, sitting in Counter(plan.shift[shift].week for shift in set(shifts)).items():
            together = sitting + shifts_before(plan, agent, week)
            if together > limit:
                name = plan.labels[agent]
                message = TOO_MANY(agent=name, week=str(week), n=together, limit=limit)
                over = min(together - limit, sitting)
                yield Finding(KEY, LEVEL, Subject(agent=agent, week=week), over, message)


def reason(plan: Plan, subject: Subject) -> Message:
    """Say the limit of that week, and what it already holds."""
    agent = plan.agent[subject.agent]
    before = shifts_before(plan, agent.id, subject.week) if subject.week else 0
    limit = plan.weekly_limit(agent)
    if before:
        return LIMIT_WITH_BEFORE(agent=plan.labels[agent.id], week=str(subject.week), n=limit, before=before)
    return LIMIT(agent=plan.labels[agent.id], week=str(subject.week), n=limit)

"""shifts_per_day: Σ_{a of p, s on day d} x[a, s] ≤ shifts_per_day for every person p and date d."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import groupby

from solver.model.draft import Draft
from solver.model.expressions import total
from wfm.finding import Level, Subject
from wfm.ids import AgentId, ShiftId

KEY = "shifts_per_day"
LEVEL = Level.HARD


def post(draft: Draft) -> None:
    """Require that nobody sits more often on a date than the limit."""
    limit = draft.plan.hotline.limits.shifts_per_day
    for person in draft.plan.people:
        days: dict[date, dict[AgentId, list[ShiftId]]] = defaultdict(dict)
        for agent in person:
            for day, of_day in groupby(draft.shifts_of[agent], key=lambda shift: draft.plan.shift[shift].day):
                days[day][agent] = list(of_day)
        for day, shifts in sorted(days.items()):
            if sum(map(len, shifts.values())) > limit:
                load = total([draft.load(agent, of_day) for agent, of_day in shifts.items()])
                draft.require(load <= limit, KEY, Subject(agent=person[0], day=day))

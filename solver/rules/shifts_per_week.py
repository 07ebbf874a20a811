"""shifts_per_week: Σ_{s in week w} x[a, s] ≤ limit(a) − previous(a, w), at least 0, for every a and w."""

from __future__ import annotations

from itertools import groupby

from solver.model.draft import Draft
from wfm.finding import Level, Subject
from wfm.previous_weeks import shifts_before

KEY = "shifts_per_week"
LEVEL = Level.HARD


def post(draft: Draft) -> None:
    """Require that nobody sits more often in an ISO week than the limit, the weeks before counted in."""
    plan = draft.plan
    for agent in plan.agents:
        for week, group in groupby(draft.shifts_of[agent.id], key=lambda shift: plan.shift[shift].week):
            of_week = list(group)
            room = max(0, plan.weekly_limit(agent) - shifts_before(plan, agent.id, week))
            if len(of_week) > room:
                load = draft.load(agent.id, of_week)
                draft.require(load <= room, KEY, Subject(agent=agent.id, week=week))

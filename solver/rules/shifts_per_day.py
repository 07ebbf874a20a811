"""shifts_per_day: Σ_{s on day d} x[a, s] ≤ shifts_per_day for every agent a and date d."""

from __future__ import annotations

from itertools import groupby

from solver.model.draft import Draft
from wfm.finding import Level, Subject

KEY = "shifts_per_day"
LEVEL = Level.HARD


def post(draft: Draft) -> None:
    """Require that nobody sits more often on a date than the limit."""
    limit = draft.plan.hotline.limits.shifts_per_day
    for agent, shifts in draft.shifts_of.items():
        for day, group in groupby(shifts, key=lambda shift: draft.plan.shift[shift].day):
            of_day = list(group)
            if len(of_day) > limit:
                draft.require(draft.load(agent, of_day) <= limit, KEY, Subject(agent=agent, day=day))

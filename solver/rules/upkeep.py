"""upkeep: Σ_{a, window} max(0, 1 − Σ_{s in window} x[a, s]) where a could be assigned in the window."""

from __future__ import annotations

from solver.model.draft import Draft
from wfm.fair_share import upkeep_windows
from wfm.finding import Level, Subject

KEY = "upkeep"
LEVEL = Level.QUALITY


def post(draft: Draft) -> None:
    """Penalise every window of weeks in which an agent could sit and does not."""
    plan = draft.plan
    windows = tuple(upkeep_windows(plan))
    for agent in plan.staffing_agents:
        could = {plan.shift[shift].week for shift in plan.assignable[agent.id]}
        for window in windows:
            if could.isdisjoint(window):
                continue
            shifts = [shift for shift in draft.shifts_of[agent.id] if plan.shift[shift].week in window]
            idle = draft.excess(1 - draft.load(agent.id, shifts), 1)
            draft.penalize(LEVEL, KEY, Subject(agent=agent.id, week=window[0]), idle)

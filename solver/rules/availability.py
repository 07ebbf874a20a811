"""availability: x[a, s] = 0 where an ``unavailable`` entry of a and shift s share a minute."""

from __future__ import annotations

from solver.model.draft import Draft
from wfm.finding import Level, Subject

KEY = "availability"
LEVEL = Level.HARD


def post(draft: Draft) -> None:
    """Require that nobody sits who is unavailable."""
    plan = draft.plan
    for (agent, shift), variable in draft.assigned.items():
        if shift not in plan.assignable[agent] and plan.unavailable(agent, plan.shift[shift]):
            draft.require(variable == 0, KEY, Subject(agent=agent, shift=shift))

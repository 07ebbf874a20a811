"""employment: x[a, s] = 0 where the date of s lies outside a's employment."""

from __future__ import annotations

from solver.model.draft import Draft
from wfm.finding import Level, Subject

KEY = "employment"
LEVEL = Level.HARD


def post(draft: Draft) -> None:
    """Require that nobody sits before their first day or after their last."""
    plan = draft.plan
    for (agent, shift), variable in draft.assigned.items():
        if not plan.agent[agent].employed_on(plan.shift[shift].day):
            draft.require(variable == 0, KEY, Subject(agent=agent, shift=shift))

"""participation: x[a, s] = 0 where a's municipality only finances, or a sits beside on the day of s."""

from __future__ import annotations

from solver.model.draft import Draft
from wfm.finding import Level, Subject

KEY = "participation"
LEVEL = Level.HARD


def post(draft: Draft) -> None:
    """Require that agents of financing municipalities never sit, nor novices before they are experienced."""
    plan = draft.plan
    for (agent, shift), variable in draft.assigned.items():
        if not plan.takes_seat(agent, shift):
            draft.require(variable == 0, KEY, Subject(agent=agent))

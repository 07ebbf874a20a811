"""participation: x[a, s] = 0 where a's municipality only finances."""

from __future__ import annotations

from solver.model.draft import Draft
from wfm.finding import Level, Subject

KEY = "participation"
LEVEL = Level.HARD


def post(draft: Draft) -> None:
    """Require that agents of financing municipalities never sit."""
    plan = draft.plan
    for (agent, _), variable in draft.assigned.items():
        if not plan.municipality[plan.agent[agent].municipality].staffing:
            draft.require(variable == 0, KEY, Subject(agent=agent))

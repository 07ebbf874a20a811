"""competence: Σ_{s, c} max(0, min_agents(c) − Σ_{a holds c} x[a, s])."""

from __future__ import annotations

from solver.model.draft import Draft
from solver.model.expressions import total
from wfm.finding import Level, Subject

KEY = "competence"
LEVEL = Level.COMPETENCE


def post(draft: Draft) -> None:
    """Penalise every holder missing below the competence's minimum."""
    plan = draft.plan
    for shift in plan.shifts:
        agents = draft.agents_on[shift.id]
        for competence in plan.hotline.competences:
            wanted = competence.min_agents
            holders = [agent for agent in agents if competence.code in plan.agent[agent].competences]
            missing = wanted - total([draft.assigned[agent, shift.id] for agent in holders])
            subject = Subject(shift=shift.id, competence=competence.code)
            draft.penalize(LEVEL, KEY, subject, draft.excess(missing, wanted))

"""seats: Σ_a x[a, s] ≤ seats(s) for every shift s; nobody sits twice since x[a, s] ∈ {0, 1}."""

from __future__ import annotations

from solver.model.draft import Draft
from solver.model.expressions import total
from wfm.finding import Level, Subject

KEY = "seats"
LEVEL = Level.HARD


def post(draft: Draft) -> None:
    """Require that no shift holds more agents than it has seats."""
    for shift in draft.plan.shifts:
        agents = draft.agents_on[shift.id]
        if len(agents) > shift.seats:
            sitting = total([draft.assigned[agent, shift.id] for agent in agents])
            draft.require(sitting <= shift.seats, KEY, Subject(shift=shift.id))

"""coverage: Σ_s (seats(s) − Σ_a x[a, s])."""

from __future__ import annotations

from solver.model.draft import Draft
from solver.model.expressions import total
from wfm.finding import Level, Subject

KEY = "coverage"
LEVEL = Level.COVERAGE


def post(draft: Draft) -> None:
    """Penalise every seat left empty."""
    for shift in draft.plan.shifts:
        sitting = total([draft.assigned[agent, shift.id] for agent in draft.agents_on[shift.id]])
        if shift.id in draft.frozen:  # who sits there is known, and may be more than there are seats
            sitting = min(shift.seats, len(draft.agents_on[shift.id]))
        draft.penalize(LEVEL, KEY, Subject(shift=shift.id), shift.seats - sitting)

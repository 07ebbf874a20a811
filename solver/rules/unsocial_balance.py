"""unsocial_balance: Σ_a max(0, unsocial seats of a − ⌈f⌉)."""

from __future__ import annotations

from solver.model.draft import Draft
from wfm.fair_share import unsocial_ceilings
from wfm.finding import Level, Subject

KEY = "unsocial_balance"
LEVEL = Level.QUALITY


def post(draft: Draft) -> None:
    """Penalise unsocial seats above an agent's fair share."""
    for agent, ceiling in unsocial_ceilings(draft.plan).items():
        unsocial = [shift for shift in draft.shifts_of[agent] if draft.plan.shift[shift].unsocial]
        most = draft.most_load(agent, unsocial)
        over = draft.excess(draft.load(agent, unsocial) - ceiling, most - ceiling)
        draft.penalize(LEVEL, KEY, Subject(agent=agent), over)

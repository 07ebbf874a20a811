"""agent_balance: Σ_a d(a)², d = distance of a's seats from [⌊f⌋, ⌈f⌉]."""

from __future__ import annotations

from solver.model.draft import Draft
from wfm.fair_share import load_bands
from wfm.finding import Level, Subject

KEY = "agent_balance"
LEVEL = Level.QUALITY


def post(draft: Draft) -> None:
    """Penalise seats outside an agent's fair load by their square."""
    for agent, band in load_bands(draft.plan).items():
        shifts = draft.shifts_of[agent]
        most = draft.most_load(agent, shifts)
        outside = draft.distance_squared(LEVEL, draft.load(agent, shifts), band, most)
        draft.penalize(LEVEL, KEY, Subject(agent=agent), outside)

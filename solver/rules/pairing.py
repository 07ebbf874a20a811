"""pairing: Σ_m y[m, s] ≤ 1 for every shift s that is not ``mixed``.

y[m, s] = 1 where one or more of m's agents sit on s.
"""

from __future__ import annotations

from solver.model.draft import Draft
from solver.model.expressions import total
from wfm.finding import Level, Subject

KEY = "pairing"
LEVEL = Level.HARD


def post(draft: Draft) -> None:
    """Require that all agents of a shift come from one municipality."""
    for shift in draft.plan.shifts:
        homes = dict.fromkeys(draft.plan.agent[agent].municipality for agent in draft.agents_on[shift.id])
        if len(homes) > 1 and not draft.plan.mixed_on(shift.id):
            sitting = total([draft.sits[home, shift.id] for home in homes])
            draft.require(sitting <= 1, KEY, Subject(shift=shift.id))

"""frozen: x[a, s] = 1 for the baseline's assignments on frozen shifts s; no other has a variable there."""

from __future__ import annotations

from solver.model.draft import Draft
from wfm.finding import Level, Subject

KEY = "frozen"
LEVEL = Level.HARD


def post(draft: Draft) -> None:
    """Require that all stay who sit on a frozen shift; none are, where there is no baseline."""
    for (agent, shift), variable in draft.assigned.items():
        if shift in draft.frozen:
            draft.hold(variable == 1, KEY, Subject(agent=agent, shift=shift))

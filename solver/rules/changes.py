"""changes: Σ_{(a, s) in the baseline} (1 − x[a, s]), x[a, s] = 0 where the pair has no variable."""

from __future__ import annotations

from solver.model.draft import Draft
from wfm.finding import Level, Subject

KEY = "changes"
LEVEL = Level.CHANGES


def post(draft: Draft) -> None:
    """Penalise every assignment of the baseline that is gone; none is, where there is no baseline."""
    if draft.baseline is None:
        return
    for agent, shift in draft.baseline.roster:
        gone = 1 - draft.load(agent, [shift])
        draft.penalize(LEVEL, KEY, Subject(agent=agent, shift=shift), gone)

"""week_spread: Σ_{m, w} distance of m's units in ISO week w from [⌊f⌋, ⌈f⌉]."""

from __future__ import annotations

from solver.model.draft import Draft
from wfm.fair_share import week_bands
from wfm.finding import Level, Subject

KEY = "week_spread"
LEVEL = Level.QUALITY


def post(draft: Draft) -> None:
    """Penalise units that lie outside an even spread over the weeks."""
    plan = draft.plan
    for (code, week), band in week_bands(plan).items():
        units, most = draft.units_on(code, [shift.id for shift in plan.shifts_of_week[week]])
        outside = draft.distance(units, band, most)
        draft.penalize(LEVEL, KEY, Subject(municipality=code, week=week), outside)

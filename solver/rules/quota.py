"""quota: Σ_m (units(m) − target(m))² over staffing municipalities m."""

from __future__ import annotations

from solver.model.draft import Draft
from wfm.finding import Level, Subject
from wfm.quota import Band

KEY = "quota"
LEVEL = Level.QUOTA


def post(draft: Draft) -> None:
    """Penalise every municipality off its target by the square of the units."""
    everywhere = [shift.id for shift in draft.plan.shifts]
    for code, quota in draft.plan.quotas.items():
        units, most = draft.units_on(code, everywhere)
        off = draft.distance_squared(LEVEL, units, Band(quota.target, quota.target), most)
        draft.penalize(LEVEL, KEY, Subject(municipality=code), off)

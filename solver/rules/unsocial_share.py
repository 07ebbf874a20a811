"""unsocial_share: Σ_m distance of m's unsocial units from [⌊f⌋, ⌈f⌉]."""

from __future__ import annotations

from solver.model.draft import Draft
from wfm.fair_share import unsocial_bands
from wfm.finding import Level, Subject

KEY = "unsocial_share"
LEVEL = Level.QUALITY


def post(draft: Draft) -> None:
    """Penalise unsocial units outside a municipality's share."""
    unsocial = [shift.id for shift in draft.plan.shifts if shift.unsocial]
    for code, band in unsocial_bands(draft.plan).items():
        units, most = draft.units_on(code, unsocial)
        draft.penalize(LEVEL, KEY, Subject(municipality=code), draft.distance(units, band, most))

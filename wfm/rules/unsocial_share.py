"""unsocial_share: each staffing municipality takes its share of the unsocial units.

Model: Σ_m distance of m's unsocial units from [⌊f⌋, ⌈f⌉], f = target × unsocial units ÷ all units.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from wfm.fair_share import band_param, units_message, units_sat, unsocial_bands
from wfm.finding import Finding, Level, Subject
from wfm.message import Text
from wfm.plan import Plan
from wfm.roster import Roster

KEY = "unsocial_share"
LEVEL = Level.QUALITY

OUTSIDE = Text("unsocial_share.outside", "{municipality} has {sat}; its share is {band}")


def measure(plan: Plan, roster: Roster) -> Iterator[Finding]:
    """Yield every municipality outside its band, amount = units outside."""
    sat: Counter[str] = Counter()
    for code, shift, units in units_sat(plan, roster):
        sat[code] += units if shift.unsocial else 0
    for code, band in unsocial_bands(plan).items():
        outside = band.outside(sat[code])
        if outside:
            name = plan.municipality[code].name
            message = OUTSIDE(
                municipality=name, sat=units_message(plan, sat[code], unsocial=True), band=band_param(band)
            )
            yield Finding(KEY, LEVEL, Subject(municipality=code), outside, message)

"""week_spread: a municipality's units are spread over the weeks.

Model: Σ_{m, w} distance of m's units in ISO week w from [⌊f⌋, ⌈f⌉], f = target × units of w ÷ all units.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from wfm.calendar import Week
from wfm.fair_share import band_param, units_message, units_sat, week_bands
from wfm.finding import Finding, Level, Subject
from wfm.ids import MunicipalityCode
from wfm.message import Text
from wfm.plan import Plan
from wfm.roster import Roster

KEY = "week_spread"
LEVEL = Level.QUALITY

OUTSIDE = Text(
    "week_spread.outside",
    "{municipality} has {sat} in {week:week}; an even spread is {band}",
)


def measure(plan: Plan, roster: Roster) -> Iterator[Finding]:
    """Yield every municipality and week outside the band, amount = units outside."""
    sat: Counter[tuple[MunicipalityCode, Week]] = Counter()
    for code, shift, units in units_sat(plan, roster):
        sat[code, shift.week] += units
    for (code, week), band in week_bands(plan).items():
        outside = band.outside(sat[code, week])
        if outside:
            message = OUTSIDE(
                municipality=plan.municipality[code].name,
                sat=units_message(plan, sat[code, week]),
                week=str(week),
                band=band_param(band),
            )
            yield Finding(KEY, LEVEL, Subject(municipality=code, week=week), outside, message)

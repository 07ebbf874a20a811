"""agent_balance: a municipality's seats are spread over its agents by their load.

Model: Σ_a d(a)², d = distance of a's seats from [⌊f⌋, ⌈f⌉],
f = target × (all seats ÷ all units) × w ÷ Σ w of the municipality's agents − a's carry-over, at least 0,
w = fte × the part of the period's shifts that lie in weeks in which the agent could be assigned.
"""

from __future__ import annotations

from collections.abc import Iterator

from wfm.fair_share import band_param, load_bands
from wfm.finding import Finding, Level, Subject
from wfm.message import Plural
from wfm.plan import Plan
from wfm.roster import Roster

KEY = "agent_balance"
LEVEL = Level.QUALITY

OUTSIDE = Plural(
    "agent_balance.outside",
    "{agent} has {n:number} shift; a fair load is {band}",
    "{agent} has {n:number} shifts; a fair load is {band}",
)


def measure(plan: Plan, roster: Roster) -> Iterator[Finding]:
    """Yield every agent outside the band, amount = seats outside, squared."""
    for agent, band in load_bands(plan).items():
        sat = len(roster.of_agent(agent))
        outside = band.outside(sat)
        if outside:
            message = OUTSIDE(agent=plan.labels[agent], n=sat, band=band_param(band))
            yield Finding(KEY, LEVEL, Subject(agent=agent), outside * outside, message)

"""unsocial_balance: nobody carries more than their part of the municipality's unsocial seats.

Model: Σ_a max(0, unsocial seats of a − ⌈f⌉),
f = target × (all seats ÷ all units) × (unsocial seats ÷ all seats) × w ÷ Σ w of those of the
municipality's agents who could be assigned to at least one unsocial shift − a's carry-over of unsocial
seats, at least 0.
"""

from __future__ import annotations

from collections.abc import Iterator

from wfm.fair_share import unsocial_ceilings
from wfm.finding import Finding, Level, Subject
from wfm.message import Plural
from wfm.plan import Plan
from wfm.roster import Roster

KEY = "unsocial_balance"
LEVEL = Level.QUALITY

OVER = Plural(
    "unsocial_balance.over",
    "{agent} has {n:number} unsocial shift; a fair share is at most {ceiling:number}",
    "{agent} has {n:number} unsocial shifts; a fair share is at most {ceiling:number}",
)


def measure(plan: Plan, roster: Roster) -> Iterator[Finding]:
    """Yield every agent over the ceiling, amount = unsocial seats over it."""
    for agent, ceiling in unsocial_ceilings(plan).items():
        sat = sum(plan.shift[shift].unsocial for shift in roster.of_agent(agent))
        if sat > ceiling:
            message = OVER(agent=plan.labels[agent], n=sat, ceiling=ceiling)
            yield Finding(KEY, LEVEL, Subject(agent=agent), sat - ceiling, message)

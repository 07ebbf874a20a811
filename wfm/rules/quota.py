"""quota: how far municipalities are from their targets, squared.

Model: Σ_m (units(m) − target(m))² over staffing municipalities: one municipality four off is worse
than four one off.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from wfm.fair_share import units_message, units_sat
from wfm.finding import Finding, Level, Subject
from wfm.message import Text
from wfm.plan import Plan
from wfm.roster import Roster

KEY = "quota"
LEVEL = Level.QUOTA

OFF = Text("quota.off", "{municipality} is assigned {assigned}; its target is {target:number}")


def measure(plan: Plan, roster: Roster) -> Iterator[Finding]:
    """Yield every municipality off its target, amount = units off, squared."""
    assigned: Counter[str] = Counter()
    for code, _, units in units_sat(plan, roster):
        assigned[code] += units
    for municipality in plan.staffing:
        target, sat = plan.quotas[municipality.code].target, assigned[municipality.code]
        if sat != target:
            message = OFF(municipality=municipality.name, assigned=units_message(plan, sat), target=target)
            subject = Subject(municipality=municipality.code)
            yield Finding(KEY, LEVEL, subject, (sat - target) ** 2, message)

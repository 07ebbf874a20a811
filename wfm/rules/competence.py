"""competence: holders missing below ``min_agents``, over all shifts and competences.

Model: Σ_{s, c} max(0, min_agents(c) − Σ_{a holds c} x[a, s]); an empty shift misses them all.
"""

from __future__ import annotations

from collections.abc import Iterator

from wfm.finding import Finding, Level, Subject
from wfm.message import Plural
from wfm.plan import Plan
from wfm.roster import Roster

KEY = "competence"
LEVEL = Level.COMPETENCE

MISSING = Plural(
    "competence.missing",
    "{n:number} agent with {competence} is missing on {shift:shift}",
    "{n:number} agents with {competence} are missing on {shift:shift}",
)


def measure(plan: Plan, roster: Roster) -> Iterator[Finding]:
    """Yield every shift and competence with too few holders, amount = holders missing."""
    for shift in plan.shifts:
        sitting = [plan.agent[agent] for agent in set(roster.on(shift.id))]
        for competence in plan.hotline.competences:
            holders = sum(competence.code in agent.competences for agent in sitting)
            missing = competence.min_agents - holders
            if missing > 0:
                subject = Subject(shift=shift.id, competence=competence.code)
                message = MISSING(n=missing, competence=competence.name, shift=shift.id)
                yield Finding(KEY, LEVEL, subject, missing, message)

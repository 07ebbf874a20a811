"""standby: every seat has somebody who could step in if its agent fell ill.

Model: Σ over occupied seats (a, s): 1 where no agent who is not on s could take the seat without breaking a
hard rule or adding a missing competence. It is counted whatever its weight; at 0, the default, it costs
nothing and changes no roster.
"""

from __future__ import annotations

from collections.abc import Iterator

from wfm.finding import Finding, Level, Subject
from wfm.message import Text
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.stand_ins import StandInSearch

KEY = "standby"
LEVEL = Level.QUALITY

ALONE = Text("standby.alone", "nobody could step in for {agent} on {shift:shift}")


def measure(plan: Plan, roster: Roster) -> Iterator[Finding]:
    """Yield every occupied seat that nobody else could take, amount 1."""
    search = StandInSearch(plan, roster)
    for shift in plan.shifts:
        for agent in dict.fromkeys(roster.on(shift.id)):
            if next(search.find(agent, shift.id), None) is None:
                message = ALONE(agent=plan.labels[agent], shift=shift.id)
                yield Finding(KEY, LEVEL, Subject(agent=agent, shift=shift.id), 1, message)

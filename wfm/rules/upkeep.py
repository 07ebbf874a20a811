"""upkeep: an agent who could sit sits at least once in every window of ``upkeep_weeks`` ISO weeks.

Model: Σ over agents and windows of consecutive ISO weeks of the period: 1 where the agent could be
assigned to a shift of the window and is assigned to none. Competences fade when they are not used.
"""

from __future__ import annotations

from collections.abc import Iterator

from wfm.fair_share import upkeep_windows
from wfm.finding import Finding, Level, Subject
from wfm.message import Text
from wfm.plan import Plan
from wfm.roster import Roster

KEY = "upkeep"
LEVEL = Level.QUALITY

IDLE = Text("upkeep.idle", "{agent} has no shift from {first:short_week} to {last:week}")


def measure(plan: Plan, roster: Roster) -> Iterator[Finding]:
    """Yield every agent and window without a shift, amount 1."""
    windows = tuple((window, str(window[0]), str(window[-1])) for window in upkeep_windows(plan))
    for agent in plan.staffing_agents:
        could = plan.weeks_open_to[agent.id]
        does = {plan.shift[shift].week for shift in roster.of_agent(agent.id)}
        for window, first, last in windows:
            if not could.isdisjoint(window) and does.isdisjoint(window):
                message = IDLE(agent=plan.labels[agent.id], first=first, last=last)
                yield Finding(KEY, LEVEL, Subject(agent=agent.id, week=window[0]), 1, message)

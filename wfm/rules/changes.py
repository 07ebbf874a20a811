"""changes: assignments of the baseline that the roster lacks; only where there is a baseline.

Model: Σ_{(a, s) in the baseline} (1 − x[a, s]), also where (a, s) can no longer be.
"""

from __future__ import annotations

from collections.abc import Iterator

from wfm.baseline import Baseline
from wfm.finding import Finding, Level, Subject
from wfm.message import Text
from wfm.plan import Plan
from wfm.roster import Roster

KEY = "changes"
LEVEL = Level.CHANGES

GONE = Text("changes.gone", "{agent} no longer sits on {shift:shift}")


def measure(plan: Plan, roster: Roster, baseline: Baseline) -> Iterator[Finding]:
    """Yield every assignment of the baseline that is gone, amount 1, in order of time."""
    gone = baseline.roster.difference(roster)
    for agent, shift in sorted(gone, key=lambda pair: (pair[1], pair[0])):
        message = GONE(agent=plan.labels[agent], shift=shift)
        yield Finding(KEY, LEVEL, Subject(agent=agent, shift=shift), 1, message)

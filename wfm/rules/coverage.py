"""coverage: seats left empty.

Model: Σ_s (seats(s) − Σ_a x[a, s]), each at least 0.
"""

from __future__ import annotations

from collections.abc import Iterator

from wfm.finding import Finding, Level, Subject
from wfm.message import Plural
from wfm.plan import Plan
from wfm.roster import Roster

KEY = "coverage"
LEVEL = Level.COVERAGE

EMPTY = Plural(
    "coverage.empty",
    "{n:number} seat is empty on {shift:shift}",
    "{n:number} seats are empty on {shift:shift}",
)


def measure(plan: Plan, roster: Roster) -> Iterator[Finding]:
    """Yield every shift with empty seats, amount = empty seats."""
    for shift in plan.shifts:
        empty = shift.seats - len(set(roster.on(shift.id)))
        if empty > 0:
            yield Finding(KEY, LEVEL, Subject(shift=shift.id), empty, EMPTY(n=empty, shift=shift.id))

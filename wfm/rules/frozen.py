"""frozen: shifts before the baseline's ``freeze_before`` stay as they are; only where there is a baseline.

Model: x[a, s] = 1 for the baseline's assignments on frozen shifts s, and 0 for all others there.
"""

from __future__ import annotations

from collections.abc import Iterator

from wfm.baseline import Baseline
from wfm.finding import Finding, Level, Subject
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.roster import Roster

KEY = "frozen"
LEVEL = Level.HARD

LEFT = Text("frozen.left", "{agent} was taken off {shift:shift}, which is frozen")
JOINED = Text("frozen.joined", "{agent} was put on {shift:shift}, which is frozen")
STAYS = Text("frozen.stays", "{shift:shift} is frozen, and {agent} sits on it")


def measure(plan: Plan, roster: Roster, baseline: Baseline) -> Iterator[Finding]:
    """Yield every assignment taken from a frozen shift or put on one, amount 1."""
    frozen = baseline.frozen_shifts(plan)
    stays = frozenset(baseline.frozen_part(plan))
    sits = frozenset((agent, shift) for agent, shift in roster if shift in frozen)
    for agent, shift in sorted(stays ^ sits, key=lambda pair: (pair[1], pair[0])):
        text = LEFT if (agent, shift) in stays else JOINED
        message = text(agent=plan.labels[agent], shift=shift)
        yield Finding(KEY, LEVEL, Subject(agent=agent, shift=shift), 1, message)


def reason(plan: Plan, subject: Subject) -> Message:
    """Say who sits on the frozen shift."""
    return STAYS(shift=subject.shift, agent=plan.labels[subject.agent])

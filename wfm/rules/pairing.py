"""pairing: all agents of a shift come from one municipality, unless its pairing is ``mixed``.

The hotline says so for every shift, or a row of ``demand`` for one.

Model (``same_municipality``): x[a, s] ≤ y[m(a), s] and Σ_m y[m, s] ≤ 1 for every shift s.
"""

from __future__ import annotations

from collections.abc import Iterator

from wfm.finding import Finding, Level, Subject
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.roster import Roster

KEY = "pairing"
LEVEL = Level.HARD

MIXED = Text(
    "pairing.mixed",
    "Agents of {municipalities:list} share {shift:shift}; a shift belongs to one municipality",
)
ONE = Text("pairing.one", "All agents on {shift:shift} must come from one municipality")


def measure(plan: Plan, roster: Roster) -> Iterator[Finding]:
    """Yield every shift on which several municipalities sit, amount = municipalities too many."""
    for shift, agents in roster.agents_on.items():
        codes = dict.fromkeys(plan.agent[agent].municipality for agent in agents)
        if len(codes) > 1 and not plan.mixed_on(shift):
            names = tuple(plan.municipality[code].name for code in codes)
            message = MIXED(shift=shift, municipalities=names)
            yield Finding(KEY, LEVEL, Subject(shift=shift), len(codes) - 1, message)


def reason(plan: Plan, subject: Subject) -> Message:
    """Say that the shift belongs to one municipality."""
    return ONE(shift=subject.shift)

"""The rules, one file each: what it says, what it costs, the sentences people read. No solver.

A rule file has ``KEY``, ``LEVEL``, ``measure(plan, roster)`` and, where it is hard,
``reason(plan, subject)``. The file of the same name in `solver/rules/` posts it to CP-SAT. A rule that
compares with a baseline measures ``(plan, roster, baseline)``, and counts only where there is one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, cast

from wfm.baseline import Baseline
from wfm.finding import Finding, Level, Subject
from wfm.message import Message
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.rules import (
    agent_balance,
    availability,
    changes,
    competence,
    coverage,
    employment,
    frozen,
    locks,
    pairing,
    participation,
    quota,
    rest,
    seats,
    shifts_per_day,
    shifts_per_week,
    standby,
    unsocial_balance,
    unsocial_share,
    upkeep,
    week_spread,
    wishes,
)


class Rule(Protocol):
    """What every rule file offers."""

    KEY: str
    LEVEL: Level

    @staticmethod
    def measure(plan: Plan, roster: Roster) -> Iterable[Finding]:
        """Yield a finding, with an amount above 0, for all that is not as the rule wants it."""
        ...


class Binding(Protocol):
    """A rule that no roster of ours breaks can also say why it binds."""

    KEY: str

    @staticmethod
    def reason(plan: Plan, subject: Subject) -> Message:
        """Return the sentence of a conflict: what the rule demands of this subject."""
        ...


class HardRule(Rule, Binding, Protocol):
    """What a rule file offers that no roster of ours breaks."""


class BaselineRule(Protocol):
    """A rule that compares a roster with the one to stay close to."""

    KEY: str
    LEVEL: Level

    @staticmethod
    def measure(plan: Plan, roster: Roster, baseline: Baseline) -> Iterable[Finding]:
        """Yield a finding, with an amount above 0, for all that is not as the rule wants it."""
        ...


HARD_RULES = cast(
    "tuple[HardRule, ...]",
    (
        seats,
        availability,
        employment,
        shifts_per_day,
        shifts_per_week,
        rest,
        pairing,
        locks,
        participation,
    ),
)
SCORING_RULES = cast(
    "tuple[Rule, ...]",
    (
        coverage,
        competence,
        quota,
        unsocial_share,
        agent_balance,
        unsocial_balance,
        upkeep,
        week_spread,
        standby,
        wishes,
    ),
)
ALL_RULES: tuple[Rule, ...] = (*HARD_RULES, *SCORING_RULES)
"""In the contract's order."""

ALWAYS_COUNTED = frozenset({standby.KEY})
"""Rules whose amount is a figure of its own, whatever their weight."""

UNDIVIDED = frozenset({standby.KEY})
"""Rules whose cost is no sum over municipalities: what one's agents do changes what another's shifts cost."""

BASELINE_RULES = cast("tuple[BaselineRule, ...]", (frozen, changes))
"""Those that count only where there is a baseline, in the order of their levels."""

BINDING_RULES = cast("tuple[Binding, ...]", (*HARD_RULES, frozen))
"""Those that no roster of ours breaks, with or without a baseline."""

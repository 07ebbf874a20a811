"""The rules once more, one file each, for CP-SAT: ``post(draft)`` and nothing else.

What a rule says, measures and tells people stands in the file of the same name in `wfm/rules/`;
`tests/solver/test_agreement.py` holds the two halves together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from solver.rules import (
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
from wfm.baseline import Baseline
from wfm.finding import Level

if TYPE_CHECKING:
    from solver.model.draft import Draft


class PostedRule(Protocol):
    """What every file of a rule offers here."""

    KEY: str
    LEVEL: Level

    @staticmethod
    def post(draft: Draft) -> None:
        """Add the rule to a draft, by :meth:`Draft.require` or by :meth:`Draft.penalize`."""
        ...


HARD_RULES = cast(
    "tuple[PostedRule, ...]",
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
    "tuple[PostedRule, ...]",
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
ALL_RULES: tuple[PostedRule, ...] = (*HARD_RULES, *SCORING_RULES)
"""In the contract's order."""

BASELINE_RULES = cast("tuple[PostedRule, ...]", (frozen, changes))
"""Those that count only where there is a baseline; where there is none they add nothing."""


def rules_of(baseline: Baseline | None) -> tuple[PostedRule, ...]:
    """Return the rules that count, those of a baseline only where there is one."""
    return ALL_RULES if baseline is None else (*ALL_RULES, *BASELINE_RULES)

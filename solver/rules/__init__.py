"""The rules once more, one file each, for CP-SAT: ``post(draft)`` and nothing else.

What a rule says, measures and tells people stands in the file of the same name in `wfm/rules/`;
`tests/solver/test_agreement.py` holds the two halves together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from solver.rules import (
    agent_balance,
    availability,
    competence,
    coverage,
    employment,
    locks,
    pairing,
    participation,
    quota,
    rest,
    seats,
    shifts_per_day,
    shifts_per_week,
    unsocial_balance,
    unsocial_share,
    upkeep,
    week_spread,
    wishes,
)
from wfm.finding import Level

if TYPE_CHECKING:
    from solver.draft import Draft


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
        wishes,
    ),
)
ALL_RULES: tuple[PostedRule, ...] = (*HARD_RULES, *SCORING_RULES)
"""In the contract's order."""

"""Limits and weights of hotline.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

DEFAULT_WEIGHTS: Mapping[str, int] = MappingProxyType(
    {
        "unsocial_share": 10,
        "agent_balance": 8,
        "unsocial_balance": 6,
        "upkeep": 6,
        "week_spread": 5,
        "standby": 0,
        "wishes": 1,
    }
)

LATER_WEIGHTS = frozenset({"standby"})
"""Left out at 0 of what is written: plans of before keep their fingerprints, kept tables their text."""


@dataclass(frozen=True)
class Limits:
    """Defaults for every agent.

    Parameters
    ----------
    shifts_per_day
        At most, on a local date.
    shifts_per_week
        At most, in an ISO week; an agent may have an own limit.
    rest
        Elapsed minutes between the last shift of a day and the first of a later day.
    """

    shifts_per_day: int = 1
    shifts_per_week: int = 3
    rest: int = 11 * 60


@dataclass(frozen=True)
class Weights:
    """Weights of the quality rules by rule key (0 turns one off), and the upkeep window.

    Parameters
    ----------
    by_rule
        Integers, at least 0.
    upkeep_weeks
        ISO weeks in an upkeep window, at least 1.
    """

    by_rule: Mapping[str, int] = field(default_factory=lambda: DEFAULT_WEIGHTS)
    upkeep_weeks: int = 4

    def of(self, rule: str) -> int:
        """Return the weight of a rule; one that the plan does not name weighs nothing."""
        return self.by_rule.get(rule, 0)

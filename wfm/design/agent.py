"""DesignAgent: an agent with contract hours, who works duties that are designed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from wfm.ids import AgentId, CompetenceCode

FULL_TIME = 37
"""Hours of a full-time post in a week."""


@dataclass(frozen=True)
class DesignAgent:
    """A person with a contract of some hours a week.

    Parameters
    ----------
    id
        Unique in the plan.
    name
        As shown to people.
    competences
        What the agent is trained to answer.
    weekly_minutes
        Contract minutes of a whole week, above 0.
    posts
        The posts that each administration put into this agent, by its name; empty where none is named.
    flex_balance
        Minutes worked above the contract in earlier periods; negative below it.
    first_day, last_day
        Employment, both inclusive; ``None`` where open.
    """

    id: AgentId
    name: str
    competences: frozenset[CompetenceCode] = frozenset()
    weekly_minutes: Fraction = Fraction(FULL_TIME * 60)
    posts: Mapping[str, Fraction] = field(default_factory=dict)
    flex_balance: int = 0
    first_day: date | None = None
    last_day: date | None = None

    def employed_on(self, day: date) -> bool:
        """Tell whether the day lies in the employment."""
        return (self.first_day is None or self.first_day <= day) and (
            self.last_day is None or day <= self.last_day
        )

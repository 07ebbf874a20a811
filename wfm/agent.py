"""Agent: municipality, competences, fte, own limits, employment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from wfm.ids import AgentId, CompetenceCode, MunicipalityCode


@dataclass(frozen=True)
class Agent:
    """A person who answers the hotline, in one employment.

    Parameters
    ----------
    id
        Unique in the plan.
    name
        As shown to people.
    municipality
        Code of the employer.
    competences
        What the agent is trained to answer.
    fte
        Weight in the municipality's load, above 0.
    shifts_per_week
        Own limit, or ``None`` for the hotline's.
    first_day, last_day
        Employment, both inclusive; ``None`` where open.
    email, phone
        Contact; may be empty. They never leave the plan except to the agent.
    person
        The same for all agents that are one human being, who has several employments; empty for others.
    carry_over, unsocial_carry_over
        Seats, and unsocial ones, that the agent sat above (negative: below) the fair load of earlier periods.
    beside_until
        Until this day, inclusive, the agent is a novice: takes no seat, and sits beside colleagues who do;
        ``None`` for everybody who is experienced.
    """

    id: AgentId
    name: str
    municipality: MunicipalityCode
    competences: frozenset[CompetenceCode] = frozenset()
    fte: Fraction = Fraction(1)
    shifts_per_week: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    email: str = ""
    phone: str = ""
    person: str = ""
    carry_over: Fraction = Fraction(0)
    unsocial_carry_over: Fraction = Fraction(0)
    beside_until: date | None = None

    def employed_on(self, day: date) -> bool:
        """Tell whether the day lies in the employment."""
        return (self.first_day is None or self.first_day <= day) and (
            self.last_day is None or day <= self.last_day
        )

    def is_novice_on(self, day: date) -> bool:
        """Tell whether the agent sits beside on that day, and so takes no seat."""
        return self.beside_until is not None and day <= self.beside_until

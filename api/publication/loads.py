"""What each agent sits in a period, beside the fair load that the rules measure against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from api.publication.publication import Publication
from wfm.agent import Agent
from wfm.fair_share import FairLoad
from wfm.personal_carry_over import PersonalCarryOver
from wfm.quota import Band


class Fairness(StrEnum):
    """Where a load lies: below the fair band, in it, or above it."""

    BELOW = "below"
    FAIR = "fair"
    ABOVE = "above"


@dataclass(frozen=True)
class Load:
    """One agent's seats and balances; no band for an agent of a municipality that only finances.

    ``fair`` is the exact amount that the band lies around, where it may be told how it is made.
    """

    agent: Agent
    seats: int
    unsocial: int
    band: Band | None
    unsocial_ceiling: int
    carry_over: PersonalCarryOver | None
    fair: FairLoad | None = None

    @property
    def fairness(self) -> Fairness:
        """Tell where the seats lie."""
        if self.band is None or not self.band.outside(self.seats):
            return Fairness.FAIR
        return Fairness.BELOW if self.seats < self.band.low else Fairness.ABOVE


def loads(publication: Publication) -> Iterator[Load]:
    """Yield the load of every agent of the plan, in order of id."""
    plan, roster = publication.plan, publication.roster
    bands, ceilings = publication.bands, publication.ceilings
    for agent in publication.people.values():
        shifts = roster.of_agent(agent.id)
        yield Load(
            agent=agent,
            seats=len(shifts),
            unsocial=sum(plan.shift[shift].unsocial for shift in shifts),
            band=bands.get(agent.id),
            unsocial_ceiling=ceilings.get(agent.id, 0),
            carry_over=publication.carry_overs.get(agent.id),
            fair=publication.fair_loads.get(agent.id),
        )

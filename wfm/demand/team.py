"""Who sits on a shift, by what is known of how long they take: others, and novices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from math import comb

from wfm.agent import Agent
from wfm.calendar import Shift
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.service_target import ServiceTarget

_LEAST_CHANCE = 1e-9


@dataclass(frozen=True, order=True)
class Team:
    """Agents by what is known of how long they take: others, and novices."""

    others: int
    novices: int = 0

    @property
    def size(self) -> int:
        """All of them."""
        return self.others + self.novices

    def present(self, shrinkage: float) -> Iterator[tuple[float, Team]]:
        """Yield who may be there, each away by chance, and how likely that is."""
        for others in range(self.others + 1):
            for novices in range(self.novices + 1):
                away = self.size - others - novices
                chance = (
                    comb(self.others, others)
                    * comb(self.novices, novices)
                    * (1 - shrinkage) ** (others + novices)
                    * shrinkage**away
                )
                if chance > _LEAST_CHANCE:
                    yield chance, Team(others, novices)


def team_of(plan: Plan, roster: Roster, shift: Shift) -> Team:
    """Return who sits on a shift, novices apart where the hotline says that they take longer."""
    target = plan.hotline.service
    agents = [plan.agent[agent] for agent in roster.on(shift.id)]
    novices = sum(is_new(agent, shift, target) for agent in agents)
    return Team(len(agents) - novices, novices)


def is_new(agent: Agent, shift: Shift, target: ServiceTarget) -> bool:
    """Tell whether an agent counts as a novice on a shift: by dates that the plan knows, nothing else."""
    if target.novice_factor == 1:
        return False
    day = timedelta(days=1)
    begun = [one for one in (agent.first_day, agent.beside_until and agent.beside_until + day) if one]
    return bool(begun) and shift.day < max(begun) + timedelta(weeks=target.novice_weeks)

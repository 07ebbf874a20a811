"""Candidates: which agents of a municipality may fill a shift together.

A model whose variables are teams is far stronger than one of agents: what a team lacks is known before the
search, and half a team of each kind is no way to hold every competence. The number of teams grows fast,
though, so a municipality with many agents keeps a variable for each of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

from wfm.ids import AgentId, CompetenceCode
from wfm.plan import Plan

Found = Sequence[tuple[AgentId, ...]] | None

MOST_TEAMS = 60
"""Teams of a municipality on a shift up to which each gets a variable."""


@dataclass(frozen=True)
class TeamDemands:
    """What is asked of every team.

    Parameters
    ----------
    filled
        That it fills the shift: no seat may stay empty.
    complete
        That it holds every competence: none may be missing.
    """

    filled: bool
    complete: bool


class Candidates:
    """The teams of a plan, counted once for each group of agents.

    Parameters
    ----------
    plan
        Who holds which competence.
    wanted
        What is asked of a team.
    """

    def __init__(self, plan: Plan, wanted: TeamDemands) -> None:
        self.wanted = wanted
        self._plan = plan
        self._known: dict[tuple[int, tuple[AgentId, ...]], Found] = {}

    def of(self, agents: Sequence[AgentId], seats: int) -> Found:
        """Return the teams that agents of one municipality make on a shift; ``None`` for too many."""
        key = seats, tuple(agents)
        if key not in self._known:
            self._known[key] = self._made(agents, seats)
        return self._known[key]

    def _made(self, agents: Sequence[AgentId], seats: int) -> Found:
        sizes = range(seats if self.wanted.filled else 1, seats + 1)
        if sum(comb(len(agents), size) for size in sizes) > MOST_TEAMS:
            return None
        teams = (
            team
            for size in sizes
            for team in combinations(agents, size)
            if len({self._plan.first_self[agent] for agent in team}) == size
        )
        return [
            team for team in teams if not (self.wanted.complete and any(holders_lacking(self._plan, team)))
        ]


def holders_lacking(plan: Plan, team: Collection[AgentId]) -> Iterator[int]:
    """Yield for each competence how many holders a team lacks."""
    for competence in plan.hotline.competences:
        yield max(0, competence.min_agents - holders(plan, team, competence.code))


def holders(plan: Plan, team: Collection[AgentId], code: CompetenceCode) -> int:
    """Return how many of some agents hold a competence."""
    return sum(code in plan.agent[agent].competences for agent in team)

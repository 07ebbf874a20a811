"""What can be had of a shift alone: the best team it could get next to a baseline, and who is in such teams.

Best is: fewest empty seats, then fewest holders missing, then fewest assignments of the baseline gone.
Only who could be assigned counts, so no roster does better on that shift, whatever it gives up
elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from math import comb
from typing import NamedTuple

from solver.search.counting_bounds import (
    able_on,
    groups_of,
    holders_short,
    least_changes,
    least_empty,
    least_missing,
    people_among,
)
from wfm.agent import Agent
from wfm.calendar import Shift
from wfm.ids import AgentId
from wfm.plan import Plan
from wfm.roster import Roster

MOST_TEAMS = 5000
"""Teams compared for a shift; where there are more, a weaker bound is counted and nobody is left out."""


class Worth(NamedTuple):
    """What a team is worth, the first figure first; each is better the less it is, and they add up."""

    least_empty: int
    least_missing: int
    least_changes: int

    @classmethod
    def total(cls, parts: Iterable[Worth]) -> Worth:
        """Return the sum, figure by figure."""
        listed = tuple(parts)
        return cls(*(sum(part[place] for part in listed) for place in range(3)))


class Choice(NamedTuple):
    """The best that a shift can get, and who may be among them; ``None`` for anybody."""

    least: Worth
    agents: frozenset[AgentId] | None


def worth(plan: Plan, shift: Shift, team: Sequence[Agent], sat: frozenset[AgentId]) -> Worth:
    """Return what a team is worth on a shift on which others `sat` in the baseline."""
    gone_from = len(sat - {agent.id for agent in team})
    return Worth(max(0, shift.seats - len(team)), holders_short(plan, team, len(team)), gone_from)


def choice(plan: Plan, shift: Shift, baseline: Roster) -> Choice:
    """Return the best that a shift can get.

    Parameters
    ----------
    plan, shift
        The shift and its plan; no frozen one.
    baseline
        The roster to stay close to.
    """
    groups = groups_of(plan, shift, able_on(plan, shift))
    sat = frozenset(baseline.on(shift.id))
    for agents in groups:
        before = [agent for agent in agents if agent.id in sat]
        filled = len(people_among(plan, before)) == len(sat) == shift.seats
        if filled and not holders_short(plan, before, shift.seats):
            return Choice(Worth(0, 0, 0), sat)
    if sum(comb(len(agents), min(shift.seats, len(agents))) for agents in groups) > MOST_TEAMS:
        least = Worth(
            least_empty(plan, shift, groups),
            least_missing(plan, shift, groups),
            least_changes(shift, groups, baseline),
        )
        return Choice(least, None)
    return _best(plan, shift, tuple(_teams(plan, shift, groups)), sat)


def _teams(plan: Plan, shift: Shift, groups: Sequence[Sequence[Agent]]) -> Iterator[Sequence[Agent]]:
    """Yield every team of different people that fills a shift as far as its group can."""
    for agents in groups:
        size = min(shift.seats, len(people_among(plan, agents)))
        for team in combinations(agents, size):
            if len(people_among(plan, team)) == size:
                yield team
    yield ()


def _best(plan: Plan, shift: Shift, teams: Sequence[Sequence[Agent]], sat: frozenset[AgentId]) -> Choice:
    priced = [(worth(plan, shift, team, sat), team) for team in teams]
    least = min(price for price, _ in priced)
    among = frozenset(agent.id for price, team in priced if price == least for agent in team)
    return Choice(least, among)

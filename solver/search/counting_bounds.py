"""Bounds that need no solver: what no roster can go below, whatever it gives up elsewhere.

They hold on their own, so they are also reported for a level after one that is not proven. Each
counts who could be assigned, nothing more; a plan's usual bound is 0. Frozen shifts count as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from wfm.agent import Agent
from wfm.baseline import Baseline
from wfm.calendar import Shift
from wfm.finding import Level
from wfm.hotline import Pairing
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.plan import Plan
from wfm.roster import Roster


def plain_bounds(plan: Plan, baseline: Baseline | None = None) -> Mapping[Level, int]:
    """Return a bound for each level but ``quality``, by counting; ``changes`` only with a baseline."""
    stays = {} if baseline is None else _sitting(plan, baseline)
    able = {shift.id: able_on(plan, shift) for shift in plan.shifts if shift.id not in stays}
    groups = {shift: groups_of(plan, plan.shift[shift], homes) for shift, homes in able.items()}
    groups |= {shift: [agents] for shift, agents in stays.items()}
    found = {
        Level.COVERAGE: sum(least_empty(plan, plan.shift[shift], groups[shift]) for shift in able)
        + sum(max(0, plan.shift[shift].seats - len(agents)) for shift, agents in stays.items()),
        Level.COMPETENCE: sum(least_missing(plan, plan.shift[shift], groups[shift]) for shift in able)
        + sum(holders_short(plan, agents, len(agents)) for agents in stays.values()),
        Level.QUOTA: _off(plan, able, stays),
    }
    if baseline is not None:
        found[Level.CHANGES] = sum(
            least_changes(shift, groups[shift.id], baseline.roster)
            for shift in plan.shifts
            if shift.id in able
        )
    return found


Able = Mapping[MunicipalityCode, Sequence[Agent]]


def able_on(plan: Plan, shift: Shift) -> Able:
    """Return by municipality who could be assigned to a shift; locks on municipalities counted in."""
    only = {lock.municipality for lock in plan.locks if lock.shift == shift.id and lock.municipality}
    found: dict[MunicipalityCode, list[Agent]] = {}
    for agent in plan.staffing_agents:
        if shift.id in plan.assignable[agent.id] and only <= {agent.municipality}:
            found.setdefault(agent.municipality, []).append(agent)
    return found


def _sitting(plan: Plan, baseline: Baseline) -> Mapping[ShiftId, Sequence[Agent]]:
    """Return who sits on each frozen shift."""
    frozen = baseline.frozen_shifts(plan)
    return {shift: [plan.agent[agent] for agent in baseline.roster.on(shift)] for shift in frozen}


def groups_of(plan: Plan, shift: Shift, able: Able) -> Sequence[Sequence[Agent]]:
    """Return the groups from one of which all must come who sit on a shift: municipalities, or all."""
    if plan.mixed_on(shift.id):
        return [[agent for agents in able.values() for agent in agents]]
    return list(able.values())


def people_among(plan: Plan, agents: Iterable[Agent]) -> frozenset[AgentId]:
    """Return the human beings that some agents are, each by the first of its agents."""
    return frozenset(plan.first_self[agent.id] for agent in agents)


def least_empty(plan: Plan, shift: Shift, groups: Sequence[Sequence[Agent]]) -> int:
    """Return the seats of a shift that must stay empty."""
    return max(0, shift.seats - max((len(people_among(plan, agents)) for agents in groups), default=0))


def least_missing(plan: Plan, shift: Shift, groups: Sequence[Sequence[Agent]]) -> int:
    """Return the holders that must be missing from a shift."""
    return min(
        (holders_short(plan, agents, shift.seats) for agents in groups), default=holders_short(plan, (), 0)
    )


def holders_short(plan: Plan, agents: Sequence[Agent], seats: int) -> int:
    """Return the holders that are missing where so many of these agents sit as there are seats."""
    return sum(
        max(0, c.min_agents - min(seats, sum(c.code in agent.competences for agent in agents)))
        for c in plan.hotline.competences
    )


def least_changes(shift: Shift, groups: Sequence[Sequence[Agent]], roster: Roster) -> int:
    """Return the assignments of a roster to a shift that can't all be kept."""
    sat = frozenset(roster.on(shift.id))
    kept = (sum(agent.id in sat for agent in agents) for agents in groups)
    return len(sat) - min(shift.seats, max(kept, default=0))


def _off(plan: Plan, able: Mapping[ShiftId, Able], stays: Mapping[ShiftId, Sequence[Agent]]) -> int:
    """Return the squared units that municipalities must be off: too few open to them, or too many frozen."""
    mixed = plan.hotline.pairing is Pairing.MIXED
    least: Counter[MunicipalityCode] = Counter()
    for agents in stays.values():
        homes = Counter(agent.municipality for agent in agents)
        least.update(homes if mixed else dict.fromkeys(homes, 1))
    most = least.copy()
    for shift, homes_able in able.items():
        seats = plan.shift[shift].seats
        most.update({code: min(seats, len(agents)) if mixed else 1 for code, agents in homes_able.items()})
    return sum(
        max(0, quota.target - most[code], least[code] - quota.target) ** 2
        for code, quota in plan.quotas.items()
    )

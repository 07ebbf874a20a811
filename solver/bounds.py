"""Bounds that need no solver: what no roster can go below, whatever it gives up elsewhere.

They hold on their own, so they are also reported for a level after one that is not proven. Each
counts who could be assigned, nothing more; a plan's usual bound is 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wfm.agent import Agent
from wfm.calendar import Shift
from wfm.finding import Level
from wfm.hotline import Pairing
from wfm.ids import MunicipalityCode, ShiftId
from wfm.plan import Plan


def plain_bounds(plan: Plan) -> Mapping[Level, int]:
    """Return a bound for each level but ``quality``, by counting."""
    able = {shift.id: _able(plan, shift) for shift in plan.shifts}
    return {
        Level.COVERAGE: sum(_empty(plan, shift, able[shift.id]) for shift in plan.shifts),
        Level.COMPETENCE: sum(_missing(plan, shift, able[shift.id]) for shift in plan.shifts),
        Level.QUOTA: _off(plan, able),
    }


Able = Mapping[MunicipalityCode, Sequence[Agent]]


def _able(plan: Plan, shift: Shift) -> Able:
    """Return by municipality who could be assigned to a shift; locks on municipalities counted in."""
    only = {lock.municipality for lock in plan.locks if lock.shift == shift.id and lock.municipality}
    found: dict[MunicipalityCode, list[Agent]] = {}
    for agent in plan.staffing_agents:
        if shift.id in plan.assignable[agent.id] and only <= {agent.municipality}:
            found.setdefault(agent.municipality, []).append(agent)
    return found


def _empty(plan: Plan, shift: Shift, able: Able) -> int:
    """Return the seats of a shift that must stay empty."""
    most = sum if plan.mixed_on(shift.id) else max
    return max(0, shift.seats - most([0, *(len(agents) for agents in able.values())]))


def _missing(plan: Plan, shift: Shift, able: Able) -> int:
    """Return the holders that must be missing from a shift: per team of a municipality, or of all."""
    groups = list(able.values())
    if plan.mixed_on(shift.id):
        groups = [[agent for agents in groups for agent in agents]]
    return min((_short(plan, shift, agents) for agents in groups), default=_short(plan, shift, ()))


def _short(plan: Plan, shift: Shift, agents: Sequence[Agent]) -> int:
    return sum(
        max(0, c.min_agents - min(shift.seats, sum(c.code in agent.competences for agent in agents)))
        for c in plan.hotline.competences
    )


def _off(plan: Plan, able: Mapping[ShiftId, Able]) -> int:
    """Return the squared units that municipalities with too few shifts open to them must miss."""
    units: dict[MunicipalityCode, int] = dict.fromkeys(plan.quotas, 0)
    for shift in plan.shifts:
        for code, agents in able[shift.id].items():
            mixed = plan.hotline.pairing is Pairing.MIXED
            units[code] += min(shift.seats, len(agents)) if mixed else 1
    return sum(max(0, quota.target - units[code]) ** 2 for code, quota in plan.quotas.items())

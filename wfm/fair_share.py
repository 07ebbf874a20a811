"""What is fair: the bands that rules measure against, exact and counted once for both halves of a rule.

Every exact amount f is rational; fair is whatever lies in [⌊f⌋, ⌈f⌉].
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from fractions import Fraction
from functools import wraps
from math import ceil
from typing import TypeVar

from wfm.agent import Agent
from wfm.calendar import Shift, Week
from wfm.hotline import Pairing
from wfm.ids import AgentId, MunicipalityCode
from wfm.message import Message, Param, Plural, Text
from wfm.plan import Plan
from wfm.quota import Band
from wfm.roster import Roster

SHIFTS = Plural("unit.shifts", "{n:number} shift", "{n:number} shifts")
SEATS = Plural("unit.seats", "{n:number} seat", "{n:number} seats")
UNSOCIAL_SHIFTS = Plural("unit.unsocial_shifts", "{n:number} unsocial shift", "{n:number} unsocial shifts")
UNSOCIAL_SEATS = Plural("unit.unsocial_seats", "{n:number} unsocial seat", "{n:number} unsocial seats")
FROM_TO = Text("band.from_to", "{low:number} to {high:number}")


def units_message(plan: Plan, units: int, *, unsocial: bool = False) -> Message:
    """Return a number of units as this plan calls them: ``3 shifts`` or ``3 seats``."""
    if plan.hotline.pairing is Pairing.MIXED:
        return (UNSOCIAL_SEATS if unsocial else SEATS)(n=units)
    return (UNSOCIAL_SHIFTS if unsocial else SHIFTS)(n=units)


def band_param(band: Band) -> Param:
    """Return a band as it stands in a sentence: ``1 to 2``, or one number."""
    return band.low if band.low == band.high else FROM_TO(low=band.low, high=band.high)


def units_sat(plan: Plan, roster: Roster) -> Iterator[tuple[MunicipalityCode, Shift, int]]:
    """Yield municipality, shift and units for each municipality that sits on a shift.

    Units are 1 under ``same_municipality``, the seats it sits in under ``mixed``.
    """
    mixed = plan.hotline.pairing is Pairing.MIXED
    for shift in plan.shifts:
        sitting = Counter(plan.agent[agent].municipality for agent in roster.on(shift.id))
        for code, seats in sitting.items():
            yield code, shift, seats if mixed else 1


Found = TypeVar("Found")


def _once(count: Callable[[Plan], Found]) -> Callable[[Plan], Found]:
    """Count something of a plan once and keep it with the plan, as its own cached properties are."""
    name = _kept_as(count)

    @wraps(count)
    def counted_once(plan: Plan) -> Found:
        kept = vars(plan)
        if name not in kept:
            kept[name] = count(plan)
        found: Found = kept[name]
        return found

    return counted_once


def _kept_as(count: Callable[[Plan], object]) -> str:
    return f"fair_share.{count.__name__}"


@_once
def unsocial_bands(plan: Plan) -> Mapping[MunicipalityCode, Band]:
    """Return each staffing municipality's band of unsocial units: target × unsocial units ÷ all units."""
    part = Fraction(plan.unsocial_units, plan.units)
    return {code: Band.around(quota.target * part) for code, quota in plan.quotas.items()}


@_once
def week_bands(plan: Plan) -> Mapping[tuple[MunicipalityCode, Week], Band]:
    """Return each staffing municipality's band of a week's units: target × week's units ÷ all units."""
    return {
        (code, week): Band.around(quota.target * Fraction(sum(map(plan.units_of, shifts)), plan.units))
        for code, quota in plan.quotas.items()
        for week, shifts in plan.shifts_of_week.items()
    }


@_once
def load_bands(plan: Plan) -> Mapping[AgentId, Band]:
    """Return each agent's band of seats.

    Around the municipality's target in seats × w ÷ its agents' w summed, less the agent's carry-over,
    at least 0. What the cut at 0 takes away is not spread over the others.
    """
    return {agent: Band.around(load.to_sit) for agent, load in fair_loads(plan).items()}


@dataclass(frozen=True)
class FairLoad:
    """What an agent should sit in a period, in exact seats.

    Parameters
    ----------
    share
        The agent's part of the municipality's target in seats.
    carry_over
        Seats above, or below, the fair load of earlier periods.
    """

    share: Fraction
    carry_over: Fraction

    @property
    def to_sit(self) -> Fraction:
        """The share less what was sat too much before, at least 0."""
        return max(Fraction(0), self.share - self.carry_over)


@_once
def fair_loads(plan: Plan) -> Mapping[AgentId, FairLoad]:
    """Return the fair load in seats of every agent of a staffing municipality."""
    summed = _summed(plan, plan.staffing_agents)
    return {
        agent.id: FairLoad(_part(plan, agent, summed, Fraction(1)), agent.carry_over)
        for agent in plan.staffing_agents
    }


@_once
def fair_unsocial_loads(plan: Plan) -> Mapping[AgentId, FairLoad]:
    """Return the fair load in unsocial seats of every agent of a staffing municipality.

    The share is target in seats × (unsocial seats ÷ all seats) × w ÷ the w summed of those of the
    municipality's agents who could be assigned to at least one unsocial shift.
    """
    summed = _summed(plan, (agent for agent in plan.staffing_agents if could_sit_unsocial(plan, agent.id)))
    part = Fraction(plan.unsocial_seats, plan.seats)
    return {
        agent.id: FairLoad(_part(plan, agent, summed, part), agent.unsocial_carry_over)
        for agent in plan.staffing_agents
    }


def could_sit_unsocial(plan: Plan, agent: AgentId) -> bool:
    """Tell whether an agent could be assigned to at least one unsocial shift."""
    return any(plan.shift[shift].unsocial for shift in plan.assignable[agent])


@_once
def unsocial_ceilings(plan: Plan) -> Mapping[AgentId, int]:
    """Return the most unsocial seats that are fair for each agent of a staffing municipality.

    ⌈f⌉ with f the agent's share of the municipality's unsocial seats, less the agent's carry-over of
    such seats, at least 0.
    """
    return {agent: ceil(load.to_sit) for agent, load in fair_unsocial_loads(plan).items()}


def narrow_bands(plan: Plan, part: Plan, codes: Set[MunicipalityCode], agents: Set[AgentId]) -> None:
    """Keep with a part of a plan the whole plan's bands, of some municipalities and their agents only."""
    vars(part).update(
        {
            _kept_as(unsocial_bands): {c: b for c, b in unsocial_bands(plan).items() if c in codes},
            _kept_as(week_bands): {key: b for key, b in week_bands(plan).items() if key[0] in codes},
            _kept_as(load_bands): {a: b for a, b in load_bands(plan).items() if a in agents},
            _kept_as(unsocial_ceilings): {a: c for a, c in unsocial_ceilings(plan).items() if a in agents},
        }
    )


def upkeep_windows(plan: Plan) -> Iterator[tuple[Week, ...]]:
    """Yield each run of ``upkeep_weeks`` consecutive ISO weeks of the period; none in a shorter one."""
    length = plan.hotline.weights.upkeep_weeks
    for first in range(len(plan.weeks) - length + 1):
        yield plan.weeks[first : first + length]


def _summed(plan: Plan, agents: Iterable[Agent]) -> Mapping[MunicipalityCode, Fraction]:
    summed: dict[MunicipalityCode, Fraction] = {}
    for agent in agents:
        summed[agent.municipality] = summed.get(agent.municipality, Fraction(0)) + plan.loads[agent.id]
    return summed


def _part(plan: Plan, agent: Agent, summed: Mapping[MunicipalityCode, Fraction], part: Fraction) -> Fraction:
    all_loads = summed.get(agent.municipality, Fraction(0))
    if not all_loads:
        return Fraction(0)
    return plan.seats_owed[agent.municipality] * part * plan.loads[agent.id] / all_loads

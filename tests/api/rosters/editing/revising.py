"""Another state of a plan, by chance: other agents, employers, opening hours, seats."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import NamedTuple

from hypothesis import strategies as st

from tests.strategies import plans, rosters
from wfm.agent import Agent
from wfm.calendar import Closing
from wfm.hotline import Hotline
from wfm.ids import AgentId
from wfm.lock import Demand
from wfm.plan import Plan
from wfm.roster import Roster


@dataclass(frozen=True)
class Version:
    """A roster and the plan that it was made for."""

    plan: Plan
    roster: Roster


class Pair(NamedTuple):
    """Two versions of one plan."""

    before: Version
    after: Version


@st.composite
def pairs(draw: st.DrawFn) -> Pair:
    """Return two versions of a plan; agents, municipalities and calendar may differ."""
    plan = draw(plans())
    other = draw(st.sampled_from((plan, draw(_revised(plan)))))
    return Pair(Version(plan, draw(rosters(plan))), Version(other, draw(rosters(other))))


@st.composite
def _revised(draw: st.DrawFn, plan: Plan) -> Plan:
    agents = [draw(_employed(plan, one)) for one in plan.agents if draw(st.booleans())]
    codes = st.sampled_from([m.code for m in plan.municipalities])
    for number in range(draw(st.integers(0, 2))):
        agents.append(Agent(AgentId(f"new-{number}"), f"New {number}", draw(codes)))
    employers = {one.municipality for one in agents}
    first, *others = sorted(plan.municipalities, key=lambda m: not (m.staffing and m.carry_over >= 0))
    first = replace(first, joined=None)  # somebody is to staff from the first day
    kept = [first, *(m for m in others if m.code in employers or draw(st.booleans()))]
    hotline = draw(_reopened(plan.hotline))
    demand = tuple(
        Demand(shift.day, shift.start, draw(st.integers(1, 4)))
        for shift in hotline.opening_shifts()[:3]
        if draw(st.booleans())
    )
    floors = tuple(replace(m, min_shifts=0) for m in kept)
    return Plan(hotline, floors, tuple(agents), demand=demand)


@st.composite
def _employed(draw: st.DrawFn, plan: Plan, agent: Agent) -> Agent:
    """Return an agent who may have been renamed, or have gone to another municipality."""
    home = draw(st.sampled_from([agent.municipality, *(m.code for m in plan.municipalities)]))
    return replace(agent, name=draw(st.sampled_from((agent.name, "Renamed"))), municipality=home)


@st.composite
def _reopened(draw: st.DrawFn, hotline: Hotline) -> Hotline:
    """Return a hotline with other shifts: another length, another day closed."""
    first = hotline.period.first_day
    closed = frozenset({first + timedelta(days=draw(st.integers(1, 4)))})
    minutes = draw(st.sampled_from((hotline.shift_minutes, 60, 120)))
    return replace(hotline, shift_minutes=minutes, closing=Closing(None, closed, frozenset({first})))

"""Who could step in: an agent who could take a seat in a roster if whoever has it fell ill.

That is somebody who is not on the shift, breaks no hard rule there and leaves no competence missing that is
not missing already. Nobody steps in for themself in another employment, and nobody where a lock says who
has the seat.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from wfm.calendar import Shift
from wfm.ids import AgentId, CompetenceCode, MunicipalityCode, ShiftId
from wfm.plan import Plan
from wfm.previous_weeks import ends_before, shifts_before
from wfm.roster import Roster


@dataclass(frozen=True)
class StandInSearch:
    """A plan and a roster in which stand-ins are looked for.

    Parameters
    ----------
    plan, roster
        The question, and any roster of it.
    """

    plan: Plan
    roster: Roster

    def find(self, agent: AgentId, shift: ShiftId) -> Iterator[AgentId]:
        """Yield who could take an agent's seat on a shift, in order of id within a municipality."""
        plan, team = self.plan, self.roster.on(shift)
        if agent in self._locked.get(shift, ()):
            return
        others = [plan.agent[one] for one in team if one != agent]
        homes = {one.municipality for one in others}
        kept = [] if plan.mixed_on(shift) else sorted(homes)
        if len(kept) > 1:
            return
        for home in kept or [one.code for one in plan.municipalities]:
            for one in plan.agents_of[home]:
                replaced = one.id not in team and one.id not in plan.selves[agent]
                if replaced and self._knows_enough(agent, one.id, shift) and self.is_free(one.id, shift):
                    yield one.id

    def is_free(self, agent: AgentId, shift: ShiftId) -> bool:
        """Tell whether an agent breaks no rule of their own where they sit on a shift besides."""
        plan, at = self.plan, self.plan.shift[shift]
        if shift not in plan.assignable[agent] or plan.agent[agent].municipality not in self._homes_on(shift):
            return False
        mine = [plan.shift[one] for one in self.roster.of_agent(agent)]
        of_week = sum(one.week == at.week for one in mine) + shifts_before(plan, agent, at.week)
        if of_week >= plan.weekly_limit(plan.agent[agent]):
            return False
        person = [plan.shift[one] for self_ in plan.selves[agent] for one in self.roster.of_agent(self_)]
        if any(one.id == shift for one in person):
            return False
        if sum(one.day == at.day for one in person) >= plan.hotline.limits.shifts_per_day:
            return False
        return not any(self._is_too_near(one, at) for one in person) and self._is_rested(agent, at)

    def _homes_on(self, shift: ShiftId) -> frozenset[MunicipalityCode]:
        """Return the municipalities for which no lock keeps a shift from."""
        kept = self._kept.get(shift)
        return frozenset(self.plan.municipality) if kept is None else frozenset({kept})

    def _is_too_near(self, one: Shift, other: Shift) -> bool:
        first, second = (one, other) if one.starts_at <= other.starts_at else (other, one)
        rest = timedelta(minutes=self.plan.hotline.limits.rest)
        return one.day != other.day and second.starts_at - first.ends_at < rest

    def _is_rested(self, agent: AgentId, at: Shift) -> bool:
        rest = timedelta(minutes=self.plan.hotline.limits.rest)
        ended = [end for one in self.plan.selves[agent] for end in ends_before(self.plan, one)]
        return all(at.starts_at - end >= rest for end in ended)

    def _knows_enough(self, agent: AgentId, other: AgentId, shift: ShiftId) -> bool:
        """Tell whether no competence is missing with another that is not missing now."""
        known = self.plan.agent[other].competences
        lost = self.plan.agent[agent].competences - known
        return all(code not in lost or self._spare(shift, code, least) for code, least in self._wanted)

    def _spare(self, shift: ShiftId, code: CompetenceCode, least: int) -> bool:
        on = self.roster.on(shift)
        return sum(code in self.plan.agent[one].competences for one in on) > least

    @cached_property
    def _wanted(self) -> tuple[tuple[CompetenceCode, int], ...]:
        return tuple((one.code, one.min_agents) for one in self.plan.hotline.competences if one.min_agents)

    @cached_property
    def _locked(self) -> dict[ShiftId, set[AgentId]]:
        found: dict[ShiftId, set[AgentId]] = {}
        for lock in self.plan.locks:
            if lock.agent is not None:
                found.setdefault(lock.shift, set()).add(lock.agent)
        return found

    @cached_property
    def _kept(self) -> dict[ShiftId, MunicipalityCode]:
        return {lock.shift: lock.municipality for lock in self.plan.locks if lock.municipality is not None}

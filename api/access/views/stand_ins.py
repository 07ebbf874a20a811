"""Stand-ins: who sits on a shift where the caller may not see who it is.

Somebody unseen is only a place on one shift: the first of a municipality's unseen agents there, the
second, and so on. So nobody can be followed from shift to shift by an id. Somebody who shares a shift
with the caller goes by name there, and on no other shift.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from api.publication.publication import Publication
from wfm.agent import Agent
from wfm.ids import AgentId, MunicipalityCode, ShiftId

NAMELESS = "N.N."
"""Nomen nescio, as rosters have it in Danish and in English."""


@dataclass
class StandIns:
    """Stand-ins of one view, made as they are asked for.

    Parameters
    ----------
    publication
        The whole of it.
    people
        Agents who need none.
    shared
        Shifts on which the others are named.
    """

    publication: Publication
    people: Collection[AgentId]
    shared: Collection[ShiftId]
    _agents: dict[AgentId, Agent] = field(default_factory=dict)
    _on: dict[ShiftId, dict[AgentId, AgentId]] = field(default_factory=dict)
    _named: dict[AgentId, AgentId] = field(default_factory=dict)

    @property
    def agents(self) -> tuple[Agent, ...]:
        """Those that were made."""
        return tuple(self._agents.values())

    def on(self, shift: ShiftId) -> Mapping[AgentId, AgentId]:
        """Return by whom each agent on a shift is shown there."""
        if shift not in self._on:
            self._on[shift] = dict(self._shown(shift))
        return self._on[shift]

    def beside(self, shift: ShiftId) -> Iterator[AgentId]:
        """Yield by whom novices beside a shift are shown; one who is neither seen nor shares it is not."""
        for agent in self.publication.beside.on(shift):
            if agent in self.people:
                yield agent
            elif shift in self.shared:
                yield self._partner(agent)

    def _shown(self, shift: ShiftId) -> Iterator[tuple[AgentId, AgentId]]:
        places: dict[MunicipalityCode, int] = {}
        for agent in dict.fromkeys(self.publication.roster.on(shift)):
            if agent in self.people:
                yield agent, agent
            elif shift in self.shared:
                yield agent, self._partner(agent)
            else:
                home = self.publication.plan.agent[agent].municipality
                places[home] = places.get(home, 0) + 1
                yield agent, self._made(f"{home}.{places[home]}", NAMELESS, home)

    def _partner(self, agent: AgentId) -> AgentId:
        if agent not in self._named:
            plan = self.publication.plan
            known = plan.agent[agent]
            name = known.name
            if plan.labels[agent] != name:  # whose id is not to be seen, but whose employer is
                name = f"{name}, {plan.municipality[known.municipality].name}"
            self._named[agent] = self._made(f".{len(self._named) + 1}", name, known.municipality)
        return self._named[agent]

    def _made(self, place: str, name: str, home: MunicipalityCode) -> AgentId:
        mark = "\N{BULLET}"
        while any(agent.startswith(mark) for agent in self.publication.plan.agent):
            mark += mark  # an id of a plan may be anything, and none may be taken for a stand-in's
        stand_in = AgentId(mark + place)
        self._agents.setdefault(stand_in, Agent(stand_in, name, home))
        return stand_in

"""Roster: who sits in which seat; by agent, by shift, difference to another roster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from wfm.ids import AgentId, ShiftId

Assignment = tuple[AgentId, ShiftId]


@dataclass(frozen=True)
class Roster:
    """The answer of one period.

    Seats of a shift are interchangeable, so a roster is only who sits on which shift; seats are
    numbered by agent id when it is written.

    Parameters
    ----------
    agents_on
        Agents by shift; a shift left out is empty. An agent may stand twice and a shift may hold
        more agents than seats: the rule ``seats`` measures that, the type does not forbid it.
    """

    agents_on: Mapping[ShiftId, tuple[AgentId, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        filled = {shift: tuple(sorted(agents)) for shift, agents in sorted(self.agents_on.items()) if agents}
        object.__setattr__(self, "agents_on", MappingProxyType(filled))

    def __hash__(self) -> int:
        return hash(tuple(self.agents_on.items()))

    @classmethod
    def of(cls, assignments: Iterable[Assignment]) -> Roster:
        """Return the roster that holds just these assignments."""
        found: dict[ShiftId, list[AgentId]] = {}
        for agent, shift in assignments:
            found.setdefault(shift, []).append(agent)
        return cls({shift: tuple(agents) for shift, agents in found.items()})

    def on(self, shift: ShiftId) -> tuple[AgentId, ...]:
        """Return the agents on a shift, in order of id; empty where none sits."""
        return self.agents_on.get(shift, ())

    def with_team(self, shift: ShiftId, team: Iterable[AgentId]) -> Roster:
        """Return the roster with just this team on a shift, and all else as it is."""
        others = (pair for pair in self if pair[1] != shift)
        return Roster.of([*others, *((agent, shift) for agent in team)])

    @cached_property
    def shifts_of(self) -> Mapping[AgentId, tuple[ShiftId, ...]]:
        """Shifts by agent, in order of time; an agent on no shift is left out."""
        found: dict[AgentId, list[ShiftId]] = {}
        for agent, shift in self:
            found.setdefault(agent, []).append(shift)
        return {agent: tuple(shifts) for agent, shifts in sorted(found.items())}

    def of_agent(self, agent: AgentId) -> tuple[ShiftId, ...]:
        """Return an agent's shifts in order of time."""
        return self.shifts_of.get(agent, ())

    def __iter__(self) -> Iterator[Assignment]:
        for shift, agents in self.agents_on.items():
            for agent in agents:
                yield agent, shift

    def __len__(self) -> int:
        return sum(map(len, self.agents_on.values()))

    def difference(self, other: Roster) -> frozenset[Assignment]:
        """Return the assignments of this roster that another lacks."""
        return frozenset(self) - frozenset(other)

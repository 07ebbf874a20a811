"""Who sits on a shift, as pages and prints show it: by municipality, with empty and locked seats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from api.publication.colours import colour_numbers
from api.publication.publication import Publication
from api.texts.alphabet import danish_order
from wfm.agent import Agent
from wfm.calendar import Shift
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.municipality import Municipality


@dataclass(frozen=True)
class Sitter:
    """One agent on a shift.

    ``locked`` where the plan fixed that, ``known`` where the agent has a page that the reader may see.
    """

    id: AgentId
    name: str
    locked: bool
    known: bool


@dataclass(frozen=True)
class Novice:
    """One agent who sits beside on a shift; ``known`` as of whoever sits in a seat."""

    id: AgentId
    name: str
    municipality: MunicipalityCode
    known: bool


@dataclass(frozen=True)
class MunicipalityGroup:
    """A municipality's agents on a shift."""

    municipality: Municipality
    colour: int
    sitters: tuple[Sitter, ...]


@dataclass(frozen=True)
class ShiftSeating:
    """A shift and who sits on it.

    ``locked_to`` is the municipality that the plan fixed for it, where it did; ``beside`` are those who learn
    there without a seat.
    """

    shift: Shift
    groups: tuple[MunicipalityGroup, ...]
    empty: int
    locked_to: Municipality | None
    beside: tuple[Novice, ...] = ()

    @property
    def locked(self) -> bool:
        """Tell whether any part of the shift was fixed by hand."""
        return self.locked_to is not None or any(
            sitter.locked for group in self.groups for sitter in group.sitters
        )

    def concerns(self, municipality: MunicipalityCode | None) -> bool:
        """Tell whether the shift belongs in a view of that municipality; every one in a view of all."""
        return municipality is None or any(g.municipality.code == municipality for g in self.groups)

    def of(self, municipality: MunicipalityCode) -> tuple[Sitter, ...]:
        """Return a municipality's agents on the shift."""
        own = (group.sitters for group in self.groups if group.municipality.code == municipality)
        return next(own, ())

    def locks(self, agent: AgentId) -> bool:
        """Tell whether the plan fixed that this agent sits here."""
        return any(s.id == agent and s.locked for group in self.groups for s in group.sitters)

    def is_beside(self, agent: AgentId) -> bool:
        """Tell whether this agent sits beside here, and takes no seat."""
        return any(novice.id == agent for novice in self.beside)

    def others(self, agent: AgentId) -> tuple[Sitter, ...]:
        """Return who shares the shift with an agent."""
        return tuple(sitter for group in self.groups for sitter in group.sitters if sitter.id != agent)


def seatings(publication: Publication) -> Mapping[ShiftId, ShiftSeating]:
    """Return every shift of the period with who sits on it, in order of time."""
    plan, roster = publication.plan, publication.roster
    colours = colour_numbers(m.code for m in plan.municipalities)
    locked_agents = {(lock.shift, lock.agent) for lock in plan.locks if lock.agent is not None}
    locked_to = {lock.shift: lock.municipality for lock in plan.locks if lock.municipality is not None}

    def order(agent: Agent) -> tuple[object, ...]:
        return danish_order(agent.name), danish_order(agent.id)

    def groups(shift: Shift) -> Iterator[MunicipalityGroup]:
        sitting = sorted((plan.agent[agent] for agent in roster.on(shift.id)), key=order)
        for code in sorted({agent.municipality for agent in sitting}, key=list(plan.municipality).index):
            yield MunicipalityGroup(
                plan.municipality[code],
                colours[code],
                tuple(
                    Sitter(
                        agent.id,
                        publication.labels[agent.id],
                        (shift.id, agent.id) in locked_agents,
                        agent.id in publication.people,
                    )
                    for agent in sitting
                    if agent.municipality == code
                ),
            )

    def beside(shift: Shift) -> tuple[Novice, ...]:
        return tuple(
            Novice(agent.id, publication.labels[agent.id], agent.municipality, agent.id in publication.people)
            for agent in sorted((plan.agent[agent] for agent in publication.beside.on(shift.id)), key=order)
        )

    def seating(shift: Shift) -> ShiftSeating:
        empty = max(0, shift.seats - len(roster.on(shift.id)))
        code = locked_to.get(shift.id)
        return ShiftSeating(
            shift=shift,
            groups=tuple(groups(shift)),
            empty=empty,
            locked_to=None if code is None else plan.municipality[code],
            beside=beside(shift),
        )

    return {shift.id: seating(shift) for shift in publication.shifts}

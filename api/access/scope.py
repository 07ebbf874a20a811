"""Scope: how far what a caller may read reaches in one hotline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import assert_never

from api.access.callers import AccountHolder, Bearer, Caller, LocalUser, Nobody
from api.access.ids import HotlineCode, PersonId
from api.access.roles import HOTLINE_WIDE, Grant, Role
from wfm.ids import AgentId, MunicipalityCode


@dataclass(frozen=True)
class Scope:
    """What a caller sees of a hotline; nothing, unless it is said.

    Parameters
    ----------
    everything
        All there is, notes included: of the local user alone.
    hotline
        The whole hotline but notes.
    municipalities
        Of these all there is, notes included; of the others, quota figures.
    agents
        These agents' shifts, with the names of who shares them: by the ids that they have now, or beside a
        plan by those that they have in it.
    persons
        The same agents by random id. An id alone is somebody else in another plan.
    agent_calendar, municipality_calendar
        One calendar and nothing else.
    """

    everything: bool = False
    hotline: bool = False
    municipalities: frozenset[MunicipalityCode] = frozenset()
    agents: frozenset[AgentId] = frozenset()
    persons: frozenset[PersonId] = frozenset()
    agent_calendar: AgentId | None = None
    municipality_calendar: MunicipalityCode | None = None

    def beside(self, agent_of: Mapping[PersonId, AgentId]) -> Scope:
        """Return the scope as it counts beside a plan.

        Parameters
        ----------
        agent_of
            By which id the plan means each person; who is not among them is nobody there.
        """
        if not self.persons:
            return self
        there = frozenset(agent_of[person] for person in self.persons if person in agent_of)
        return replace(self, agents=there)

    @property
    def whole(self) -> bool:
        """Tell whether everybody's shifts are seen, and by name."""
        return self.everything or self.hotline

    @property
    def figures(self) -> bool:
        """Tell whether everyone's quota figures are seen, and so every shift with its municipality."""
        return self.whole or bool(self.municipalities)


NOTHING, WHOLE = Scope(), Scope(everything=True)


def scope_of(caller: Caller, hotline: HotlineCode) -> Scope:
    """Return how far a caller sees in a hotline; several grants see what each of them sees."""
    match caller:
        case LocalUser():
            return WHOLE
        case AccountHolder():
            return _of_grants(caller.grants_of(hotline))
        case Bearer():
            if caller.hotline != hotline:
                return NOTHING
            return Scope(agent_calendar=caller.agent, municipality_calendar=caller.municipality)
        case Nobody():
            return NOTHING
        case _:
            assert_never(caller)


def _of_grants(grants: tuple[Grant, ...]) -> Scope:
    return Scope(
        hotline=any(grant.role in HOTLINE_WIDE for grant in grants),
        municipalities=frozenset(
            grant.municipality for grant in grants if grant.role is Role.LEADER and grant.municipality
        ),
        agents=frozenset(grant.agent for grant in grants if grant.role is Role.AGENT and grant.agent),
        persons=frozenset(grant.person for grant in grants if grant.role is Role.AGENT and grant.person),
    )

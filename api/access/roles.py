"""Roles and grants: what somebody is to a hotline, and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from api.access.ids import HotlineCode, PersonId
from wfm.ids import AgentId, MunicipalityCode


class Role(StrEnum):
    """What somebody is to a hotline; an account may be several things to several hotlines."""

    ADMINISTRATOR = "administrator"
    """Sees the whole hotline and says who may do what in it."""
    COORDINATOR = "coordinator"
    """Plans and publishes for the whole hotline."""
    LEADER = "leader"
    """Looks after one municipality's agents."""
    AGENT = "agent"
    """Sits on shifts."""

    @property
    def has_municipality(self) -> bool:
        """Tell whether a grant of it names a municipality: that of leaders and agents does, and no other."""
        return self in (Role.LEADER, Role.AGENT)

    @property
    def has_agent(self) -> bool:
        """Tell whether a grant of it names an agent."""
        return self is Role.AGENT


HOTLINE_WIDE = (Role.ADMINISTRATOR, Role.COORDINATOR)
"""Roles that see the whole hotline; named one by one, so that a new one sees nothing unless it is said."""


@dataclass(frozen=True)
class Grant:
    """A role for a hotline and, where it applies, a municipality.

    Parameters
    ----------
    role
        What it makes of the holder.
    hotline
        Code of the hotline. A municipality of two hotlines needs a grant for each.
    municipality
        Code of the municipality: of leaders and agents, and of nobody else.
    agent
        Who of the municipality's agents the holder is: of agents, and of nobody else.
    person
        The same by random id, where the store knows it: the id of an agent may be somebody else's elsewhere.

    Raises
    ------
    ValueError
        Where a part is missing or out of place: such a grant could be taken to mean more than was meant.
    """

    role: Role
    hotline: HotlineCode
    municipality: MunicipalityCode | None = None
    agent: AgentId | None = None
    person: PersonId | None = None

    def __post_init__(self) -> None:
        if not self.hotline:
            raise ValueError("a grant names its hotline")
        if self.role.has_municipality != bool(self.municipality):
            raise ValueError("leaders and agents, and nobody else, have a municipality")
        if self.role.has_agent != bool(self.agent):
            raise ValueError("an agent's grant, and no other, names its agent")

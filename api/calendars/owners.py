"""Owners: which calendars somebody may subscribe to, by what they are to a hotline.

One's own as an agent, one's municipality's as its leader, the whole hotline's and any municipality's as its
coordinator or administrator. Nobody makes an address of somebody else's own calendar: whoever made it could
go on reading it unseen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from api.access.callers import AccountHolder, Caller, LocalUser
from api.access.roles import HOTLINE_WIDE, Role
from api.accounts.records.members import Members
from api.calendars.records.addresses import Owner
from api.calendars.records.feeds import HOTLINE, MUNICIPALITY, PERSON
from wfm.ids import AgentId, MunicipalityCode


class Kind(StrEnum):
    """Whose calendar it is, as people and programs call it."""

    AGENT = "agent"
    MUNICIPALITY = "municipality"
    HOTLINE = "hotline"


@dataclass(frozen=True)
class CalendarChoice:
    """A calendar that somebody may subscribe to.

    Parameters
    ----------
    kind, of
        Whose: an agent's id, a municipality's code; empty for the whole hotline.
    name
        What it is called: the agent's, municipality's or hotline's name.
    owner
        The same as the store knows it.
    """

    kind: Kind
    of: str
    name: str
    owner: Owner

    @property
    def key(self) -> str:
        """What it is known by in a form."""
        return f"{self.kind}:{self.of}"


def calendars_open_to(members: Members, caller: Caller) -> tuple[CalendarChoice, ...]:
    """Return the calendars of a hotline that a caller may subscribe to: one's own, then the wider ones."""
    return tuple({one.key: one for one in _calendars(members, caller)}.values())


def _calendars(members: Members, caller: Caller) -> Iterator[CalendarChoice]:
    if isinstance(caller, LocalUser):
        yield from _wide(members)
    if not isinstance(caller, AccountHolder):
        return
    grants = caller.grants_of(members.code)
    for grant in grants:
        if grant.role is Role.AGENT and grant.agent is not None:
            yield from _own(members, grant.agent, grant.municipality)
    for grant in grants:
        if grant.role is Role.LEADER and grant.municipality is not None:
            yield _town(members, grant.municipality)
    if any(grant.role in HOTLINE_WIDE for grant in grants):
        yield from _wide(members)


def _own(members: Members, agent: AgentId, municipality: MunicipalityCode | None) -> Iterator[CalendarChoice]:
    person = members.person(agent, municipality)
    if person is not None:
        name = members.people[person].name or agent
        yield CalendarChoice(Kind.AGENT, agent, name, Owner(PERSON, person))


def _town(members: Members, code: MunicipalityCode) -> CalendarChoice:
    name = members.municipalities.get(code, code)
    return CalendarChoice(Kind.MUNICIPALITY, code, name, Owner(MUNICIPALITY, code))


def _wide(members: Members) -> Iterator[CalendarChoice]:
    yield CalendarChoice(Kind.HOTLINE, "", members.name, Owner(HOTLINE, members.id))
    yield from (_town(members, code) for code in members.municipalities)

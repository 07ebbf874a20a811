"""Which calendars somebody may subscribe to in a hotline: one's own first, then the wider ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from api.access.callers import AccountHolder, Caller, LocalUser
from api.access.roles import Grant
from api.accounts.records.members import Members
from api.calendars.records.addresses import CalendarOwner
from api.calendars.rights import HOTLINE, MUNICIPALITY, PERSON, RIGHTS, WHOLE_HOTLINE, CalendarRight
from wfm.ids import MunicipalityCode


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
    owner: CalendarOwner

    @property
    def key(self) -> str:
        """What it is known by in a form."""
        return f"{self.kind}:{self.of}"


def calendars_open_to(members: Members, caller: Caller) -> tuple[CalendarChoice, ...]:
    """Return the calendars of a hotline that a caller may subscribe to: one's own, then the wider ones."""
    return tuple({one.owner: one for one in _calendars(members, caller)}.values())


def _calendars(members: Members, caller: Caller) -> Iterator[CalendarChoice]:
    if isinstance(caller, LocalUser):
        for right in WHOLE_HOTLINE:
            yield from _list_opened(right, members)
    if not isinstance(caller, AccountHolder):
        return
    grants = caller.grants_of(members.code)
    for role, rights in RIGHTS.items():
        for grant in grants:
            if grant.role is role:
                for right in rights:
                    yield from _list_opened(right, members, grant)


def _list_opened(
    right: CalendarRight, members: Members, grant: Grant | None = None
) -> Iterator[CalendarChoice]:
    """Yield the calendars to which a right opens the way; one's own only where a grant says whose that is."""
    if right.kind == HOTLINE:
        yield CalendarChoice(Kind.HOTLINE, "", members.name, CalendarOwner(HOTLINE, members.id))
    elif not right.own:
        yield from (_of_municipality(members, code) for code in members.municipalities)
    elif grant is not None and right.kind == PERSON and grant.agent is not None:
        yield from _of_agent(members, grant)
    elif grant is not None and right.kind == MUNICIPALITY and grant.municipality is not None:
        yield _of_municipality(members, grant.municipality)


def _of_agent(members: Members, grant: Grant) -> Iterator[CalendarChoice]:
    """Yield the holder's own calendar: the person's to whom the role was given, whoever has the id today."""
    assert grant.agent is not None
    person = grant.person or members.person(grant.agent, grant.municipality)
    if person is not None and person in members.people:
        who = members.people[person]
        yield CalendarChoice(Kind.AGENT, who.agent, who.name or who.agent, CalendarOwner(PERSON, person))


def _of_municipality(members: Members, code: MunicipalityCode) -> CalendarChoice:
    name = members.municipalities.get(code, code)
    return CalendarChoice(Kind.MUNICIPALITY, code, name, CalendarOwner(MUNICIPALITY, code))

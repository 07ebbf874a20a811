"""A grant as a form or a program asks for it, read strictly: what is missing or out of place is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.access.ids import PersonId
from api.access.roles import Role
from api.accounts.records.members import Members
from wfm.ids import AgentId, MunicipalityCode
from wfm.message import Message, Plural, Text

NO_ROLE = Text("accounts.no_role", "a role: administrator, coordinator, leader or agent")
NO_MUNICIPALITY = Text("accounts.no_municipality", "a choice of the municipality that the leader leads")
WHICH = Plural(
    "accounts.which",
    "one of the {n:number} who fits: choose, or write more of the name",
    "one of the {n:number} who fit: choose, or write more of the name",
)
MOST_CHOICES = 30
NO_AGENT = Text("accounts.no_agent", "a choice of the agent whose account it is")


@dataclass(frozen=True)
class GrantRequest:
    """A grant as somebody asks for it.

    Parameters
    ----------
    role
        What is to be given.
    municipality
        Of a leader; of an agent only where two have the same id.
    person
        Random id of an agent.
    """

    role: Role
    municipality: MunicipalityCode | None = None
    person: PersonId | None = None


class GrantFormError(ValueError):
    """What was asked for is no grant; the message says what is missing.

    Parameters
    ----------
    message
        What is missing.
    choices
        People of whom one is meant, where that is all.
    """

    def __init__(self, message: Message, choices: Sequence[PersonId] = ()) -> None:
        super().__init__(str(message))
        self.message = message
        self.choices = tuple(choices)


def read_grant(members: Members, role: str, municipality: str, agent: str, person: str = "") -> GrantRequest:
    """Return the grant that is asked for.

    Parameters
    ----------
    members
        Of the hotline.
    role
        As `Role` writes it.
    municipality
        Code: of a leader; of an agent only where two municipalities have one of that id.
    agent, person
        Id of an agent, or what says who is meant, which goes before it: random id, name, id, or words that
        fit just one.

    Raises
    ------
    GrantFormError
        Where a part is missing or not of the hotline. What belongs to another role is passed over.
    """
    if role not in set(Role):
        raise GrantFormError(NO_ROLE())
    asked, code = Role(role), MunicipalityCode(municipality) if municipality else None
    if asked.has_agent:  # whose municipality is the person's
        found = _find(members, person) if person else members.person(AgentId(agent), code)
        if found is None:
            raise GrantFormError(NO_AGENT())
        return GrantRequest(asked, person=found)
    if asked.has_municipality:
        if code not in members.municipalities:
            raise GrantFormError(NO_MUNICIPALITY())
        return GrantRequest(asked, municipality=code)
    return GrantRequest(asked)


def _find(members: Members, said: str) -> PersonId | None:
    """Return whom words mean; none where they fit nobody.

    Raises
    ------
    GrantFormError
        Where they fit several.
    """
    if said in members.people:
        return PersonId(said)
    found = members.search(said)
    if len(found) > 1:
        raise GrantFormError(WHICH(n=len(found)), found[:MOST_CHOICES])
    return found[0] if found else None

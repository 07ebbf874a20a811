"""Whom a command is about: agents by their ids, in the hotline and municipality named, or accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.terminal.options import help_text
from wfm.errors import OutputError
from wfm.message import Message, Text

if TYPE_CHECKING:
    from api.access.ids import AccountId, PersonId
    from api.privacy.records.subjects import PersonMatch
    from api.store.engine import Connection
    from api.store.personal_data import DataSubject

AGENTS = Text("option.agents", "Agents, by the ids that they have or had in a plan.")
ACCOUNT = Text("option.account", "E-mail of an account; the agent that it is, if any, is meant as well.")
HOTLINE = Text("option.hotline", "Code of the hotline; needed where an id means several people.")
MUNICIPALITY = Text("option.of_municipality", "Code of the municipality; needed where an id means several.")
NOBODY_NAMED = Text("whom.nobody_named", "Name an agent, or with --account an account.")
NOBODY = Text("whom.nobody", "There is nobody of the id {agent} in the store.")
NO_ACCOUNT = Text("whom.no_account", "There is no account of {email}.")
SEVERAL = Text(
    "whom.several",
    "{agent} means several people ({places:list}); say which hotline and municipality, or give the long id "
    "of the one who is meant.",
)
PLACE = Text("whom.place", "{name}, {hotline}, {municipality}: {person}")
WHO = Text("whom.who", "{name} ({agent}, {hotline}, {municipality})")
NAMESAKE = Text("whom.namesake", "{agent} ({hotline}, {municipality})")

Agents = Annotated[
    list[str] | None, typer.Argument(metavar="[AGENT]...", help=help_text(AGENTS()), show_default=False)
]
Accounts = Annotated[
    list[str] | None, typer.Option("--account", help=help_text(ACCOUNT()), show_default=False)
]
Hotline = Annotated[str, typer.Option("--hotline", help=help_text(HOTLINE()), show_default=False)]
Municipality = Annotated[
    str, typer.Option("--municipality", help=help_text(MUNICIPALITY()), show_default=False)
]


@dataclass(frozen=True)
class PersonArguments:
    """What was named on the command line."""

    agents: Sequence[str]
    accounts: Sequence[str]
    hotline: str
    municipality: str


@dataclass(frozen=True)
class Selection:
    """Who is meant: people, and accounts by e-mail with their random ids."""

    people: tuple[PersonMatch, ...]
    accounts: dict[str, AccountId]

    @property
    def persons(self) -> frozenset[PersonId]:
        """Random ids of the people."""
        return frozenset(one.person for one in self.people)

    @property
    def names(self) -> tuple[Message | str, ...]:
        """How they are told of."""
        return (*map(who, self.people), *self.accounts)


def select_people(connection: Connection, named: PersonArguments, *, needed: bool = True) -> Selection:
    """Return who is meant.

    Parameters
    ----------
    named
        What was named on the command line.
    needed
        Whether somebody has to be.

    Raises
    ------
    OutputError
        Where that is nobody, or an id means several.
    """
    from api.privacy.records.subjects import persons_by_id, persons_of

    if needed and not (named.agents or named.accounts):
        raise OutputError(NOBODY_NAMED())
    accounts = {email: _account(connection, email) for email in named.accounts}
    people = {one.person: one for agent in named.agents for one in (_person(connection, agent, named),)}
    theirs = persons_by_id(connection, persons_of(connection, accounts.values()))
    people |= {one.person: one for one in theirs}
    return Selection(tuple(people.values()), accounts)


def subject_of(connection: Connection, meant: Selection) -> DataSubject:
    """Return the subject, with every account of the people."""
    from api.privacy.records.subjects import accounts_of, subject_of

    accounts = frozenset(meant.accounts.values()) | accounts_of(connection, meant.persons)
    return subject_of(connection, meant.persons, accounts)


def who(one: PersonMatch) -> Message:
    """Return how somebody is told of."""
    return WHO(name=one.name, agent=one.agent, hotline=one.hotline, municipality=one.municipality)


def namesake(one: PersonMatch) -> Message:
    """Return how somebody else of the same name is told of."""
    return NAMESAKE(agent=one.agent, hotline=one.hotline, municipality=one.municipality)


def _person(connection: Connection, agent: str, named: PersonArguments) -> PersonMatch:
    from api.privacy.records.subjects import find_persons

    found = find_persons(connection, agent, hotline=named.hotline, municipality=named.municipality)
    if not found:
        raise OutputError(NOBODY(agent=agent))
    if len(found) > 1:
        places = tuple(
            PLACE(name=one.name, hotline=one.hotline, municipality=one.municipality, person=one.person)
            for one in found
        )
        raise OutputError(SEVERAL(agent=agent, places=places))
    return found[0]


def _account(connection: Connection, email: str) -> AccountId:
    from api.accounts.records.accounts import normalize_email
    from api.privacy.records.subjects import account_called

    written = normalize_email(email)
    found = None if written is None else account_called(connection, written)
    if found is None:
        raise OutputError(NO_ACCOUNT(email=email))
    return found

"""Who is told of a publication: whoever's shifts it changes, by account or at the plan's address."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from api.access.ids import AccountId, PersonId
from api.accounts.records.grants import accounts_of_persons
from api.rosters.editing.agent_difference import Person
from api.rosters.editing.difference import Difference
from api.rosters.records.rosters import VersionContent
from api.store.engine import Connection
from api.store.persons import find_addressed
from wfm.ids import AgentId
from wfm.plan import Plan

Selves = Mapping[PersonId, frozenset[PersonId]]
"""By person: all persons that are the same human being, whatever rows of the plans they stand in."""


@dataclass(frozen=True)
class PublicationAudience:
    """Whose shifts change, and who of them can be told.

    Parameters
    ----------
    reached
        Those who get a mail at the address of their account, which can be signed in to.
    by_plan
        Those who have none, and get it at the address that the plan has of them.
    unreachable
        Those of whom there is neither.
    """

    reached: tuple[Person, ...]
    by_plan: tuple[Person, ...]
    unreachable: tuple[Person, ...]


@dataclass(frozen=True)
class Receivers:
    """Who of some people is written to where; an account goes before the plan's address.

    Parameters
    ----------
    accounts
        The persons of each account, other rows of the same human being among them.
    by_plan
        Of human beings without an account: the person whose address is written to, and all that they are.
    nowhere
        Those of whom there is no address either, in the same way.
    """

    accounts: Mapping[AccountId, frozenset[PersonId]]
    by_plan: Mapping[PersonId, frozenset[PersonId]]
    nowhere: Mapping[PersonId, frozenset[PersonId]]


def persons_by_agent(before: VersionContent | None, after: VersionContent) -> Mapping[AgentId, PersonId]:
    """Return who the agents of two versions are, by the ids that the later one names them by."""
    return {**({} if before is None else before.person_of), **after.person_of}


def find_selves(sides: Iterable[tuple[Plan, Mapping[AgentId, PersonId]]]) -> Selves:
    """Return who is the same human being as who, as any of some plans says."""
    found: dict[PersonId, frozenset[PersonId]] = {}
    for plan, person_of in sides:
        for people in plan.people:
            own = frozenset(person_of[agent] for agent in people if agent in person_of)
            whole = own.union(*(found.get(one, own) for one in own))
            found |= dict.fromkeys(whole, whole)
    return found


def selves_of(before: VersionContent | None, after: VersionContent) -> Selves:
    """Return who is the same human being as who in two versions."""
    sides = (before, after)
    return find_selves((side.plan, side.person_of) for side in sides if side is not None)


def find_receivers(connection: Connection, persons: Collection[PersonId], selves: Selves) -> Receivers:
    """Return where some people are written to, each human being once for each account, or once in all."""
    whole = {person: selves.get(person, frozenset({person})) for person in persons}
    everybody = frozenset[PersonId]().union(*whole.values())
    held = accounts_of_persons(connection, everybody)
    accounts = {
        account: frozenset[PersonId]().union(*(selves.get(one, frozenset({one})) for one in own))
        for account, own in held.items()
    }
    signed = frozenset[PersonId]().union(*accounts.values())
    addressed = find_addressed(connection, everybody - signed)
    by_plan: dict[PersonId, frozenset[PersonId]] = {}
    nowhere: dict[PersonId, frozenset[PersonId]] = {}
    for human in {own for own in whole.values() if not own & signed}:
        known = human & addressed
        (by_plan if known else nowhere)[min(known or human)] = human
    return Receivers(accounts, by_plan, nowhere)


def find_publication_audience(
    connection: Connection, before: VersionContent | None, after: VersionContent, changes: Difference
) -> PublicationAudience:
    """Return whom a publication tells how, and whom it can't, in order of municipality and id."""
    known = persons_by_agent(before, after)
    people = [one.person for one in changes.agents]
    ids = {known[one.agent] for one in people if one.agent in known}
    found = find_receivers(connection, ids, selves_of(before, after))
    signed = frozenset[PersonId]().union(*found.accounts.values())
    written = frozenset[PersonId]().union(*found.by_plan.values())
    return PublicationAudience(
        reached=tuple(one for one in people if known.get(one.agent) in signed),
        by_plan=tuple(one for one in people if known.get(one.agent) in written),
        unreachable=tuple(one for one in people if known.get(one.agent) not in signed | written),
    )

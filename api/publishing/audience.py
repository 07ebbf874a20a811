"""Who is told of a publication: whoever's shifts it changes and has an account; the others are named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.access.ids import PersonId
from api.accounts.records.grants import accounts_of_persons
from api.rosters.editing.agent_difference import Person
from api.rosters.editing.difference import Difference
from api.rosters.records.rosters import VersionContent
from api.store.engine import Connection
from wfm.ids import AgentId


@dataclass(frozen=True)
class PublicationAudience:
    """Whose shifts change, and who of them can be told.

    Parameters
    ----------
    reached
        Those who get a mail: they have an account that can be signed in to.
    unreachable
        Those who have none.
    """

    reached: tuple[Person, ...]
    unreachable: tuple[Person, ...]


def persons_by_agent(before: VersionContent | None, after: VersionContent) -> Mapping[AgentId, PersonId]:
    """Return who the agents of two versions are, by the ids that the later one names them by."""
    return {**({} if before is None else before.person_of), **after.person_of}


def find_publication_audience(
    connection: Connection, before: VersionContent | None, after: VersionContent, changes: Difference
) -> PublicationAudience:
    """Return whom a publication tells and whom it can't, in order of municipality and id."""
    known = persons_by_agent(before, after)
    people = [one.person for one in changes.agents]
    ids = {known[one.agent] for one in people if one.agent in known}
    accounts = accounts_of_persons(connection, ids)
    told = {person for persons in accounts.values() for person in persons}
    reached = tuple(one for one in people if known.get(one.agent) in told)
    unreachable = tuple(one for one in people if known.get(one.agent) not in told)
    return PublicationAudience(reached, unreachable)

"""What went out with the published version: how its mails stand, and who could not be told."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from api.access.ids import AccountId, PersonId, VersionNumber
from api.accounts.records.grants import accounts_of_persons
from api.plans.records.facts import PlanFacts
from api.publishing.audience import persons_by_agent
from api.publishing.records import PublicationMails, find_publication_mails
from api.publishing.service import compare_versions
from api.rosters.editing.agent_difference import Person
from api.rosters.records.rosters import VersionContent, find_version, read_version
from api.store.engine import Connection
from api.store.errors import MissingError
from api.store.mail_kinds import Outcome
from wfm.ids import MunicipalityCode


class UntoldReason(StrEnum):
    """Why somebody whose shifts changed was not told by mail."""

    NO_ACCOUNT = "no_account"
    NO_MAIL = "no_mail"
    """There is an account by now, but no mail was made for it."""
    NO_ADDRESS = "no_address"
    """The account was closed, or has nowhere to write to."""
    GIVEN_UP = "given_up"


@dataclass(frozen=True)
class Untold:
    """Somebody whose shifts changed and whom no mail tells."""

    person: Person
    reason: UntoldReason


@dataclass(frozen=True)
class PublicationPost:
    """What went out with the published version.

    Parameters
    ----------
    content
        The published version.
    mails
        How its mails stand; ``None`` where nothing is kept of them any more, or nobody was to be told.
    untold
        Whom no mail tells, in order of municipality and id.
    municipalities
        What each municipality of either version is called.
    """

    content: VersionContent
    mails: PublicationMails | None
    untold: tuple[Untold, ...]
    municipalities: Mapping[MunicipalityCode, str]


def read_publication_post(connection: Connection, facts: PlanFacts) -> PublicationPost:
    """Return what went out with the version of a plan that is published.

    Raises
    ------
    MissingError
        Where nothing of it is published.
    """
    if not facts.published or facts.published_at is None:
        raise MissingError("published")
    version = find_version(connection, facts.id, facts.published)
    content = read_version(connection, version)
    mails = find_publication_mails(connection, facts.id, facts.published, facts.published_at)
    if mails is None:
        return PublicationPost(content, None, (), _names(None, content))
    old, found = compare_versions(connection, version, content, VersionNumber(mails.before))
    known = persons_by_agent(old, content)
    people = {one.person: known.get(one.person.agent) for one in found.agents}
    accounts = accounts_of_persons(connection, {person for person in people.values() if person})
    untold = tuple(_untold(people, mails, accounts))
    return PublicationPost(content, mails, untold, _names(old, content))


def _names(old: VersionContent | None, content: VersionContent) -> Mapping[MunicipalityCode, str]:
    sides = (old, content)
    return {m.code: m.name for side in sides if side is not None for m in side.plan.municipalities}


def _untold(
    people: Mapping[Person, PersonId | None],
    mails: PublicationMails,
    accounts: Mapping[AccountId, Collection[PersonId]],
) -> Iterator[Untold]:
    """Yield whom no mail tells; as long as none is made, those who can't get one."""
    reachable = {person for persons in accounts.values() for person in persons}
    failed = {Outcome.GIVEN_UP: UntoldReason.GIVEN_UP, Outcome.NOT_NEEDED: UntoldReason.NO_ADDRESS}
    for person, known in people.items():
        outcomes = mails.outcomes_of.get(known, frozenset()) if known else frozenset()
        if not outcomes:
            if known not in reachable:
                yield Untold(person, UntoldReason.NO_ACCOUNT)
            elif mails.made:
                yield Untold(person, UntoldReason.NO_MAIL)
        elif all(outcome in failed for outcome in outcomes):
            yield Untold(person, min(failed[one] for one in outcomes if one is not None))

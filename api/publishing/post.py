"""What went out with the published version: how its mails stand, and who could not be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from api.access.ids import PersonId, VersionNumber
from api.plans.records.facts import PlanFacts
from api.publishing.audience import Receivers, Selves, find_receivers, persons_by_agent, selves_of
from api.publishing.changes import compare_versions
from api.publishing.records import PublicationMails, find_publication_mails
from api.rosters.editing.agent_difference import Person
from api.rosters.records.rosters import VersionContent, find_version, read_version
from api.store.engine import Connection
from api.store.errors import MissingError
from api.store.mail_kinds import Outcome
from wfm.ids import MunicipalityCode


class UntoldReason(StrEnum):
    """Why somebody whose shifts changed was not told by mail."""

    NO_ACCOUNT = "no_account"
    """Nor has the plan an address."""
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
    selves = selves_of(old, content)
    now = find_receivers(connection, {person for person in people.values() if person}, selves)
    untold = tuple(_untold(people, mails, selves, now))
    return PublicationPost(content, mails, untold, _names(old, content))


def _names(old: VersionContent | None, content: VersionContent) -> Mapping[MunicipalityCode, str]:
    sides = (old, content)
    return {m.code: m.name for side in sides if side is not None for m in side.plan.municipalities}


def _untold(
    people: Mapping[Person, PersonId | None], mails: PublicationMails, selves: Selves, now: Receivers
) -> Iterator[Untold]:
    """Yield whom no mail tells; as long as none is made, those who can't get one."""
    signed = frozenset[PersonId]().union(*now.accounts.values())
    addressed = frozenset[PersonId]().union(*now.by_plan.values())
    for person, known in people.items():
        own = selves.get(known, frozenset({known})) if known else frozenset[PersonId]()
        if not mails.made:
            if not own & (signed | addressed):
                yield Untold(person, UntoldReason.NO_ACCOUNT)
            continue
        reasons = _reasons(own, mails)
        if not reasons:
            yield Untold(person, UntoldReason.NO_MAIL if own & signed else UntoldReason.NO_ACCOUNT)
        elif None not in reasons:
            yield Untold(person, min(reason for reason in reasons if reason is not None))


def _reasons(own: frozenset[PersonId], mails: PublicationMails) -> set[UntoldReason | None]:
    """Return why the mails to one human being failed; ``None`` for one that did not, nothing for no mail."""
    failed = {Outcome.GIVEN_UP: UntoldReason.GIVEN_UP, Outcome.NOT_NEEDED: UntoldReason.NO_ADDRESS}
    by_account = {one for person in own for one in mails.outcomes_of.get(person, frozenset())}
    found = {None if one is None else failed.get(one) for one in by_account}
    by_plan = {mails.plan_outcome_of[person] for person in own if person in mails.plan_outcome_of}
    found |= {None if one is None else failed.get(one) for one in by_plan - {Outcome.NOT_NEEDED}}
    return found

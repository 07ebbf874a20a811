"""Entering: an identity's account, the grants that follow from its claims, and a login; all or nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.access.ids import AccountId, HotlineCode, HotlineId, PersonId
from api.access.roles import Role
from api.accounts.oidc.claims import (
    ClaimedGrant,
    ClaimedGrants,
    Claims,
    UnknownName,
    grants_from_claims,
    texts,
)
from api.accounts.records import accounts, grants, identities, logins
from api.accounts.records.grants import BY_CLAIMS, GrantRecord
from api.accounts.records.identities import OidcIdentity
from api.accounts.records.members import Members, ids_of_persons, members_of
from api.configuration.mailbox import mailbox
from api.configuration.oidc_providers import Provider
from api.store.engine import Connection, Database, writing
from api.store.errors import MissingError
from api.texts.translator import DEFAULT, LANGUAGES
from wfm.ids import AgentId, MunicipalityCode


@dataclass(frozen=True)
class EntryResult:
    """How somebody came in, or why not.

    Parameters
    ----------
    account, secret
        Whose login began, and what its browser is to keep; none where nobody may enter.
    deactivated
        Whether that is because the account is deactivated.
    unknown
        What was claimed and is not known here.
    """

    account: AccountId | None = None
    secret: str | None = None
    deactivated: bool = False
    unknown: tuple[UnknownName, ...] = ()


@dataclass(frozen=True)
class _Grant:
    """A grant in the store's terms."""

    role: Role
    hotline: HotlineId
    municipality: MunicipalityCode | None = None
    person: PersonId | None = None

    def equals(self, given: GrantRecord) -> bool:
        mine = (self.role, self.hotline, self.municipality, self.person)
        return mine == (given.role, given.hotline, given.municipality, given.person)


def enter(database: Database, provider: Provider, claims: Claims, at: datetime, device: str) -> EntryResult:
    """Let somebody in whom a provider vouches for.

    Grants that came from claims are replaced by those that follow from them now; others are not touched.
    Whoever has no grant at all does not enter, and an account is not made for them.
    """
    with writing(database) as connection:
        identities.hold(connection, provider.issuer, claims["sub"])
        known = identities.find(connection, provider.issuer, claims["sub"])
        own = () if known is None else _claimed_persons(connection, known.account)
        wanted, unknown = _resolved(connection, grants_from_claims(provider, claims), own)
        identity = _identity(connection, provider, claims, bool(wanted), at)
        if identity is None:
            return EntryResult(unknown=unknown)
        if accounts.find(connection, identity.account).deactivated_at is not None:
            return EntryResult(deactivated=True)
        _replace(connection, identity.account, wanted, at)
        if not grants.grants_of(connection, identity.account):
            return EntryResult(unknown=unknown)
        how = f"provider {provider.id}"
        secret = logins.begin(connection, identity.account, at=at, device=device, how=how)
        return EntryResult(account=identity.account, secret=secret, unknown=unknown)


def _identity(
    connection: Connection, provider: Provider, claims: Claims, is_wanted: bool, at: datetime
) -> OidcIdentity | None:
    """Return who somebody is here; newcomers are taken in where they would have something to do."""
    subject, email = str(claims["sub"]), _email(provider, claims)
    known = identities.find(connection, provider.issuer, subject)
    if known is not None:
        identities.note_sign_in(connection, known, email, at)
        return known
    if not is_wanted:
        return None
    spoken = _language(claims)
    return identities.make(connection, provider.issuer, subject, email=email, language=spoken, at=at)


def _replace(connection: Connection, account: AccountId, wanted: tuple[_Grant, ...], at: datetime) -> None:
    """Withdraw what is claimed no longer, and give what is claimed now."""
    held = grants.grants_of(connection, account)
    for given in held:
        if given.source == BY_CLAIMS and not any(one.equals(given) for one in wanted):
            grants.withdraw(connection, given, by=None, at=at)
    for one in wanted:
        if not any(one.equals(given) for given in held):
            grants.give(
                connection,
                account,
                one.role,
                hotline=one.hotline,
                municipality=one.municipality,
                person=one.person,
                by=None,
                at=at,
                source=BY_CLAIMS,
            )


def _claimed_persons(connection: Connection, account: AccountId) -> tuple[PersonId, ...]:
    """Return who an account is as an agent, by what was claimed before."""
    held = grants.grants_of(connection, account)
    return tuple(given.person for given in held if given.person and given.source == BY_CLAIMS)


def _resolved(
    connection: Connection, found: ClaimedGrants, own: Collection[PersonId]
) -> tuple[tuple[_Grant, ...], tuple[UnknownName, ...]]:
    """Return the grants for which everything that is named is there, and what is not."""
    members: dict[HotlineCode, Members | None] = {}
    kept: dict[_Grant, None] = {}
    unknown = dict.fromkeys(found.unknown)
    for one in found.wanted:
        if one.hotline not in members:
            members[one.hotline] = _members(connection, one.hotline)
        grant = _grant(one, members[one.hotline], ids_of_persons(connection, own))
        if isinstance(grant, UnknownName):
            unknown[grant] = None
        else:
            kept[grant] = None
    return tuple(kept), tuple(unknown)


def _members(connection: Connection, hotline: HotlineCode) -> Members | None:
    try:
        return members_of(connection, hotline)
    except MissingError:
        return None


def _grant(
    wanted: ClaimedGrant, members: Members | None, own: Mapping[PersonId, frozenset[AgentId]]
) -> _Grant | UnknownName:
    """Return a claimed grant in the store's terms.

    A provider may go on claiming an id that is somebody else's here by now: whoever was somebody by it
    stays that person.
    """
    if members is None:
        return UnknownName("hotline", wanted.hotline)
    if wanted.municipality is None:
        return _Grant(wanted.role, members.id)
    code = _code(wanted.municipality)
    if code not in members.municipalities:
        return UnknownName("municipality", wanted.municipality)
    if wanted.agent is None:
        return _Grant(wanted.role, members.id, municipality=code)
    agent = AgentId(wanted.agent)
    same = [one for one, ids in own.items() if agent in ids and one in members.people]
    person = same[0] if len(same) == 1 else members.person(agent, code)
    if person is None:
        return UnknownName("agent", wanted.agent)
    return _Grant(wanted.role, members.id, municipality=members.people[person].municipality, person=person)


def _code(text: str) -> MunicipalityCode:
    """Return a municipality's code as plans have it, without leading zeros."""
    return MunicipalityCode(text.lstrip("0") or "0" if text.isascii() and text.isdecimal() else text)


def _email(provider: Provider, claims: Claims) -> str | None:
    """Return the address that a provider tells, if mail can go there and it does not doubt it."""
    told = texts(claims, provider.email) if provider.email else ()
    if not told or claims.get("email_verified") is False:
        return None
    try:
        return mailbox(told[0]).addr_spec
    except ValueError:
        return None


def _language(claims: Claims) -> str:
    told: Any = claims.get("locale")
    asked = told[:2].lower() if isinstance(told, str) else ""
    return asked if asked in LANGUAGES else DEFAULT

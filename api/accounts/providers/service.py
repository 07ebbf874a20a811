"""What an administrator does with providers of sign-in: set one up, change it, try it, take it away.

A provider belongs to a hotline, and gives rights in that one alone. Those of the settings are the operator's:
they are shown, and nobody takes their place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from api.access.ids import AccountId, HotlineCode
from api.accounts.context import AccountsContext
from api.accounts.credentials.keyring import SealedError
from api.accounts.known_providers import is_settled, page_provider
from api.accounts.oidc.examination import ProviderFinding, ProviderOutcome, examine
from api.accounts.providers.entry import SecretChange, need_secret_anew, require_sound
from api.accounts.records import attempts, providers
from api.accounts.records.attempts import Limit
from api.accounts.records.members import Members, members_of
from api.accounts.records.providers import ProviderEntry, ProviderRecord
from api.accounts.records.sealing import provider_owner
from api.configuration.oidc_providers import Provider
from api.store.engine import Connection, reading, writing
from api.store.errors import ClashError, ConflictError, MissingError
from api.store.idempotency import IdempotentRequest, once
from wfm.message import Text

TAKEN = Text("provider.taken", "another provider has the short name {name}; choose another one")
ISSUER_TAKEN = Text("provider.issuer_taken", "another provider has this address as its issuer")
TOO_OFTEN = Text("provider.too_often", "that was tried too often; try again in a few minutes")
LOST = Text("provider.lost", "the key is not there with which its secret was sealed; type the secret anew")
MOST = Text("provider.most", "a hotline has at most {most:number} providers; take one away first")
PER_HOTLINE = 200
TESTS = Limit(20, timedelta(minutes=10))
"""How often one administrator may let a provider be asked."""
FROM = "provider test by"


@dataclass(frozen=True)
class HotlineProviders:
    """The providers by which one signs in to a hotline.

    Parameters
    ----------
    members
        Of the hotline.
    own
        Those that its administrators set up.
    settled
        Those of the settings, which may give rights in any hotline.
    """

    members: Members
    own: tuple[ProviderRecord, ...]
    settled: tuple[Provider, ...]

    def is_overruled(self, record: ProviderRecord) -> bool:
        """Tell whether a provider does not count, as the settings have one of its name or issuer."""
        return is_settled(self.settled, record)

    def find(self, provider: str) -> ProviderRecord:
        """Return one of the hotline's own.

        Raises
        ------
        MissingError
            Where it has none of that id.
        """
        found = next((one for one in self.own if one.entry.id == provider), None)
        if found is None:
            raise MissingError(provider)
        return found


@dataclass(frozen=True)
class ProvidersContext:
    """In which hotline providers are set up, by whom, and what the settings have already."""

    accounts: AccountsContext
    hotline: HotlineCode
    settled: tuple[Provider, ...]
    by: AccountId


def list_providers(context: ProvidersContext) -> HotlineProviders:
    """Return the providers of a hotline.

    Raises
    ------
    MissingError
        Where there is no such hotline.
    """
    with reading(context.accounts.database) as connection:
        return _providers(connection, context)


def set_provider(
    context: ProvidersContext,
    request: IdempotentRequest,
    entry: ProviderEntry,
    secret: SecretChange,
    expected: int,
) -> HotlineProviders:
    """Set a provider up, or change the one of that id; once, however often the request comes.

    Parameters
    ----------
    expected
        Number of what is changed; 0 for a new one.

    Raises
    ------
    InputError
        With every fault of what was written down.
    ClashError
        Where another one has its id or its issuer, or there are too many.
    ConflictError
        Where it was changed meanwhile.
    """
    database, at = context.accounts.database, context.accounts.now

    def effect(connection: Connection) -> dict[str, Any]:
        members = members_of(connection, context.hotline)
        require_sound(entry, secret, members)
        known = providers.find_provider(connection, entry.id)
        own = known if known is not None and known.hotline == members.id else None
        _require_expected(own, expected)
        _require_free(connection, context, members, entry, known)
        sealed = _sealed(context, entry, secret, own)
        providers.keep_provider(
            connection, members.id, entry, sealed=sealed, number=expected + 1, by=context.by, at=at
        )
        return {"provider": entry.id}

    once(database, request, at, effect, list_providers(context).members.id)
    return list_providers(context)


def remove_provider(context: ProvidersContext, provider: str, expected: int | None = None) -> None:
    """Take a provider away; who came by it keeps the account, and has no other way to sign in.

    Parameters
    ----------
    expected
        Number that it is expected to have; none where any will do.

    Raises
    ------
    MissingError
        Where the hotline has none of that id.
    ConflictError
        Where it was changed meanwhile.
    """
    with writing(context.accounts.database) as connection:
        record = _providers(connection, context).find(provider)
        if expected is not None:
            _require_expected(record, expected)
        providers.remove_provider(connection, record, by=context.by, at=context.accounts.now)


def try_provider(context: ProvidersContext, provider: str) -> tuple[ProviderFinding, ...]:
    """Ask a provider what it tells of itself, and say what is found; nothing is changed.

    Raises
    ------
    MissingError
        Where the hotline has none of that id.
    ClashError
        Where that was done too often.
    """
    record = list_providers(context).find(provider)
    with writing(context.accounts.database) as connection:
        tried = attempts.take(connection, FROM, context.by, TESTS, context.accounts.now)
    if not tried.allowed:
        raise ClashError(TOO_OFTEN())
    try:
        asked = page_provider(record, context.accounts.keyring)
    except SealedError:
        return (ProviderFinding(ProviderOutcome.WRONG, LOST()),)
    return examine(asked)


def _providers(connection: Connection, context: ProvidersContext) -> HotlineProviders:
    members = members_of(connection, context.hotline)
    own = tuple(one for one in providers.all_providers(connection) if one.hotline == members.id)
    return HotlineProviders(members, own, context.settled)


def _require_expected(own: ProviderRecord | None, expected: int) -> None:
    number = 0 if own is None else own.number
    if number != expected:
        raise ConflictError(expected, number, None, None if own is None else own.changed_at)


def _require_free(
    connection: Connection,
    context: ProvidersContext,
    members: Members,
    entry: ProviderEntry,
    known: ProviderRecord | None,
) -> None:
    others = [one for one in providers.all_providers(connection) if one.entry.id != entry.id]
    foreign = known is not None and known.hotline != members.id
    if foreign or any(one.id == entry.id for one in context.settled):
        raise ClashError(TAKEN(name=entry.id))
    issuers = {one.entry.issuer for one in others} | {one.issuer for one in context.settled}
    if entry.issuer in issuers:
        raise ClashError(ISSUER_TAKEN())
    if known is None and sum(one.hotline == members.id for one in others) >= PER_HOTLINE:
        raise ClashError(MOST(most=PER_HOTLINE))


def _sealed(
    context: ProvidersContext, entry: ProviderEntry, secret: SecretChange, own: ProviderRecord | None
) -> str | None:
    """Return a secret as it is to be kept.

    One that is kept goes only where it went before: else an administrator could have it sent to themselves
    by writing another address down.
    """
    if secret.new is not None:
        kept = context.accounts.keyring.seal(provider_owner(entry.id), secret.new)
        return kept if secret.new else None
    if own is None or own.sealed is None:
        return None
    if own.entry.issuer != entry.issuer:
        raise need_secret_anew()
    return own.sealed

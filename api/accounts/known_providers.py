"""All providers by which somebody may sign in: those of the settings, and those set up from pages.

The settings have the last word: what an administrator set up under the id or the issuer of a provider of the
settings does not count, and the page says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, ClassVar

from pydantic import AfterValidator, SecretStr

from api.access.roles import Role
from api.accounts.credentials.keyring import Keyring, SealedError
from api.accounts.records.providers import ProviderRecord, all_providers
from api.accounts.records.sealing import provider_owner
from api.configuration.oidc_providers import FromClaim, GrantRule, Provider, outside_address
from api.logs import log
from api.store.engine import Database, reading
from api.store.errors import StoreError


class PageProvider(Provider):
    """A provider that an administrator of a hotline set up: it is asked outside this machine's network."""

    issuer: Annotated[str, AfterValidator(outside_address)]
    outside_only: ClassVar[bool] = True


def collect_providers(
    settled: tuple[Provider, ...], database: Database, keyring: Keyring
) -> tuple[Provider, ...]:
    """Return the providers that anybody may sign in by.

    Parameters
    ----------
    settled
        Those of the settings.
    database, keyring
        Where the others lie, and what opens their secrets.
    """
    try:
        with reading(database) as connection:
            found = all_providers(connection)
    except StoreError:  # this may be the page that says so
        return settled
    return (*settled, *_usable(settled, found, keyring))


def is_settled(settled: Iterable[Provider], record: ProviderRecord) -> bool:
    """Tell whether the settings have a provider of that id or issuer."""
    entry = record.entry
    return any(entry.id == one.id or entry.issuer == one.issuer for one in settled)


def page_provider(record: ProviderRecord, keyring: Keyring) -> PageProvider:
    """Return a provider as it is asked.

    Raises
    ------
    SealedError
        Where the key is not there with which its secret was sealed.
    """
    entry = record.entry
    secret = None if record.sealed is None else keyring.unseal(provider_owner(entry.id), record.sealed)
    return PageProvider(
        id=entry.id,
        name=entry.name,
        issuer=entry.issuer,
        client_id=entry.client_id,
        client_secret=None if secret is None else SecretStr(secret),
        scopes=entry.scopes,
        acr=entry.acr,
        grants=tuple(_rules(record)),
    )


def _usable(
    settled: Iterable[Provider], found: Iterable[ProviderRecord], keyring: Keyring
) -> Iterator[Provider]:
    for record in found:
        if is_settled(settled, record):
            continue
        try:
            yield page_provider(record, keyring)
        except SealedError:
            log().warning("provider_secret_lost", provider=record.entry.id)


def _rules(record: ProviderRecord) -> Iterator[GrantRule]:
    """Yield which roles follow from claims: of this hotline, and of this municipality, alone."""
    told, town = record.entry.claims, record.entry.municipality
    if told.claim and told.coordinator:
        yield GrantRule(role=Role.COORDINATOR, hotline=record.code, when={told.claim: told.coordinator})
    if town is None:
        return
    if told.claim and told.leader:
        when = {told.claim: told.leader}
        yield GrantRule(role=Role.LEADER, hotline=record.code, municipality=town, when=when)
    if told.agent_id:
        when = {told.claim: told.agent} if told.claim and told.agent else {}
        own = FromClaim(claim=told.agent_id)
        yield GrantRule(role=Role.AGENT, hotline=record.code, municipality=town, agent=own, when=when)

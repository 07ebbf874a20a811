"""Trying a provider before anybody signs in by it: what it tells of itself, and what is wrong with that.

Nobody is signed in by it, so whether the client's id and secret are right is not seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from api.accounts.oidc.discovery import metadata_address, read_keys, read_metadata
from api.accounts.oidc.errors import ProviderUnreachableError, UnreachableReason
from api.accounts.oidc.fetch import fetch
from api.accounts.oidc.flow import ALGORITHMS
from api.configuration.oidc_providers import Provider
from api.texts.one_line import one_line
from wfm.message import Message, Text

LONGEST = 300  # characters of what a provider tells that are shown
FOUND = Text("provider.found", "the provider answers, and is the one whose address was written down")
ASKS_AT = Text("provider.asks_at", "people are asked who they are at {host}")
KEYS = Text("provider.keys", "it shows {many:number} keys with which its answers can be checked")
CAN_ALL = Text("provider.can_all", "it can do what signing in here needs")
NO_KEY = Text("provider.no_key", "it shows no key with which its answers could be checked")
NO_CODE = Text(
    "provider.no_code", "it does not offer the way by which one signs in here (authorization code)"
)
NO_SIGNATURE = Text("provider.no_signature", "it offers no kind of signature that is accepted here")
NO_PKCE = Text(
    "provider.no_pkce", "it does not say that it can do PKCE with S256, with which every sign-in here is made"
)
NO_BASIC = Text(
    "provider.no_basic",
    "it does not say that it takes a client's secret in the way that it is sent here (client_secret_basic)",
)
NO_SCOPE = Text("provider.no_scope", "it does not say that it knows what is asked for besides: {names:list}")
NO_LEVEL = Text(
    "provider.no_level", "it does not say that it knows the levels of assurance asked for: {names:list}"
)
ADDRESS = Text("provider.address", "asked was {address}")
WRONG = {
    UnreachableReason.NO_NAME: Text(
        "provider.no_name", "there is no such host name; look whether the issuer's address is spelt right"
    ),
    UnreachableReason.INSIDE: Text(
        "provider.inside",
        "the address belongs to this machine or to an internal network, which is not asked from here; a "
        "provider there is written into the settings by whoever runs the service",
    ),
    UnreachableReason.CERTIFICATE: Text(
        "provider.certificate", "the provider's certificate is not trusted, or is for another name"
    ),
    UnreachableReason.NO_ANSWER: Text(
        "provider.no_answer", "nobody answers at the address, or not within ten seconds"
    ),
    UnreachableReason.STATUS: Text(
        "provider.status",
        "the address answers with error {detail}; look whether the issuer's address is complete",
    ),
    UnreachableReason.TOO_LARGE: Text(
        "provider.too_large", "the answer is far larger than a provider's, so it was not read"
    ),
    UnreachableReason.NO_OBJECT: Text(
        "provider.no_object", "the address answers with something else than what a provider tells of itself"
    ),
    UnreachableReason.OTHER_ISSUER: Text(
        "provider.other_issuer",
        "it calls itself “{detail}”; write the issuer just like that, letter by letter",
    ),
    UnreachableReason.ADDRESSES: Text(
        "provider.addresses", "an address that it tells of itself is missing or is not encrypted"
    ),
    UnreachableReason.KEYS: Text("provider.unreadable_keys", "its keys cannot be read"),
}


class ProviderOutcome(StrEnum):
    """How one thing that was looked at is."""

    GOOD = "good"
    DOUBTFUL = "doubtful"
    WRONG = "wrong"


@dataclass(frozen=True)
class ProviderFinding:
    """One thing that was looked at: how it is, and in a sentence what."""

    outcome: ProviderOutcome
    message: Message


def examine(provider: Provider) -> tuple[ProviderFinding, ...]:
    """Ask a provider for what it tells of itself, and look at it; bounded as its answers are."""
    address = ProviderFinding(ProviderOutcome.GOOD, ADDRESS(address=metadata_address(provider)))
    try:
        return (address, *_examine(provider))
    except ProviderUnreachableError as error:
        reason = UnreachableReason(error.reason)
        text = WRONG.get(reason, WRONG[UnreachableReason.NO_ANSWER])
        return (
            address,
            ProviderFinding(ProviderOutcome.WRONG, text(detail=one_line(error.detail)[:LONGEST])),
        )


def _examine(provider: Provider) -> Iterator[ProviderFinding]:
    told = fetch(provider, metadata_address(provider))
    metadata = read_metadata(provider, told)
    keys = read_keys(fetch(provider, metadata.jwks_uri)).keys
    host = urlsplit(metadata.authorization_endpoint).hostname or ""
    yield ProviderFinding(ProviderOutcome.GOOD, FOUND())
    yield ProviderFinding(ProviderOutcome.GOOD, ASKS_AT(host=one_line(host)[:LONGEST]))
    yield (
        ProviderFinding(ProviderOutcome.GOOD, KEYS(many=len(keys)))
        if keys
        else ProviderFinding(ProviderOutcome.WRONG, NO_KEY())
    )
    lacks = (*_missing(told), *_doubtful(provider, told))
    yield from lacks or (ProviderFinding(ProviderOutcome.GOOD, CAN_ALL()),)


def _missing(told: Mapping[str, Any]) -> Iterator[ProviderFinding]:
    """Yield what no sign-in can do without."""
    if "code" not in _listed(told, "response_types_supported", ("code",)):
        yield ProviderFinding(ProviderOutcome.WRONG, NO_CODE())
    if not set(ALGORITHMS) & set(_listed(told, "id_token_signing_alg_values_supported", ALGORITHMS)):
        yield ProviderFinding(ProviderOutcome.WRONG, NO_SIGNATURE())


def _doubtful(provider: Provider, told: Mapping[str, Any]) -> Iterator[ProviderFinding]:
    """Yield what a provider does not say of itself; some can do it all the same."""
    if "S256" not in _listed(told, "code_challenge_methods_supported", ()):
        yield ProviderFinding(ProviderOutcome.DOUBTFUL, NO_PKCE())
    usual = ("client_secret_basic",)
    ways = _listed(told, "token_endpoint_auth_methods_supported", usual)
    if provider.client_secret is not None and usual[0] not in ways:
        yield ProviderFinding(ProviderOutcome.DOUBTFUL, NO_BASIC())
    for text, asked, key in (
        (NO_SCOPE, provider.scopes, "scopes_supported"),
        (NO_LEVEL, provider.acr, "acr_values_supported"),
    ):
        known = _listed(told, key, asked)
        unknown = tuple(name for name in asked if name not in known)
        if unknown:
            yield ProviderFinding(ProviderOutcome.DOUBTFUL, text(names=unknown))


def _listed(told: Mapping[str, Any], key: str, usual: Sequence[str]) -> tuple[str, ...]:
    """Return what a provider lists; what is usual where it does not say."""
    found = told.get(key)
    listed = found if isinstance(found, list) else usual
    return tuple(one for one in listed if isinstance(one, str))

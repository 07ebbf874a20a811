"""What providers tell of themselves: their addresses, and the keys that they sign with; asked for seldom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Any

import httpx2
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from api.accounts.oidc.errors import ProviderUnreachableError
from api.accounts.oidc.trust import trust_store
from api.configuration.oidc_providers import Provider, issuer_address
from api.logs import log

SECONDS = 10.0
"""How long a provider's answer is waited for."""
FRESH = 3600.0
"""Seconds for which what a provider told of itself counts."""
PAUSE = 5.0
"""Seconds for which a provider that could not be asked is not asked again: a queue of threads would wait."""
KEYS_PAUSE = 60.0
"""Seconds between two questions for keys: a token with an unknown key may be anybody's invention."""
KINDS = ("RSA", "EC", "OKP")
"""Kinds of keys whose public half is public. A shared secret among them would let anybody sign."""
ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True)
class ProviderMetadata:
    """What a provider tells of itself."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None
    names_itself: bool
    """Whether each of its answers says who it is (RFC 9207)."""


@dataclass
class _Entry:
    metadata: ProviderMetadata | None = None
    metadata_at: float = 0.0
    failed_at: float = float("-inf")
    keys: KeySet | None = None
    keys_at: float = float("-inf")
    lock: Lock = field(default_factory=Lock)


class Directory:
    """Knows what providers tell of themselves, and asks again when that is old."""

    def __init__(self, providers: tuple[Provider, ...]) -> None:
        self._entries = {provider.id: _Entry() for provider in providers}

    def metadata(self, provider: Provider) -> ProviderMetadata:
        """Return a provider's addresses.

        Raises
        ------
        ProviderUnreachableError
            Where it cannot be asked, or is not who it should be.
        """
        entry = self._entries[provider.id]
        with entry.lock:
            return self._metadata(provider, entry)

    def keys(self, provider: Provider, *, anew: bool = False) -> KeySet:
        """Return the keys that a provider signs with; `anew` where one is wanted that is not among them.

        Raises
        ------
        ProviderUnreachableError
            Where it cannot be asked.
        """
        entry = self._entries[provider.id]
        with entry.lock:
            age = monotonic() - entry.keys_at
            if entry.keys is None or age > FRESH or (anew and age > KEYS_PAUSE):
                entry.keys = _keys(_fetch(self._metadata(provider, entry).jwks_uri))
                entry.keys_at = monotonic()
            return entry.keys

    def _metadata(self, provider: Provider, entry: _Entry) -> ProviderMetadata:
        if entry.metadata is not None and monotonic() - entry.metadata_at <= FRESH:
            return entry.metadata
        if monotonic() - entry.failed_at < PAUSE:
            raise ProviderUnreachableError("asked a moment ago")
        try:
            address = provider.issuer.rstrip("/") + "/.well-known/openid-configuration"
            entry.metadata, entry.metadata_at = _read(provider, _fetch(address)), monotonic()
        except ProviderUnreachableError:
            entry.failed_at = monotonic()
            raise
        return entry.metadata


def _fetch(address: str) -> Mapping[str, Any]:
    """Return the JSON object that stands at an address of a provider."""
    try:
        accept = {"Accept": "application/json"}
        answer = httpx2.get(address, timeout=SECONDS, headers=accept, verify=trust_store())
        found = answer.raise_for_status().json()
    except (httpx2.HTTPError, ValueError) as error:
        log().warning("provider_unreachable", error=type(error).__name__)
        raise ProviderUnreachableError("no answer") from None
    if not isinstance(found, dict):
        raise ProviderUnreachableError("no object")
    return found


def _read(provider: Provider, found: Mapping[str, Any]) -> ProviderMetadata:
    """Accept what a provider tells if it is about itself and its addresses are safe."""
    if found.get("issuer") != provider.issuer:
        raise ProviderUnreachableError("another issuer")
    try:
        addresses = {name: issuer_address_or_query(found[name]) for name in ADDRESSES}
        userinfo = found.get("userinfo_endpoint")
        asked = None if userinfo is None else issuer_address_or_query(userinfo)
    except (KeyError, ValueError, TypeError, AttributeError):
        raise ProviderUnreachableError("an address that is missing or not safe") from None
    names_itself = found.get("authorization_response_iss_parameter_supported") is True
    return ProviderMetadata(**addresses, userinfo_endpoint=asked, names_itself=names_itself)


def issuer_address_or_query(value: str) -> str:
    """Accept an address of a provider's, which may have a query."""
    issuer_address(value.partition("?")[0])
    return value


def _keys(found: Mapping[str, Any]) -> KeySet:
    listed = found.get("keys")
    try:
        own = [key for key in listed or () if key.get("kty") in KINDS and key.get("use", "sig") == "sig"]
        return KeySet.import_key_set({"keys": own})
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        raise ProviderUnreachableError("keys that cannot be read") from None

"""What providers tell of themselves: their addresses, and the keys that they sign with; asked for seldom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from api.accounts.oidc.errors import ProviderUnreachableError, UnreachableReason
from api.accounts.oidc.fetch import fetch
from api.configuration.oidc_providers import Provider, issuer_address, outside_address

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
    """Knows what providers tell of themselves, and asks again when that is old or they were changed."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, str], _Entry] = {}
        self._lock = Lock()

    def _entry(self, provider: Provider) -> _Entry:
        """Return what is known of a provider; of those whose address was changed, nothing is kept."""
        wanted = (provider.id, provider.issuer)
        with self._lock:
            if wanted not in self._entries:
                for old in [known for known in self._entries if known[0] == provider.id]:
                    del self._entries[old]
                self._entries[wanted] = _Entry()
            return self._entries[wanted]

    def metadata(self, provider: Provider) -> ProviderMetadata:
        """Return a provider's addresses.

        Raises
        ------
        ProviderUnreachableError
            Where it cannot be asked, or is not who it should be.
        """
        entry = self._entry(provider)
        with entry.lock:
            return self._metadata(provider, entry)

    def keys(self, provider: Provider, *, anew: bool = False) -> KeySet:
        """Return the keys that a provider signs with; `anew` where one is wanted that is not among them.

        Raises
        ------
        ProviderUnreachableError
            Where it cannot be asked.
        """
        entry = self._entry(provider)
        with entry.lock:
            age = monotonic() - entry.keys_at
            if entry.keys is None or age > FRESH or (anew and age > KEYS_PAUSE):
                entry.keys = read_keys(fetch(provider, self._metadata(provider, entry).jwks_uri))
                entry.keys_at = monotonic()
            return entry.keys

    def _metadata(self, provider: Provider, entry: _Entry) -> ProviderMetadata:
        if entry.metadata is not None and monotonic() - entry.metadata_at <= FRESH:
            return entry.metadata
        if monotonic() - entry.failed_at < PAUSE:
            raise ProviderUnreachableError(UnreachableReason.PAUSE)
        try:
            found = fetch(provider, metadata_address(provider))
            entry.metadata, entry.metadata_at = read_metadata(provider, found), monotonic()
        except ProviderUnreachableError:
            entry.failed_at = monotonic()
            raise
        return entry.metadata


def metadata_address(provider: Provider) -> str:
    """Return the address at which a provider tells of itself."""
    return provider.issuer.rstrip("/") + "/.well-known/openid-configuration"


def read_metadata(provider: Provider, found: Mapping[str, Any]) -> ProviderMetadata:
    """Accept what a provider tells if it is about itself and its addresses are safe.

    Raises
    ------
    ProviderUnreachableError
        Where they are not.
    """
    if found.get("issuer") != provider.issuer:
        named = found.get("issuer")
        raise ProviderUnreachableError(
            UnreachableReason.OTHER_ISSUER, named if isinstance(named, str) else ""
        )
    try:
        addresses = {name: _safe_address(provider, found[name]) for name in ADDRESSES}
        userinfo = found.get("userinfo_endpoint")
        asked = None if userinfo is None else _safe_address(provider, userinfo)
    except (KeyError, ValueError, TypeError, AttributeError):
        raise ProviderUnreachableError(UnreachableReason.ADDRESSES) from None
    names_itself = found.get("authorization_response_iss_parameter_supported") is True
    return ProviderMetadata(**addresses, userinfo_endpoint=asked, names_itself=names_itself)


def _safe_address(provider: Provider, value: str) -> str:
    """Accept an address of a provider's, which may have a query."""
    accept = outside_address if provider.outside_only else issuer_address
    accept(value.partition("?")[0])
    return value


def read_keys(found: Mapping[str, Any]) -> KeySet:
    """Return the keys that a provider shows and that only it can sign with.

    Raises
    ------
    ProviderUnreachableError
        Where they cannot be read.
    """
    listed = found.get("keys")
    try:
        own = [key for key in listed or () if key.get("kty") in KINDS and key.get("use", "sig") == "sig"]
        return KeySet.import_key_set({"keys": own})
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        raise ProviderUnreachableError(UnreachableReason.KEYS) from None

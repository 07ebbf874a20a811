"""Asking a provider for a JSON object, over the way that is right for it."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from typing import Any

import httpx2

from api.accounts.oidc.errors import ProviderUnreachableError, UnreachableReason
from api.accounts.oidc.outside import SECONDS, InsideError, OutsideTransport, TooLargeError, UnknownNameError
from api.accounts.oidc.trust import trust_store
from api.configuration.oidc_providers import Provider
from api.logs import log

_REASONS = {
    UnknownNameError: UnreachableReason.NO_NAME,
    InsideError: UnreachableReason.INSIDE,
    TooLargeError: UnreachableReason.TOO_LARGE,
    httpx2.HTTPStatusError: UnreachableReason.STATUS,
}


def client_options(provider: Provider) -> dict[str, Any]:
    """Return with what a client is made that asks a provider."""
    own = {"transport": OutsideTransport()} if provider.outside_only else {}
    return {"timeout": SECONDS, "verify": trust_store(), **own}


def fetch(provider: Provider, address: str, headers: Mapping[str, str] | None = None) -> Mapping[str, Any]:
    """Return the JSON object that stands at an address of a provider.

    Raises
    ------
    ProviderUnreachableError
        Where there is none, or no way to it.
    """
    accept = {"Accept": "application/json", **(headers or {})}
    try:
        with httpx2.Client(**client_options(provider)) as client:
            found = client.get(address, headers=accept).raise_for_status().json()
    except (httpx2.HTTPError, ValueError, RecursionError) as error:  # brackets in brackets without end
        raise unreachable(error) from None
    if not isinstance(found, dict):
        raise ProviderUnreachableError(UnreachableReason.NO_OBJECT)
    return found


def unreachable(error: Exception) -> ProviderUnreachableError:
    """Return why an error means that a provider cannot be asked; the log has its name."""
    log().warning("provider_unreachable", error=type(error).__name__)
    status = str(error.response.status_code) if isinstance(error, httpx2.HTTPStatusError) else ""
    return ProviderUnreachableError(_reason(error), status)


def _reason(error: BaseException) -> UnreachableReason:
    for kind, reason in _REASONS.items():
        if isinstance(error, kind):
            return reason
    if isinstance(error, ValueError | RecursionError):
        return UnreachableReason.NO_OBJECT
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return UnreachableReason.CERTIFICATE
        cause = cause.__cause__ or cause.__context__
    return UnreachableReason.NO_ANSWER

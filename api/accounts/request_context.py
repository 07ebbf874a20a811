"""What a request about accounts brings along: the service's store, and the address that it comes from."""

from __future__ import annotations

from http import HTTPStatus
from ipaddress import ip_address, ip_network
from threading import Lock
from typing import Annotated

from fastapi import Depends, FastAPI, Request
from starlette.exceptions import HTTPException

from api.accounts.context import AccountsContext
from api.accounts.credentials.keyring import Keyring
from api.accounts.credentials.passwords import Passwords
from api.accounts.known_providers import collect_providers
from api.configuration.oidc_providers import Provider
from api.store.engine import Database

_OF_NETWORK = 64  # bits: whoever has one address of IPv6 has all that begin alike
_MAKING = Lock()


def database_of(request: Request) -> Database:
    """Return the store of the service.

    Raises
    ------
    HTTPException
        404 where it has none, and so no accounts.
    """
    found: Database | None = request.app.state.database
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return found


def accounts_context(request: Request) -> AccountsContext:
    """Return with what a request about accounts is dealt with."""
    state = request.app.state
    return AccountsContext(
        database=database_of(request),
        passwords=passwords_of(request.app),
        settings=state.settings,
        now=state.now(),
        client=client_of(request),
        last_uses=state.last_uses,
        find_start=state.find_start,
    )


def providers_of(request: Request) -> tuple[Provider, ...]:
    """Return the providers that a request may sign in by; without a store, those of the settings."""
    settled: tuple[Provider, ...] = request.app.state.providers
    database: Database | None = request.app.state.database
    if database is None:
        return settled
    return collect_providers(settled, database, Keyring(request.app.state.settings.secret_key))


def passwords_of(app: FastAPI) -> Passwords:
    """Return who makes hashes for the service; made when first asked for, since that takes a while."""
    with _MAKING:
        if not hasattr(app.state, "passwords"):
            app.state.passwords = Passwords()
        found: Passwords = app.state.passwords
        return found


def client_of(request: Request) -> str:
    """Return the address that a request comes from; of IPv6 the part that one subscriber has."""
    told = request.client.host if request.client else ""
    try:
        address = ip_address(told)
    except ValueError:
        return told
    if address.version == 6 and address.ipv4_mapped is None:
        return str(ip_network((address, _OF_NETWORK), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)


CurrentContext = Annotated[AccountsContext, Depends(accounts_context)]

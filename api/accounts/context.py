"""What each request about accounts needs: the store, the clock, the settings, and from where it comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from ipaddress import ip_address, ip_network
from threading import Lock
from typing import Annotated

from fastapi import Depends, FastAPI, Request
from starlette.exceptions import HTTPException

from api.accounts.credentials.passwords import Passwords
from api.accounts.records.attempts import Limit
from api.accounts.records.logins import Lifetime
from api.configuration.settings import Settings
from api.store.engine import Database

_OF_NETWORK = 64  # bits: whoever has one address of IPv6 has all that begin alike
_MAKING = Lock()


@dataclass(frozen=True)
class Desk:
    """Where accounts are dealt with.

    Parameters
    ----------
    database, passwords, settings
        Of the service.
    now
        The moment of the request.
    client
        Address that the request comes from, as far as tries are counted by it.
    """

    database: Database
    passwords: Passwords
    settings: Settings
    now: datetime
    client: str

    @property
    def lifetime(self) -> Lifetime:
        """How long a login lives."""
        return lifetime_of(self.settings)

    @property
    def per_account(self) -> Limit:
        """How often somebody may fail to sign in to one account."""
        return Limit(self.settings.sign_in_tries, timedelta(minutes=self.settings.sign_in_minutes))

    @property
    def per_client(self) -> Limit:
        """How often somebody may fail to sign in from one address."""
        within = timedelta(minutes=self.settings.sign_in_minutes)
        return Limit(self.settings.sign_in_tries_from_address, within)


def lifetime_of(settings: Settings) -> Lifetime:
    """Return how long a login lives."""
    return Lifetime(timedelta(minutes=settings.login_idle_minutes), timedelta(hours=settings.login_hours))


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


def desk(request: Request) -> Desk:
    """Return where a request about accounts is dealt with."""
    state = request.app.state
    return Desk(
        database_of(request), passwords_of(request.app), state.settings, state.now(), client_of(request)
    )


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


AtDesk = Annotated[Desk, Depends(desk)]

"""What each use case of accounts needs: the store, the clock, the settings, and from where somebody asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from api.access.callers import AccountHolder
from api.accounts.credentials.keyring import Keyring
from api.accounts.credentials.passwords import Passwords
from api.accounts.last_uses import LastUses
from api.accounts.records.attempts import Limit
from api.accounts.records.logins import Lifetime
from api.configuration.settings import Settings
from api.store.engine import Database


@dataclass(frozen=True)
class AccountsContext:
    """With what accounts are dealt with.

    Parameters
    ----------
    database, passwords, settings
        Of the service.
    now
        The moment of the request.
    client
        Address that the request comes from, as far as tries are counted by it.
    last_uses
        Of logins and access tokens, as far as they are not written down.
    find_start
        Tells where an account's owner begins who did not ask for anything in particular.
    """

    database: Database
    passwords: Passwords
    settings: Settings
    now: datetime
    client: str
    last_uses: LastUses
    find_start: Callable[[AccountHolder, datetime], str]

    @property
    def keyring(self) -> Keyring:
        """With what the keys of authenticator apps are sealed."""
        return Keyring(self.settings.secret_key)

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

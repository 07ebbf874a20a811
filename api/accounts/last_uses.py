"""When logins and access tokens were last used, and whose sign-in failed: written down in nobody's way.

Whoever reads waits for no lock of the database, and is not refused where its disk is full: what a request
notes is a value in memory, and a thread of the service writes all of them down together. In between, what
stands here counts beside what stands in the database, so nobody who reads is signed out while writing is
impossible. What is lost with the process makes a login older than it is, never younger.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Event, Lock
from typing import TypeVar

from api.access.ids import AccessTokenId, AccountId, LoginId
from api.accounts.records import access_tokens, logins
from api.accounts.records.access_tokens import AccessToken
from api.accounts.records.logins import Lifetime, Login
from api.store import audit
from api.store.engine import Connection, Database, writing

Key = TypeVar("Key")
Value = TypeVar("Value")

FAILED = "sign_in.failed"
"""What stands in the audit record of a sign-in that failed."""
FAILED_EVERY = timedelta(hours=1)
"""How often it is written down of an account: a flood of tries shall not fill the record."""
WRITING_SECONDS = 0.5
"""How long the database's lock is waited for; the next round comes soon enough."""


@dataclass(frozen=True)
class _Ending:
    """A login that was found to be over, and when."""

    account: AccountId
    at: datetime


class LastUses:
    """The last uses that are not written down yet, and those that were a moment ago."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._logins: dict[LoginId, datetime] = {}
        self._tokens: dict[AccessTokenId, datetime] = {}
        self._endings: dict[LoginId, _Ending] = {}
        self._failures: dict[AccountId, datetime] = {}
        self._written: dict[LoginId, datetime] = {}
        self.urgent = Event()
        """Set where a login is to be ended: nothing may revive it, so it is not put off."""

    def refresh(self, login: Login) -> Login:
        """Return a login as it was last used, as far as it is known here."""
        with self._lock:
            noted = self._logins.get(login.id) or self._written.get(login.id)
        return login if noted is None or noted <= login.seen_at else replace(login, seen_at=noted)

    def note_login(self, login: Login, lifetime: Lifetime, at: datetime) -> None:
        """Note that a login is used, if it is time to."""
        if lifetime.stale(login, at):
            with self._lock:
                self._logins[login.id] = at

    def note_token(self, token: AccessToken, at: datetime) -> None:
        """Note that an access token is used, if it is time to."""
        with self._lock:
            noted = self._tokens.get(token.id, token.used_at)
            if access_tokens.is_stale(replace(token, used_at=noted), at):
                self._tokens[token.id] = at

    def note_failure(self, account: AccountId, at: datetime) -> None:
        """Note that somebody could not sign in to an account."""
        with self._lock:
            self._failures.setdefault(account, at)

    def end(self, login: Login, at: datetime) -> None:
        """Let a login be over from now on, whatever the clock says later."""
        with self._lock:
            self._endings.setdefault(login.id, _Ending(login.account, at))
            self._logins.pop(login.id, None)
        self.urgent.set()

    def has_ended(self, login: Login) -> bool:
        """Tell whether a login is over that still stands in the database."""
        with self._lock:
            return login.id in self._endings

    def save(self, database: Database) -> None:
        """Write down what is noted; where that fails, it stays noted.

        Raises
        ------
        UnavailableError
            Where the database can't be written to just now.
        """
        self.urgent.clear()
        with self._lock:
            noted, used, endings = dict(self._logins), dict(self._tokens), dict(self._endings)
            failures = dict(self._failures)
        if noted or used or endings or failures:
            with writing(database, wait=WRITING_SECONDS) as connection:
                _save(connection, noted, used, endings)
                _record_failures(connection, failures)
        with self._lock:
            _drop(self._logins, noted)
            _drop(self._tokens, used)
            _drop(self._endings, endings)
            _drop(self._failures, failures)
            self._written = noted  # for whoever read the row before it was written

    def save_logins(self, connection: Connection) -> None:
        """Write down when logins were used, in somebody's own transaction, who forgets those left idle."""
        with self._lock:
            noted = dict(self._logins)
        _save(connection, noted, {}, {})


def _save(
    connection: Connection,
    noted: dict[LoginId, datetime],
    used: dict[AccessTokenId, datetime],
    endings: dict[LoginId, _Ending],
) -> None:
    for login, at in sorted(
        noted.items()
    ):  # always in one order: two who write shall not wait for each other
        logins.note_use(connection, login, at)
    for token, at in sorted(used.items()):
        access_tokens.note_use(connection, token, at)
    for login, ending in sorted(endings.items()):
        logins.end(connection, ending.account, login, by=None, at=ending.at)


def _record_failures(connection: Connection, failures: dict[AccountId, datetime]) -> None:
    for account, at in sorted(failures.items()):
        if not audit.was_recorded(connection, FAILED, account, at - FAILED_EVERY):
            audit.record(connection, actor=None, action=FAILED, about=account, at=at, payload={})


def _drop(kept: dict[Key, Value], written: dict[Key, Value]) -> None:
    """Forget what was written, unless something newer was noted meanwhile."""
    for key, value in written.items():
        if kept.get(key) == value:
            del kept[key]

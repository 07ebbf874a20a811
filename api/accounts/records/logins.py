"""Logins: a row for each browser in which somebody is signed in, found by a secret that is not in it.

A login dies of being signed out, of a new password, of a change of what the account may, of the account's
deactivation, of standing idle and of age. Nothing revives it, also not a clock that is put back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from api.access.ids import AccountId, LoginId
from api.access.tokens import hash_of, is_token, new_token
from api.store import audit, overdue
from api.store.errors import MissingError
from api.store.tables import ACCOUNT, LOGIN
from api.store.types import new_id

CLOCKS_DIFFER = timedelta(minutes=5)
"""How far in the future a login may have been seen: clocks of machines are not quite alike."""


@dataclass(frozen=True)
class Lifetime:
    """How long a login lives without being used, and at most."""

    idle: timedelta
    longest: timedelta

    def over(self, login: Login, at: datetime) -> bool:
        """Tell whether a login is too old, or was last seen at a time that is still to come."""
        return at < login.seen_at - CLOCKS_DIFFER or at >= self.ends(login)

    def ends(self, login: Login) -> datetime:
        """Return when a login is over, unless it is used before."""
        return min(login.seen_at + self.idle, login.created_at + self.longest)

    def stale(self, login: Login, at: datetime) -> bool:
        """Tell whether it is time to note that a login is used: not with every request."""
        return at >= login.seen_at + self.idle / 12


@dataclass(frozen=True)
class Login:
    """A browser in which somebody is signed in.

    Parameters
    ----------
    id, account
        Random ids; the id opens nothing.
    device
        What the browser said that it is.
    created_at, seen_at
        When it began, and when it was used last, to a twelfth of the idle time.
    """

    id: LoginId
    account: AccountId
    device: str
    created_at: datetime
    seen_at: datetime


def begin(
    connection: Connection, account: AccountId, *, at: datetime, device: str = "", how: str = ""
) -> str:
    """Sign an account in; return the secret for its browser, which nobody can be told again.

    Parameters
    ----------
    device
        What the browser says that it is, in a word or two.
    how
        For the audit: by password, by a link, by a provider.

    Raises
    ------
    MissingError
        Where there is no such account, or it is deactivated.
    """
    hold(connection, account)
    waited = (ACCOUNT.c.id == account) & ACCOUNT.c.reopened_at.is_not(None)
    connection.execute(update(ACCOUNT).where(waited).values(reopened_at=None))
    token, made = new_token(), new_id()
    values = {"account_id": account, "token_sha256": hash_of(token), "device": device}
    connection.execute(insert(LOGIN).values(id=made, **values, created_at=at, seen_at=at))
    audit.record(
        connection, actor=account, action="login.begin", about=made, at=at, payload={"how": how or "password"}
    )
    return token


def hold(connection: Connection, account: AccountId) -> None:
    """Let nobody else change an account until this transaction is over.

    Who signs in while the password changes elsewhere is either signed out by that change or comes after it.

    Raises
    ------
    MissingError
        Where there is no such account, or it is deactivated.
    """
    active = (ACCOUNT.c.id == account) & ACCOUNT.c.deactivated_at.is_(None)
    if connection.execute(update(ACCOUNT).where(active).values(id=account)).rowcount != 1:
        raise MissingError(account)


def find(connection: Connection, token: str) -> Login | None:
    """Return the login that a secret opens, too old or not; none where the account is deactivated."""
    if not is_token(token):
        return None
    row = connection.execute(_of_secret(), {"hashed": hash_of(token)}).first()
    return None if row is None else _login(row)


def was_over(connection: Connection, login: Login, lifetime: Lifetime) -> bool:
    """Tell whether a login was over already, before a clock was set back."""
    return overdue.was_seen(connection, "login.begin", login.id, lifetime.ends(login))


def logins_of(connection: Connection, account: AccountId) -> tuple[Login, ...]:
    """Return an account's logins, the one used last first."""
    asked = _logins().where(LOGIN.c.account_id == account)
    return tuple(
        _login(row) for row in connection.execute(asked.order_by(LOGIN.c.seen_at.desc(), LOGIN.c.id))
    )


def note_use(connection: Connection, login: LoginId, at: datetime) -> None:
    """Note that a login is used; one that ended meanwhile stays ended."""
    connection.execute(update(LOGIN).where(LOGIN.c.id == login, LOGIN.c.seen_at < at).values(seen_at=at))


def end(
    connection: Connection, account: AccountId, login: LoginId, *, by: AccountId | None, at: datetime
) -> bool:
    """End one login of an account; tell whether there was one."""
    own = (LOGIN.c.id == login) & (LOGIN.c.account_id == account)
    found = connection.execute(delete(LOGIN).where(own)).rowcount == 1
    if found:
        audit.record(connection, actor=by, action="login.end", about=login, at=at, payload={})
    return found


def end_all(connection: Connection, account: AccountId, *, but: LoginId | None = None) -> None:
    """End every login of an account, or all but one; whoever has a reason to writes that down."""
    ended = LOGIN.c.account_id == account
    connection.execute(delete(LOGIN).where(ended if but is None else ended & (LOGIN.c.id != but)))


def sweep(connection: Connection, lifetime: Lifetime, at: datetime) -> None:
    """Forget logins that are over."""
    old = (LOGIN.c.seen_at <= at - lifetime.idle) | (LOGIN.c.created_at <= at - lifetime.longest)
    connection.execute(delete(LOGIN).where(old))


def _logins() -> Any:
    """Return the question for all logins."""
    return select(LOGIN.c.id, LOGIN.c.account_id, LOGIN.c.device, LOGIN.c.created_at, LOGIN.c.seen_at)


@cache
def _of_secret() -> Any:
    """Return the question for the login of a secret: every request asks it, so it is built once."""
    asked = _logins().join(ACCOUNT, ACCOUNT.c.id == LOGIN.c.account_id)
    return asked.where(LOGIN.c.token_sha256 == bindparam("hashed"), ACCOUNT.c.deactivated_at.is_(None))


def _login(row: Any) -> Login:
    return Login(
        id=row.id,
        account=row.account_id,
        device=row.device,
        created_at=row.created_at,
        seen_at=row.seen_at,
    )

"""Personal access tokens: for programs that ask in somebody's name, each with a name and an end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from api.access.ids import AccessTokenId, AccountId
from api.access.tokens import hash_of, is_token, new_token
from api.accounts.records.logins import hold
from api.store import audit, overdue
from api.store.tables import ACCESS_TOKEN, ACCOUNT
from api.store.types import new_id

PREFIX = "wfm_"
"""By which a program that looks for secrets in files knows ours."""
NOTED_EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class AccessToken:
    """A personal access token as its owner sees it again; the secret is not part of it."""

    id: AccessTokenId
    account: AccountId
    name: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


def make(
    connection: Connection, account: AccountId, name: str, *, at: datetime, lasts: timedelta
) -> tuple[AccessTokenId, str]:
    """Return a new token's id and its secret, which is told this once.

    Raises
    ------
    MissingError
        Where there is no such account, or it is deactivated.
    """
    hold(connection, account)
    made, secret = AccessTokenId(new_id()), PREFIX + new_token()
    values = {"account_id": account, "name": name, "token_sha256": hash_of(secret)}
    connection.execute(insert(ACCESS_TOKEN).values(id=made, **values, created_at=at, expires_at=at + lasts))
    told = {"name": name, "days": lasts.days}
    audit.record(connection, actor=account, action="access_token.make", about=made, at=at, payload=told)
    return made, secret


def find(connection: Connection, secret: str, at: datetime) -> AccessToken | None:
    """Return the token that a secret is; none where it is, or was, out of date or the account deactivated."""
    if not secret.startswith(PREFIX) or not is_token(secret.removeprefix(PREFIX)):
        return None
    t = ACCESS_TOKEN.c
    asked = (
        _access_tokens().join(ACCOUNT, ACCOUNT.c.id == t.account_id).where(ACCOUNT.c.deactivated_at.is_(None))
    )
    row = connection.execute(asked.where(t.token_sha256 == hash_of(secret), t.expires_at > at)).first()
    if row is None or overdue.was_seen(connection, "access_token.make", row.id, row.expires_at):
        return None
    return _access_token(row)


def tokens_of(connection: Connection, account: AccountId) -> tuple[AccessToken, ...]:
    """Return an account's tokens, the newest first."""
    t = ACCESS_TOKEN.c
    rows = connection.execute(
        _access_tokens().where(t.account_id == account).order_by(t.created_at.desc(), t.id)
    )
    return tuple(_access_token(row) for row in rows)


def is_stale(token: AccessToken, at: datetime) -> bool:
    """Tell whether it is time to note that a token is used: hourly at most, since reading writes nothing."""
    return token.used_at is None or at >= token.used_at + NOTED_EVERY


def note_use(connection: Connection, token: AccessTokenId, at: datetime) -> None:
    """Note that a token is used; one that was revoked meanwhile stays revoked."""
    used = ACCESS_TOKEN.c.used_at
    earlier = (ACCESS_TOKEN.c.id == token) & (used.is_(None) | (used < at))
    connection.execute(update(ACCESS_TOKEN).where(earlier).values(used_at=at))


def revoke(connection: Connection, account: AccountId, token: AccessTokenId, *, at: datetime) -> bool:
    """Revoke one token of an account; tell whether there was one."""
    own = (ACCESS_TOKEN.c.id == token) & (ACCESS_TOKEN.c.account_id == account)
    found = connection.execute(delete(ACCESS_TOKEN).where(own)).rowcount == 1
    if found:
        audit.record(connection, actor=account, action="access_token.revoke", about=token, at=at, payload={})
    return found


def revoke_all(connection: Connection, account: AccountId) -> None:
    """Revoke every token of an account; whoever has a reason to writes that down."""
    connection.execute(delete(ACCESS_TOKEN).where(ACCESS_TOKEN.c.account_id == account))


def _access_tokens() -> Any:
    """Return the question for all tokens."""
    t = ACCESS_TOKEN.c
    return select(t.id, t.account_id, t.name, t.created_at, t.expires_at, t.used_at)


def _access_token(row: Any) -> AccessToken:
    return AccessToken(
        id=row.id,
        account=row.account_id,
        name=row.name,
        created_at=row.created_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
    )

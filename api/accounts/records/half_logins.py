"""Half logins: the password was right, the code is still to come, and until then nothing is opened.

As of a login, its browser keeps a secret of which only the hash stands here. It lives for five minutes,
serves one purpose, and dies with the password, the account and the second step.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from api.access.ids import AccountId
from api.access.tokens import hash_of, is_token, new_token
from api.accounts.records import logins
from api.store.tables import ACCOUNT, HALF_LOGIN
from api.store.types import new_id

LASTS = timedelta(minutes=5)
_H = HALF_LOGIN.c


@dataclass(frozen=True)
class HalfLogin:
    """A sign-in that waits for its code; `how` says how it began."""

    id: str
    account: AccountId
    device: str
    how: str


def begin(connection: Connection, account: AccountId, *, at: datetime, device: str, how: str) -> str:
    """Let a browser be asked for the code; return the secret that it keeps meanwhile.

    Raises
    ------
    MissingError
        Where there is no such account, or it is deactivated.
    """
    logins.hold(connection, account)
    sweep(connection, at)
    token = new_token()
    values = {"account_id": account, "token_sha256": hash_of(token), "device": device, "how": how}
    connection.execute(insert(HALF_LOGIN).values(id=new_id(), **values, created_at=at, expires_at=at + LASTS))
    return token


def find(connection: Connection, token: str, at: datetime) -> HalfLogin | None:
    """Return the half login that a secret stands for, if there is time left."""
    if not is_token(token):
        return None
    asked = select(_H.id, _H.account_id, _H.device, _H.how).join(ACCOUNT, ACCOUNT.c.id == _H.account_id)
    usable = (_H.token_sha256 == hash_of(token)) & (_H.expires_at > at) & (_H.created_at <= at)
    row = connection.execute(asked.where(usable, ACCOUNT.c.deactivated_at.is_(None))).first()
    return (
        None if row is None else HalfLogin(id=row.id, account=row.account_id, device=row.device, how=row.how)
    )


def end(connection: Connection, half: HalfLogin) -> bool:
    """End a half login; false where it has ended already."""
    return connection.execute(delete(HALF_LOGIN).where(_H.id == half.id)).rowcount == 1


def end_all(connection: Connection, account: AccountId) -> None:
    """End every half login of an account."""
    connection.execute(delete(HALF_LOGIN).where(_H.account_id == account))


def sweep(connection: Connection, at: datetime) -> None:
    """Forget those for which nobody came back."""
    connection.execute(delete(HALF_LOGIN).where(_H.expires_at <= at))

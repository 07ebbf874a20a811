"""The second step of an account at sign-in: begun, confirmed by a first code, and taken away again.

It counts only once it is confirmed, so that nobody is locked out by an app that was never set up. Each code
counts once. Whatever changes it ends the account's other logins and is written down.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from api.access.ids import AccountId, LoginId
from api.access.tokens import hash_of
from api.accounts.credentials.keyring import PLAIN, Keyring
from api.accounts.credentials.one_time_codes import (
    MANY,
    new_recovery_code,
    new_secret,
    normalize_recovery_code,
    step_of,
)
from api.accounts.records import half_logins, logins
from api.store import audit, outbox
from api.store.tables import ACCOUNT, GRANT, RECOVERY_CODE, SECOND_STEP
from api.store.types import new_id

NOTICE = "second_step"
"""Kind of the notices about it."""
ON, OFF, CODES, TAKEN = "on", "off", "codes", "taken"
"""What can become of it; how the audit and the mail about it call that."""
RECOVERED = "recovered"
"""What it is called where somebody came in by a recovery code."""
_S, _R = SECOND_STEP.c, RECOVERY_CODE.c


@dataclass(frozen=True)
class SecondStep:
    """A second step as its owner sees it: since when it counts, and how many recovery codes are left."""

    since: datetime
    codes_left: int


def find(connection: Connection, account: AccountId) -> SecondStep | None:
    """Return an account's second step; none where it has none that counts."""
    asked = select(_S.confirmed_at).where(_S.account_id == account, _S.confirmed_at.is_not(None))
    since = connection.execute(asked).scalar()
    if since is None:
        return None
    left = select(func.count()).where(_R.account_id == account, _R.used_at.is_(None))
    return SecondStep(since, connection.execute(left).scalar_one())


def is_on(connection: Connection, account: AccountId) -> bool:
    """Tell whether an account's password alone lets nobody in."""
    asked = select(_S.account_id).where(_S.account_id == account, _S.confirmed_at.is_not(None))
    return connection.execute(asked).first() is not None


def is_needed(connection: Connection, account: AccountId, roles: Iterable[str]) -> bool:
    """Tell whether an account has a role that asks for a second step, and none that counts.

    Who has no password here signs in by a provider, which sees to it.
    """
    asked = select(GRANT.c.id).join(ACCOUNT, ACCOUNT.c.id == GRANT.c.account_id)
    asked = asked.where(GRANT.c.account_id == account, GRANT.c.role.in_(tuple(roles)))
    held = connection.execute(asked.where(ACCOUNT.c.password_hash.is_not(None))).first()
    return held is not None and not is_on(connection, account)


def start(connection: Connection, account: AccountId, at: datetime, keyring: Keyring = PLAIN) -> str | None:
    """Return a new secret, to be confirmed; none where a second step is on already."""
    logins.hold(connection, account)
    if is_on(connection, account):
        return None
    secret = new_secret()
    connection.execute(delete(SECOND_STEP).where(_S.account_id == account))
    values = {
        "account_id": account,
        "secret": keyring.seal(account, secret),
        "created_at": at,
        "used_step": 0,
    }
    connection.execute(insert(SECOND_STEP).values(**values))
    return secret


def secret_to_confirm(connection: Connection, account: AccountId, keyring: Keyring = PLAIN) -> str | None:
    """Return the secret that waits to be confirmed."""
    asked = select(_S.secret).where(_S.account_id == account, _S.confirmed_at.is_(None))
    found: str | None = connection.execute(asked).scalar()
    return None if found is None else keyring.unseal(account, found)


def confirm(
    connection: Connection,
    account: AccountId,
    code: str,
    *,
    at: datetime,
    this: LoginId,
    keyring: Keyring = PLAIN,
) -> tuple[str, ...] | None:
    """Let the second step count from now on, and return its recovery codes; none where the code is wrong.

    Parameters
    ----------
    this
        The login by which it is done, which is the only one that stays.
    """
    logins.hold(connection, account)
    secret = secret_to_confirm(connection, account, keyring)
    step = None if secret is None else step_of(secret, code, at)
    if step is None:
        return None
    values = {"confirmed_at": at, "used_step": step}
    connection.execute(update(SECOND_STEP).where(_S.account_id == account).values(**values))
    codes = _renew_codes(connection, account)
    _changed(connection, account, ON, by=account, at=at, this=this)
    return codes


def accept(
    connection: Connection, account: AccountId, code: str, at: datetime, keyring: Keyring = PLAIN
) -> bool:
    """Tell whether a code is right, of the app or for recovery, and use it up; of two at once, one is."""
    of_app = _accept_of_app(connection, account, code, at, keyring)
    return of_app or _accept_recovery(connection, account, code, at)


def renew_codes(
    connection: Connection, account: AccountId, *, at: datetime, this: LoginId
) -> tuple[str, ...]:
    """Return new recovery codes; those before open nothing any more."""
    codes = _renew_codes(connection, account)
    _changed(connection, account, CODES, by=account, at=at, this=this)
    return codes


def take_away(
    connection: Connection,
    account: AccountId,
    *,
    by: AccountId | None,
    at: datetime,
    this: LoginId | None = None,
) -> bool:
    """Let the password alone be enough again; tell whether it was not.

    Parameters
    ----------
    by
        The owner, or an administrator; none where it is done at the machine that the service runs on.
    this
        The owner's login by which it is done; none where every one ends.
    """
    was_on = is_on(connection, account)
    connection.execute(delete(RECOVERY_CODE).where(_R.account_id == account))
    connection.execute(delete(SECOND_STEP).where(_S.account_id == account))
    if was_on:
        _changed(connection, account, OFF if by == account else TAKEN, by=by, at=at, this=this)
    return was_on


def _accept_of_app(
    connection: Connection, account: AccountId, code: str, at: datetime, keyring: Keyring
) -> bool:
    asked = select(_S.secret).where(_S.account_id == account, _S.confirmed_at.is_not(None))
    kept = connection.execute(asked).scalar()
    step = None if kept is None else step_of(keyring.unseal(account, kept), code, at)
    if step is None:
        return False
    unused = (_S.account_id == account) & (_S.secret == kept) & (_S.used_step < step)
    return connection.execute(update(SECOND_STEP).where(unused).values(used_step=step)).rowcount == 1


def _accept_recovery(connection: Connection, account: AccountId, code: str, at: datetime) -> bool:
    written = normalize_recovery_code(code)
    if written is None or not is_on(connection, account):
        return False
    unused = (_R.account_id == account) & (_R.code_sha256 == hash_of(written)) & _R.used_at.is_(None)
    used = connection.execute(update(RECOVERY_CODE).where(unused).values(used_at=at)).rowcount == 1
    if used:
        _told(connection, account, RECOVERED, by=account, at=at)
    return used


def _renew_codes(connection: Connection, account: AccountId) -> tuple[str, ...]:
    connection.execute(delete(RECOVERY_CODE).where(_R.account_id == account))
    codes = tuple(new_recovery_code() for _ in range(MANY))
    for code in codes:
        values = {"id": new_id(), "account_id": account, "code_sha256": hash_of(code.replace("-", ""))}
        connection.execute(insert(RECOVERY_CODE).values(**values))
    return codes


def _changed(
    connection: Connection,
    account: AccountId,
    what: str,
    *,
    by: AccountId | None,
    at: datetime,
    this: LoginId | None,
) -> None:
    logins.end_all(connection, account, but=this)
    half_logins.end_all(connection, account)
    _told(connection, account, what, by=by, at=at)


def _told(
    connection: Connection, account: AccountId, what: str, *, by: AccountId | None, at: datetime
) -> None:
    audit.record(connection, actor=by, action=f"second_step.{what}", about=account, at=at, payload={})
    outbox.add_notice(connection, NOTICE, {"account": account, "what": what}, at)

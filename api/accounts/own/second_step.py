"""The code of the second step: at sign-in, and again before anything about it is changed.

A code counts as a try to sign in to the account, by the limits of passwords: it is taken before the code is
looked at, and given back if that was right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from fastapi.concurrency import run_in_threadpool

from api.access.ids import AccountId
from api.accounts.context import AccountsContext
from api.accounts.records import accounts, attempts, half_logins, logins, second_steps
from api.accounts.records.half_logins import HalfLogin
from api.accounts.sign_in.service import confirm_password, give_back, take
from api.logs import log
from api.store.engine import Connection, reading, writing
from api.store.errors import MissingError

Made = TypeVar("Made")


@dataclass(frozen=True)
class CodeResult:
    """How a half login ended.

    Parameters
    ----------
    account, secret
        Whose login began, and what its browser is to keep; none where it did not.
    gone
        Whether there was none, or its time is over: the password has to be asked for again.
    again_at
        When a code may be tried again; none where that is at once.
    """

    account: AccountId | None = None
    secret: str | None = None
    gone: bool = False
    again_at: datetime | None = None


def finish_sign_in(context: AccountsContext, token: str, code: str) -> CodeResult:
    """Let somebody in who has shown a password in this browser, if the code is right as well."""
    with reading(context.database) as connection:
        half = half_logins.find(connection, token, context.now)
        email = "" if half is None else accounts.find(connection, half.account).email
    if half is None:
        return CodeResult(gone=True)
    tries = take(context, email)
    refused = next((one for one in tries if not one.allowed), None)
    if refused is not None:
        log().warning("sign-in refused", reason="too many tries")
        return CodeResult(again_at=refused.until)
    try:
        with writing(context.database) as connection:
            logins.hold(connection, half.account)
            secret = _finish(connection, context, half, code)
            if secret is not None:
                for one in tries:
                    attempts.give_back(connection, one)
    except MissingError:  # used meanwhile, or ended with the password or the account
        give_back(context, tries)
        return CodeResult(gone=True)
    if secret is None:
        log().info("sign-in refused", reason="code")
        return CodeResult()
    return CodeResult(half.account, secret)


async def change_if_proven(
    context: AccountsContext,
    account: AccountId,
    password: str,
    code: str,
    change: Callable[[Connection], Made],
) -> Made | None:
    """Change something for a signed-in owner who shows password and code; nothing where either is wrong.

    Raises
    ------
    TooBusyError
        Where too many passwords are being looked at; the try does not count.
    """
    email = await run_in_threadpool(email_of, context, account)
    kept = await confirm_password(context, email, password)
    if kept is None:
        return None
    return await run_in_threadpool(_changed, context, account, email, kept, code, change)


def _finish(connection: Connection, context: AccountsContext, half: HalfLogin, code: str) -> str | None:
    if not second_steps.accept(connection, half.account, code, context.now):
        return None
    if not half_logins.end(connection, half):
        raise MissingError(half.id)
    return logins.begin(
        connection, half.account, at=context.now, device=half.device, how=f"{half.how} and code"
    )


def _changed(
    context: AccountsContext,
    account: AccountId,
    email: str,
    kept: str,
    code: str,
    change: Callable[[Connection], Made],
) -> Made | None:
    tries = take(context, email)
    if not all(one.allowed for one in tries):
        return None
    with writing(context.database) as connection:
        logins.hold(connection, account)
        same = accounts.password_of(connection, account) == kept
        if not same or not second_steps.accept(connection, account, code, context.now):
            return None
        for one in tries:
            attempts.give_back(connection, one)
        return change(connection)


def email_of(context: AccountsContext, account: AccountId) -> str:
    """Return the address of an account, by which its tries are counted."""
    with reading(context.database) as connection:
        return accounts.find(connection, account).email

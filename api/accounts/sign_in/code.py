"""The code at sign-in: the second half of a login that a password has begun in this browser.

A code counts as a try to sign in to the account, by the limits of passwords: it is taken before the code is
looked at, and given back if that was right.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from api.access.ids import AccountId
from api.accounts.context import AccountsContext
from api.accounts.records import accounts, attempts, half_logins, logins, second_steps
from api.accounts.records.half_logins import HalfLogin
from api.accounts.sign_in.service import give_back, take
from api.logs import log
from api.store.engine import Connection, reading, writing
from api.store.errors import MissingError


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
    return CodeResult(account=half.account, secret=secret)


def _finish(connection: Connection, context: AccountsContext, half: HalfLogin, code: str) -> str | None:
    if not second_steps.accept(connection, half.account, code, context.now, context.keyring):
        return None
    if not half_logins.end(connection, half):
        raise MissingError(half.id)
    return logins.begin(
        connection, half.account, at=context.now, device=half.device, how=f"{half.how} and code"
    )

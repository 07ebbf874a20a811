"""What somebody does with their own account, once they show again that it is theirs.

A password or a code that is shown again counts as a try to sign in to the account, by the same limits: it
is taken before it is looked at, and given back if it was right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from anyio.to_thread import run_sync

from api.access.ids import AccountId
from api.accounts.context import AccountsContext
from api.accounts.credentials.password_rules import password_fault
from api.accounts.records import accounts, attempts, logins, second_steps
from api.accounts.sign_in.service import confirm_password, take
from api.store.engine import Connection, reading, writing
from wfm.message import Message, Text

NOT_THE_OLD = Text(
    "accounts.not_the_old", "your present password, written right; after many tries you have to wait"
)
Made = TypeVar("Made")


@dataclass(frozen=True)
class PasswordChange:
    """How changing one's password ended: with the secret of a new login, or with what is wrong."""

    secret: str | None = None
    fault: Message | None = None


async def change_password(
    context: AccountsContext, account: AccountId, *, old: str, new: str, again: str, device: str
) -> PasswordChange:
    """Keep a new password and begin a new login; everything that was open before is closed.

    Parameters
    ----------
    old, new, again
        As they were written.
    device
        What the browser is.

    Raises
    ------
    TooBusyError
        Where too many passwords are being looked at; the try does not count.
    """
    email = await run_sync(email_of, context, account)
    fault = await password_fault(new, again, (email,))
    if fault is not None:
        return PasswordChange(fault=fault)
    kept = await confirm_password(context, email, old)
    if kept is None:
        return PasswordChange(fault=NOT_THE_OLD())
    made = await context.passwords.hash_of(new)
    secret = await run_sync(_replace_password, context, account, kept, made, device)
    return PasswordChange(fault=NOT_THE_OLD()) if secret is None else PasswordChange(secret)


async def start_second_step(context: AccountsContext, account: AccountId, password: str) -> bool:
    """Make a key for an app, to be confirmed; tell whether the password was right.

    Raises
    ------
    TooBusyError
        Where too many passwords are being looked at; the try does not count.
    """
    email = await run_sync(email_of, context, account)
    if await confirm_password(context, email, password) is None:
        return False
    await run_sync(_start, context, account)
    return True


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
    email = await run_sync(email_of, context, account)
    kept = await confirm_password(context, email, password)
    if kept is None:
        return None
    return await run_sync(_change, context, account, email, kept, code, change)


def email_of(context: AccountsContext, account: AccountId) -> str:
    """Return the address of an account, by which its tries are counted."""
    with reading(context.database) as connection:
        return accounts.find(connection, account).email


def _replace_password(
    context: AccountsContext, account: AccountId, kept: str, made: str, device: str
) -> str | None:
    """Keep the new password and begin a new login; nothing where the old one was changed meanwhile."""
    with writing(context.database) as connection:
        logins.hold(connection, account)
        if accounts.password_of(connection, account) != kept:
            return None
        accounts.set_password(connection, account, made, by=account, at=context.now)
        return logins.begin(connection, account, at=context.now, device=device, how="new password")


def _start(context: AccountsContext, account: AccountId) -> None:
    with writing(context.database) as connection:
        second_steps.start(connection, account, context.now, context.keyring)


def _change(
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
        fits = same and second_steps.accept(connection, account, code, context.now, context.keyring)
        if not fits:
            return None
        for one in tries:
            attempts.give_back(connection, one)
        return change(connection)

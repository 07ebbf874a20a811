"""Signing in: a try is counted before the password is looked at, and a right one is no try.

An account that does not exist, has no password or is deactivated is answered as one whose password is
wrong: with the same words, after as many tries, and after as long.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from anyio.to_thread import run_sync
from pwdlib.exceptions import UnknownHashError

from api.access.ids import AccountId
from api.accounts.context import AccountsContext
from api.accounts.credentials.passwords import WRONG, Match, TooBusyError
from api.accounts.last_uses import FAILED
from api.accounts.records import accounts, attempts, grants, logins
from api.accounts.records.attempts import Try
from api.accounts.sign_in.begin import NewLogin, begin
from api.logs import log
from api.logs.security import tell_security
from api.store.engine import reading, writing
from api.store.errors import MissingError

FROM, TO = "sign-in from", "sign-in to"
"""Kinds of tries: from one client's address, and to one account."""


@dataclass(frozen=True)
class SignInResult:
    """How a try to sign in ended.

    Parameters
    ----------
    account, begun
        Whose login began, or half a one, and what its browser is to keep; none where neither did.
    again_at
        When it may be tried again; none where that is at once.
    """

    account: AccountId | None = None
    begun: NewLogin | None = None
    again_at: datetime | None = None


async def sign_in(context: AccountsContext, email: str, password: str, device: str) -> SignInResult:
    """Sign somebody in, if the password is right and it was not tried too often.

    Raises
    ------
    TooBusyError
        Where too many passwords are being looked at; the try does not count.
    """
    named = as_counted(email)
    tries = await run_sync(take, context, named)
    refused = next((one for one in tries if not one.allowed), None)
    if refused is not None:
        tell_security("sign_in.refused", reason="too many tries", client=context.client)
        return SignInResult(again_at=refused.until)
    account, kept = await run_sync(_kept, context, named)
    match = await _checked(context, password, kept, tries)
    if not match.right or account is None or kept is None:
        _note_failure(context, account)
        return SignInResult()
    begun = await run_sync(_begin, context, account, kept, match.renewed, tries, device)
    return SignInResult() if begun is None else SignInResult(account, begun)


def _note_failure(context: AccountsContext, account: AccountId | None) -> None:
    """Tell of a failed try; that it stands in the audit record of an account, too, takes nobody's time.

    Else an account that is there would be answered later than one that is not.
    """
    tell_security(FAILED, reason="e-mail or password", account=account, client=context.client)
    if account is not None:
        context.last_uses.note_failure(account, context.now)


async def confirm_password(context: AccountsContext, email: str, password: str) -> str | None:
    """Return the kept hash of a signed-in account's password if it is right; it counts as a try to sign in.

    Raises
    ------
    TooBusyError
        Where too many passwords are being looked at; the try does not count.
    """
    tries = await run_sync(take, context, email)
    if not all(one.allowed for one in tries):
        return None
    _, kept = await run_sync(_kept, context, email)
    if not (await _checked(context, password, kept, tries)).right:
        return None
    await run_sync(give_back, context, tries)
    return kept


def end_login(context: AccountsContext, secret: str) -> None:
    """End the login that a secret opens, if it does."""
    with writing(context.database) as connection:
        found = logins.find(connection, secret)
        if found is not None:
            logins.end(connection, found.account, found.id, by=found.account, at=context.now)


def start_page_of(context: AccountsContext, account: AccountId) -> str:
    """Return where an account's owner begins who did not ask for anything in particular."""
    with reading(context.database) as connection:
        holder = grants.find_holder(connection, account)
    return context.find_start(holder, context.now)


def as_counted(email: str) -> str:
    """Return the e-mail by which tries are counted: as accounts have it, or at least always the same."""
    return accounts.normalize_email(email) or email.strip().lower()[: accounts.LONGEST_EMAIL]


async def _checked(
    context: AccountsContext, password: str, kept: str | None, tries: tuple[Try, ...]
) -> Match:
    try:
        return await context.passwords.check(password, kept)
    except UnknownHashError:  # then no password is right, and that is told in no other way either
        log().error("what is kept of a password is no hash of ours")
        return WRONG
    except TooBusyError:
        await run_sync(give_back, context, tries)
        raise


def take(context: AccountsContext, email: str) -> tuple[Try, ...]:
    """Count a try, first from where it comes: who may not try from there shall not use up an account's."""
    counted = ((FROM, context.client, context.per_client), (TO, email, context.per_account))
    with reading(context.database) as connection:
        for each in counted:
            refused = attempts.peek(connection, *each, context.now)
            if refused is not None:
                return (refused,)
    taken: list[Try] = []
    with writing(context.database) as connection:
        for each in counted:
            if all(one.allowed for one in taken):
                taken.append(attempts.take(connection, *each, context.now))
    return tuple(taken)


def give_back(context: AccountsContext, tries: tuple[Try, ...]) -> None:
    """Take tries from the counts again: they were no failures."""
    with writing(context.database) as connection:
        for one in tries:
            attempts.give_back(connection, one)


def _kept(context: AccountsContext, email: str) -> tuple[AccountId | None, str | None]:
    with reading(context.database) as connection:
        found = accounts.find_by_email(connection, email)
        return (None, None) if found is None else (found.id, accounts.password_of(connection, found.id))


def _begin(
    context: AccountsContext,
    account: AccountId,
    kept: str,
    renewed: str | None,
    tries: tuple[Try, ...],
    device: str,
) -> NewLogin | None:
    """Begin the login, unless the password was changed or the account closed while it was looked at."""
    try:
        with writing(context.database) as connection:
            begun = begin(connection, account, at=context.now, device=device, how="password")
            if accounts.password_of(connection, account) != kept:
                raise MissingError(account)
            if renewed is not None:
                accounts.renew_hash(connection, account, kept, renewed)
            for one in tries:
                attempts.give_back(connection, one)
            attempts.sweep(connection, context.now)
            context.last_uses.save_logins(connection)
            logins.sweep(connection, context.lifetime, context.now)
    except MissingError:
        return None
    return begun

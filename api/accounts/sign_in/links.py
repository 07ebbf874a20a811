"""Using a link that can be used once: its bearer chooses a password and is signed in, by a code if need be.

Looking at what a link opens uses nothing up: programs that look at mails before people do follow links, too.
"""

from __future__ import annotations

from dataclasses import dataclass

from anyio.to_thread import run_sync

from api.access.ids import AccountId
from api.access.roles import Role
from api.accounts.context import AccountsContext
from api.accounts.credentials.password_rules import password_fault
from api.accounts.records import accounts, grants, links, offers
from api.accounts.records.links import LinkKind, OneTimeLink
from api.accounts.sign_in.begin import NewLogin, begin
from api.store.engine import Connection, reading, writing
from wfm.message import Message, Text

NO_EMAIL = Text("accounts.no_email", "an e-mail address")


@dataclass(frozen=True)
class UsableLink:
    """A link that can be used, and the e-mail of its account; none where it makes one."""

    link: OneTimeLink
    email: str | None


@dataclass(frozen=True)
class LinkUse:
    """How using a link ended.

    Parameters
    ----------
    begun
        The login, or half a one; none where the link can't be used, or something is wrong.
    fault
        What is wrong; the link can be used all the same.
    """

    begun: NewLogin | None = None
    fault: Message | None = None


def find_usable(context: AccountsContext, token: str) -> UsableLink | None:
    """Return the link that a secret opens, if it can be used."""
    with reading(context.database) as connection:
        return _open(connection, context, token)


def bury(context: AccountsContext, token: str) -> None:
    """Forget what a secret opened, if it is out of date: no clock that is set back shall revive it."""
    with reading(context.database) as connection:
        over = [kind for kind in (links, offers) if kind.is_over(connection, token, context.now)]
    if over:
        with writing(context.database) as connection:
            links.bury(connection, token, context.now)
            offers.bury_over(connection, token, context.now)


async def use(
    context: AccountsContext,
    token: str,
    usable: UsableLink,
    *,
    email: str,
    password: str,
    again: str,
    language: str,
    device: str,
) -> LinkUse:
    """Keep a password and sign its owner in; nothing of it where the link was used before.

    Parameters
    ----------
    token, usable
        Secret of the link, and what it opens.
    email
        As it was written; of no account but the first administrator's, whose link makes one.
    password, again
        As it was written, both times.
    language
        In which its owner is spoken to from now on, where the account is new.
    device
        What the browser is.

    Raises
    ------
    TooBusyError
        Where too many passwords are being looked at.
    """
    address = usable.email or accounts.normalize_email(email)
    if address is None:
        return LinkUse(fault=NO_EMAIL())
    fault = await password_fault(password, again, (address,))
    if fault is not None:
        return LinkUse(fault=fault)
    kept = await context.passwords.hash_of(password)
    return LinkUse(await run_sync(_use, context, token, address, language, kept, device))


def _open(connection: Connection, context: AccountsContext, token: str) -> UsableLink | None:
    link = links.find(connection, token, context.now)
    if link is None:
        return None
    if link.account is None:  # the first administrator's, unless there is one by now
        return None if grants.has_administrator(connection) else UsableLink(link, None)
    account = accounts.find(connection, link.account)
    return None if account.deactivated_at is not None else UsableLink(link, account.email)


def _use(
    context: AccountsContext, token: str, email: str, language: str, kept: str, device: str
) -> NewLogin | None:
    """Use the link up, keep the password and begin a login; nothing of it where it was used before."""
    with writing(context.database) as connection:
        usable = _open(connection, context, token)
        if usable is None or not links.use(connection, usable.link, context.now):
            return None
        account = usable.link.account
        if account is None:
            account = _make_first(connection, context, email, language)
        elif usable.link.kind is LinkKind.INVITATION:
            accounts.set_language(connection, account, language, at=context.now)
        accounts.set_password(connection, account, kept, by=account, at=context.now)
        mailed = usable.link.kind is LinkKind.RESET and usable.link.by is None
        accounts.note_reach(connection, account, context.now if mailed else None)
        return begin(connection, account, at=context.now, device=device, how=usable.link.kind.value)


def _make_first(connection: Connection, context: AccountsContext, email: str, language: str) -> AccountId:
    """Make the administrator of every hotline, or make one of whoever has that e-mail already."""
    found = accounts.find_by_email(connection, email)
    if found is None:
        found = accounts.make(connection, email, language, by=None, at=context.now)
    accounts.reactivate(connection, found.id, by=None, at=context.now)
    grants.give(connection, found.id, Role.ADMINISTRATOR, hotline=None, by=None, at=context.now)
    return found.id

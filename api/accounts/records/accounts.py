"""Accounts: an e-mail address that somebody signs in with, and never their name."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from unicodedata import category, normalize

from sqlalchemy import Connection, bindparam, func, insert, select, update

from api.access.ids import AccountId
from api.accounts.records import access_tokens, half_logins, links, logins
from api.store import audit
from api.store.errors import MissingError
from api.store.tables import ACCOUNT, OIDC_IDENTITY
from api.store.types import new_id
from wfm.mail_address import is_reachable

LONGEST_EMAIL = 254
SHORT = 8
"""How much of an account's id stands for it where it has no address."""
_FORM = re.compile(r"[^\s@<>(),;:\\\"\[\]]+@[^\s@<>(),;:\\\"\[\]]+\.[^\s@<>(),;:\\\"\[\].]+")


@dataclass(frozen=True)
class Account:
    """An account.

    Parameters
    ----------
    id
        Random; the only thing that other tables know of it.
    email
        As `normalize_email` writes it; empty where nobody signs in with it, since a provider vouches for the
        owner.
    language
        In which its owner is spoken to.
    created_at, deactivated_at
        Moments in UTC; a deactivated account can't be signed in to.
    has_password
        Whether it was ever given one; an invited account that was not taken up yet has none.
    told_email
        What a provider tells that the owner's address is; nobody signs in with that.
    """

    id: AccountId
    email: str
    language: str
    created_at: datetime
    deactivated_at: datetime | None
    has_password: bool
    told_email: str = ""

    @property
    def shown(self) -> str:
        """How those who may see it know the account: by its address, else by the beginning of its id."""
        return self.email or self.told_email or self.id[:SHORT]

    @property
    def reachable(self) -> bool:
        """Whether mail can be sent to the address with which it is known."""
        return is_reachable(self.email or self.told_email or "")


def normalize_email(text: str) -> str | None:
    """Return an e-mail address as it is kept and compared; nothing where it is none."""
    address = normalize("NFKC", text.strip()).lower()
    if len(address) > LONGEST_EMAIL or any(category(letter)[0] == "C" for letter in address):
        return None
    return address if _FORM.fullmatch(address) else None


def make(
    connection: Connection, email: str | None, language: str, *, by: AccountId | None, at: datetime
) -> Account:
    """Make an account that has no password and may nothing yet.

    Parameters
    ----------
    email
        Written as by `normalize_email`; no account has it. None where a provider vouches for the owner.
    """
    made = Account(
        id=AccountId(new_id()),
        email=email or "",
        language=language,
        created_at=at,
        deactivated_at=None,
        has_password=False,
    )
    values = {"id": made.id, "email": email, "language": language, "created_at": at}
    connection.execute(insert(ACCOUNT).values(**values))
    audit.record(connection, actor=by, action="account.make", about=made.id, at=at, payload={})
    return made


def find(connection: Connection, account: AccountId) -> Account:
    """Return an account.

    Raises
    ------
    MissingError
        Where there is none.
    """
    row = connection.execute(_of_id(), {"account": account}).first()
    if row is None:
        raise MissingError(account)
    return _account(row)


def find_all(connection: Connection, wanted: Collection[AccountId]) -> Mapping[AccountId, Account]:
    """Return accounts by their ids, by one question for all of them."""
    rows = connection.execute(_accounts().where(ACCOUNT.c.id.in_(tuple(wanted))))
    return {row.id: _account(row) for row in rows}


def find_by_email(connection: Connection, email: str) -> Account | None:
    """Return the account of an e-mail address, deactivated or not."""
    row = connection.execute(_accounts().where(ACCOUNT.c.email == email)).first()
    return None if row is None else _account(row)


def password_of(connection: Connection, account: AccountId) -> str | None:
    """Return the hash of an account's password; none where it has none or is deactivated."""
    asked = select(ACCOUNT.c.password_hash)
    asked = asked.where(ACCOUNT.c.id == account, ACCOUNT.c.deactivated_at.is_(None))
    found: str | None = connection.execute(asked).scalar()
    return found


def set_password(
    connection: Connection, account: AccountId, password_hash: str, *, by: AccountId | None, at: datetime
) -> None:
    """Give an account a password; whatever was opened with the old one is closed, everywhere."""
    connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == account).values(password_hash=password_hash))
    _close(connection, account)
    audit.record(connection, actor=by, action="account.password", about=account, at=at, payload={})


def renew_hash(connection: Connection, account: AccountId, old: str, new: str) -> None:
    """Keep a newer hash of the same password."""
    same = (ACCOUNT.c.id == account) & (ACCOUNT.c.password_hash == old)
    connection.execute(update(ACCOUNT).where(same).values(password_hash=new))


def set_language(connection: Connection, account: AccountId, language: str, *, at: datetime) -> None:
    """Speak to an account's owner in another language from now on."""
    connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == account).values(language=language))
    told = {"language": language}
    audit.record(connection, actor=account, action="account.language", about=account, at=at, payload=told)


def note_reach(connection: Connection, account: AccountId, at: datetime | None) -> None:
    """Note that somebody came in by a link that only whoever reads the address's mail can have.

    Parameters
    ----------
    at
        When; none where somebody else had the link in hand, so that nobody knows whose the account is now.
    """
    connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == account).values(proven_at=at))


def is_reached(connection: Connection, account: AccountId) -> bool:
    """Tell whether whoever has the account is known to read its address's mail."""
    proven = (ACCOUNT.c.id == account) & ACCOUNT.c.proven_at.is_not(None)
    return connection.execute(select(ACCOUNT.c.id).where(proven)).first() is not None


def deactivate(connection: Connection, account: AccountId, *, by: AccountId | None, at: datetime) -> None:
    """Let nobody sign in to an account any more, and close all that is open; its grants stay on record."""
    active = (ACCOUNT.c.id == account) & ACCOUNT.c.deactivated_at.is_(None)
    changed = connection.execute(update(ACCOUNT).where(active).values(deactivated_at=at)).rowcount
    _close(connection, account)
    if changed:
        audit.record(connection, actor=by, action="account.deactivate", about=account, at=at, payload={})


def reactivate(connection: Connection, account: AccountId, *, by: AccountId | None, at: datetime) -> None:
    """Let an account be signed in to again, by a new link only: its password is gone.

    What it opened by itself, such as the addresses of its calendars, waits until its owner has signed in.
    """
    gone = (ACCOUNT.c.id == account) & ACCOUNT.c.deactivated_at.is_not(None)
    values = {"deactivated_at": None, "password_hash": None, "reopened_at": at}
    if connection.execute(update(ACCOUNT).where(gone).values(**values)).rowcount:
        audit.record(connection, actor=by, action="account.reactivate", about=account, at=at, payload={})


def _close(connection: Connection, account: AccountId) -> None:
    logins.end_all(connection, account)
    half_logins.end_all(connection, account)
    access_tokens.revoke_all(connection, account)
    links.take_back(connection, account)


@cache
def _of_id() -> Any:
    """Return the question for one account: every request asks it, so it is built once."""
    return _accounts().where(ACCOUNT.c.id == bindparam("account"))


def _accounts() -> Any:
    a = ACCOUNT.c
    email = func.coalesce(a.email, "").label("own_email")
    told = select(OIDC_IDENTITY.c.email).where(OIDC_IDENTITY.c.account_id == a.id)
    newest = told.order_by(OIDC_IDENTITY.c.seen_at.desc()).limit(1).scalar_subquery()
    has_password = a.password_hash.is_not(None).label("has_password")
    moments, told_email = (a.created_at, a.deactivated_at), func.coalesce(newest, "").label("told_email")
    return select(a.id, email, a.language, *moments, has_password, told_email)


def _account(row: Any) -> Account:
    return Account(
        id=row.id,
        email=row.own_email,
        language=row.language,
        created_at=row.created_at,
        deactivated_at=row.deactivated_at,
        has_password=row.has_password,
        told_email=row.told_email,
    )

"""Identities: who the owner of an account is to a provider, by issuer and subject and by nothing else.

An e-mail address that a provider tells is where mails go. It never leads to an account: whoever can choose
their address at some provider would be whom they liked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, func, insert, select, update

from api.access.ids import AccountId
from api.accounts.records import accounts
from api.store import audit
from api.store.tables import OIDC_IDENTITY
from api.store.types import canonical, new_id


@dataclass(frozen=True)
class OidcIdentity:
    """Who somebody is to a provider.

    Parameters
    ----------
    id, account
        Random ids of this and of the account that it opens.
    issuer, subject
        Who says so, and of whom.
    """

    id: str
    account: AccountId
    issuer: str
    subject: str


def hold(connection: Connection, issuer: str, subject: str) -> None:
    """Let nobody else sign the same identity in until this transaction is over; the first thing in it.

    There may be no row to lock yet. On SQLite whoever writes is alone anyway.
    """
    if connection.dialect.name == "postgresql":
        digest = sha256(canonical([issuer, subject]).encode()).digest()
        connection.execute(select(func.pg_advisory_xact_lock(int.from_bytes(digest[:8], signed=True))))


def find(connection: Connection, issuer: str, subject: str) -> OidcIdentity | None:
    """Return an identity that has signed in before, whether or not its account is deactivated."""
    i = OIDC_IDENTITY.c
    asked = select(i.id, i.account_id, i.issuer, i.subject)
    row = connection.execute(asked.where(i.issuer == issuer, i.subject == subject)).first()
    return (
        None
        if row is None
        else OidcIdentity(id=row.id, account=row.account_id, issuer=row.issuer, subject=row.subject)
    )


def make(
    connection: Connection, issuer: str, subject: str, *, email: str | None, language: str, at: datetime
) -> OidcIdentity:
    """Make an account that only this identity opens, and that may nothing yet; `hold` it before."""
    account = accounts.make(connection, None, language, by=None, at=at)
    made = OidcIdentity(id=new_id(), account=account.id, issuer=issuer, subject=subject)
    values = {"id": made.id, "account_id": account.id, "issuer": issuer, "subject": subject}
    moments = {"created_at": at, "seen_at": at}
    connection.execute(insert(OIDC_IDENTITY).values(**values, email=email, **moments))
    audit.record(
        connection,
        actor=account.id,
        action="identity.make",
        about=made.id,
        at=at,
        payload={"account": account.id, "issuer": issuer},
    )
    return made


def note_sign_in(connection: Connection, identity: OidcIdentity, email: str | None, at: datetime) -> None:
    """Note that an identity has signed in, and the address that its provider tells now."""
    own = OIDC_IDENTITY.c.id == identity.id
    connection.execute(update(OIDC_IDENTITY).where(own).values(email=email, seen_at=at))

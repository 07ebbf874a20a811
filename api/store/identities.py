"""Identities: who the owner of an account is to a provider, by issuer and subject and by nothing else.

An e-mail address that a provider tells is where mails go. It never leads to an account: whoever can choose
their address at some provider would be whom they liked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from api.store import accounts, audit
from api.store.errors import StoreError
from api.store.tables import OIDC_IDENTITY
from api.store.types import new_id


class Taken(StoreError):
    """The identity is there already."""


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
    account: str
    issuer: str
    subject: str


def find(connection: Connection, issuer: str, subject: str) -> OidcIdentity | None:
    """Return an identity that has signed in before, whether or not its account is deactivated."""
    i = OIDC_IDENTITY.c
    asked = select(i.id, i.account_id, i.issuer, i.subject)
    row = connection.execute(asked.where(i.issuer == issuer, i.subject == subject)).first()
    return None if row is None else OidcIdentity(*row)


def make(
    connection: Connection, issuer: str, subject: str, *, email: str | None, language: str, at: datetime
) -> OidcIdentity:
    """Make an account that only this identity opens, and that may nothing yet.

    Raises
    ------
    Taken
        Where somebody else made it at the same moment.
    """
    account = accounts.make(connection, None, language, by=None, at=at)
    made = OidcIdentity(new_id(), account.id, issuer, subject)
    values = {"id": made.id, "account_id": account.id, "issuer": issuer, "subject": subject}
    moments = {"created_at": at, "seen_at": at}
    try:
        connection.execute(insert(OIDC_IDENTITY).values(**values, email=email, **moments))
    except IntegrityError:
        raise Taken(issuer) from None
    audit.record(
        connection,
        actor=account.id,
        action="identity.make",
        about=made.id,
        at=at,
        payload={"account": account.id, "issuer": issuer},
    )
    return made


def seen(connection: Connection, identity: OidcIdentity, email: str | None, at: datetime) -> None:
    """Note that an identity has signed in, and the address that its provider tells now."""
    own = OIDC_IDENTITY.c.id == identity.id
    connection.execute(update(OIDC_IDENTITY).where(own).values(email=email, seen_at=at))

"""Links that may be used once: an invitation, a new password, the first administrator.

A link is made without its secret, which comes to be when the link is sent or shown and replaces whichever
there was before; so no secret waits in the outbox, and only the newest mail opens anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from api.access.ids import AccountId, LinkId
from api.access.tokens import hash_of, is_token, new_token
from api.store import audit, overdue
from api.store.errors import MissingError
from api.store.tables import LINK
from api.store.types import new_id


class LinkKind(StrEnum):
    """What a link is for."""

    INVITATION = "invitation"
    RESET = "reset"
    FIRST = "first"


@dataclass(frozen=True)
class OneTimeLink:
    """A link that can be used; ``account`` is none where using it makes one, ``by`` where its owner asked."""

    id: LinkId
    kind: LinkKind
    account: AccountId | None
    by: AccountId | None
    expires_at: datetime


def make(
    connection: Connection,
    kind: LinkKind,
    account: AccountId | None,
    *,
    by: AccountId | None,
    at: datetime,
    lasts: timedelta,
) -> LinkId:
    """Return the id of a new link without a secret yet; an older one of its kind can't be used any more."""
    take_back(connection, account, kind)
    made = LinkId(new_id())
    values = {"kind": kind.value, "account_id": account, "made_by": by}
    connection.execute(insert(LINK).values(id=made, **values, created_at=at, expires_at=at + lasts))
    told = {"kind": kind.value, "account": account}
    audit.record(connection, actor=by, action="link.make", about=made, at=at, payload=told)
    return made


def renew(connection: Connection, link: LinkId, at: datetime) -> str:
    """Return a new secret of a link, to be sent or shown now; the one before it opens nothing any more.

    Raises
    ------
    MissingError
        Where the link was used, taken back, or is out of date.
    """
    token = new_token()
    usable = (LINK.c.id == link) & LINK.c.used_at.is_(None) & (LINK.c.expires_at > at)
    if connection.execute(update(LINK).where(usable).values(token_sha256=hash_of(token))).rowcount != 1:
        raise MissingError(link)
    return token


def find(connection: Connection, token: str, at: datetime) -> OneTimeLink | None:
    """Return the link that a secret opens, if it can be used."""
    if not is_token(token):
        return None
    opened = (LINK.c.token_sha256 == hash_of(token)) & LINK.c.used_at.is_(None) & (LINK.c.expires_at > at)
    row = connection.execute(select(LINK).where(opened)).mappings().first()
    if row is None or overdue.was_seen(connection, "link.make", row["id"], row["expires_at"]):
        return None
    return _link(row)


def bury(connection: Connection, token: str, at: datetime) -> bool:
    """Forget the link that a secret opened, where it is over; tell whether there was one."""
    over = (LINK.c.token_sha256 == hash_of(token)) & LINK.c.used_at.is_(None) & (LINK.c.expires_at <= at)
    return connection.execute(delete(LINK).where(over)).rowcount == 1


def is_over(connection: Connection, token: str, at: datetime) -> bool:
    """Tell whether a secret opened a link that is out of date."""
    over = (LINK.c.token_sha256 == hash_of(token)) & LINK.c.used_at.is_(None) & (LINK.c.expires_at <= at)
    return connection.execute(select(LINK.c.id).where(over)).first() is not None


def find_unused(
    connection: Connection, account: AccountId, kind: LinkKind, at: datetime
) -> OneTimeLink | None:
    """Return the link of an account that waits to be used."""
    own = (LINK.c.account_id == account) & (LINK.c.kind == kind.value)
    usable = own & LINK.c.used_at.is_(None) & (LINK.c.expires_at > at)
    row = connection.execute(select(LINK).where(usable)).mappings().first()
    return None if row is None else _link(row)


def use(connection: Connection, link: OneTimeLink, at: datetime) -> bool:
    """Use a link up; false where somebody else did so at the same moment."""
    unused = (LINK.c.id == link.id) & LINK.c.used_at.is_(None)
    used = connection.execute(update(LINK).where(unused).values(used_at=at)).rowcount == 1
    if used:
        audit.record(
            connection,
            actor=link.account,
            action="link.use",
            about=link.id,
            at=at,
            payload={"kind": link.kind.value},
        )
    return used


def take_back(connection: Connection, account: AccountId | None, *kinds: LinkKind) -> None:
    """Let the links of an account not be used any more; of all kinds, where none is named."""
    named = [kind.value for kind in kinds or LinkKind]
    owned = LINK.c.account_id.is_(None) if account is None else LINK.c.account_id == account
    connection.execute(delete(LINK).where(owned, LINK.c.kind.in_(named), LINK.c.used_at.is_(None)))


def _link(row: RowMapping) -> OneTimeLink:
    return OneTimeLink(
        id=row["id"],
        kind=LinkKind(row["kind"]),
        account=row["account_id"],
        by=row["made_by"],
        expires_at=row["expires_at"],
    )

"""Secret addresses of calendars: made once, shown once, dead at the next request after they are revoked.

An address is 256 random bits, of which only the hash is kept: a copy of the database opens no calendar.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    false,
    insert,
    or_,
    select,
    true,
    tuple_,
    update,
)

from api.access.ids import AccountId, HotlineId
from api.access.tokens import hash_of, new_token
from api.calendars.records.fresh import ensure_feeds
from api.calendars.rights import PERSON, RIGHTS, CalendarRight
from api.store import audit
from api.store.errors import MissingError, TooManyError
from api.store.hotlines import lock_hotline
from api.store.seals import SealWatch, calendars_of
from api.store.tables import ACCOUNT, CALENDAR_ADDRESS, FEED_BODY, GRANT
from api.store.tables import PERSON as PERSONS
from api.store.types import new_id

MOST = 20
"""Living addresses of one calendar: enough for many devices, too few to fill a disk."""


@dataclass(frozen=True)
class CalendarOwner:
    """Whose calendar an address opens, as in `api.calendars.rights`: kind and subject."""

    kind: str
    subject: str


@dataclass(frozen=True)
class CalendarAddress:
    """A living address, of which only its maker ever knew the secret part.

    Parameters
    ----------
    id
        Random; not the secret.
    owner
        Whose calendar it opens.
    name, language
        What it was called by who made it, and in which language it speaks.
    at
        When it was made, in UTC.
    """

    id: str
    owner: CalendarOwner
    name: str
    language: str
    at: datetime


def make_address(
    connection: Connection,
    hotline: HotlineId,
    owner: CalendarOwner,
    *,
    name: str,
    language: str,
    at: datetime,
    account: AccountId | None,
) -> tuple[str, str]:
    """Make an address; return its random id and the secret, which nobody can look up again.

    Parameters
    ----------
    hotline, owner
        Random id of the hotline, and whose calendar in it.
    name, language
        What its maker calls it, and the language of its calendar.
    at, account
        When, and who makes it; nobody's where there are no accounts.

    Raises
    ------
    TooManyError
        Where this calendar has so many addresses that some should be revoked first.
    MissingError
        Where there is no such person.
    """
    if len(list_addresses(connection, hotline, (owner,))) >= MOST:
        raise TooManyError(MOST)
    lock_hotline(connection, hotline)
    # Only this calendar may change: reading every other one for each address takes minutes for a nation.
    feeds = (FEED_BODY.c.kind == owner.kind) & (FEED_BODY.c.subject == owner.subject)
    seal = SealWatch.of(connection, calendars_of(hotline), feeds)
    ensure_feeds(connection, hotline, owner.kind, owner.subject, at)
    address, token = new_id(), new_token()
    values = {"kind": owner.kind, "subject": owner.subject, "name": name, "language": language}
    connection.execute(
        insert(CALENDAR_ADDRESS).values(
            id=address,
            hotline_id=hotline,
            account_id=account,
            token_sha256=hash_of(token),
            created_at=at,
            **values,
        )
    )
    payload = {"kind": owner.kind, "subject": owner.subject}
    action = "calendar.make"
    audit.record(
        connection, actor=account, action=action, about=address, at=at, payload=payload, seals=(seal,)
    )
    return address, token


def list_addresses(
    connection: Connection, hotline: HotlineId, owners: Collection[CalendarOwner]
) -> tuple[CalendarAddress, ...]:
    """Return the addresses that open calendars of these owners, the oldest first."""
    a = CALENDAR_ADDRESS.c
    asked = select(a.id, a.kind, a.subject, a.name, a.language, a.created_at)
    found = asked.where(_of(hotline, owners) & is_alive()).order_by(a.created_at, a.id)
    return tuple(
        CalendarAddress(
            id=row.id,
            owner=CalendarOwner(row.kind, row.subject),
            name=row.name,
            language=row.language,
            at=row.created_at,
        )
        for row in connection.execute(found)
    )


def revoke_address(
    connection: Connection,
    hotline: HotlineId,
    address: str,
    owners: Collection[CalendarOwner],
    *,
    at: datetime,
    account: AccountId | None,
) -> None:
    """Make an address open nothing from now on.

    Raises
    ------
    MissingError
        Where no such address opens a calendar of these owners; one that is revoked is not there any more.
    """
    a = CALENDAR_ADDRESS.c
    named = _of(hotline, owners) & (a.id == address) & a.revoked_at.is_(None)
    if connection.execute(update(CALENDAR_ADDRESS).where(named).values(revoked_at=at)).rowcount != 1:
        raise MissingError("address")
    audit.record(connection, actor=account, action="calendar.revoke", about=address, at=at, payload={})


def _of(hotline: HotlineId, owners: Collection[CalendarOwner]) -> ColumnElement[bool]:
    a = CALENDAR_ADDRESS.c
    named = [(owner.kind, owner.subject) for owner in owners]
    return and_(a.hotline_id == hotline, tuple_(a.kind, a.subject).in_(named) if named else false())


def is_alive() -> ColumnElement[bool]:
    """Say of an address that it opens something.

    It was not revoked, its owner is still there, and whoever made it could make it today.
    """
    a = CALENDAR_ADDRESS.c
    who = PERSONS.alias()
    there = select(who.c.id).where((who.c.id == a.subject) & who.c.erased_at.is_(None))
    return and_(
        a.revoked_at.is_(None),
        or_(a.kind != PERSON, there.correlate(CALENDAR_ADDRESS).exists()),
        or_(a.account_id.is_(None), _may_follow()),
    )


def _may_follow() -> ColumnElement[bool]:
    """Say of an address that its maker's account is in use, and has a grant for that calendar."""
    a, g = CALENDAR_ADDRESS.c, GRANT.c
    here = or_(g.hotline_id == a.hotline_id, g.hotline_id.is_(None))
    enough = or_(
        *(
            and_(g.role == role.value, here, a.kind == right.kind, _is_own(right))
            for role, rights in RIGHTS.items()
            for right in rights
        )
    )
    held = select(g.id).join(ACCOUNT, ACCOUNT.c.id == g.account_id)
    in_use = ACCOUNT.c.deactivated_at.is_(None) & ACCOUNT.c.reopened_at.is_(None)
    own = held.where(g.account_id == a.account_id, in_use, enough)
    return own.correlate(CALENDAR_ADDRESS).exists()


def _is_own(right: CalendarRight) -> ColumnElement[bool]:
    """Say of an address and a grant that the one opens the calendar of whom the other names, if it must."""
    a, g = CALENDAR_ADDRESS.c, GRANT.c
    if not right.own:
        return true()
    return (g.person_id if right.kind == PERSON else g.municipality) == a.subject

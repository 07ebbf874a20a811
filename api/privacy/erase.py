"""Erasing people: their names, addresses and notes go; rosters, quotas and the audit chain stay as they are.

A step for each table that holds something `personal`; a test holds that none is forgotten. What stands
under a random id stays: without the row of `person` it speaks of nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, and_, delete, select, update

from api.access.ids import AccountId, HotlineId
from api.privacy.inventory import HELD, Held
from api.privacy.rewrite_feeds import forget_in_feeds, shown_names
from api.privacy.subjects import Subject, accounts_of, subject_of
from api.store import audit
from api.store.hotlines import lock_hotline, touch_hotline
from api.store.tables import (
    ACCESS_TOKEN,
    ACCOUNT,
    ATTEMPT,
    AUDIT_EVENT,
    AUDIT_PAYLOAD,
    AVAILABILITY_NOTE,
    CALENDAR_ADDRESS,
    FEED_BODY,
    GRANT,
    HALF_LOGIN,
    LINK,
    LOGIN,
    MAIL,
    OIDC_IDENTITY,
    OUTBOX,
    PERSON,
    RECOVERY_CODE,
    REVISION_NOTE,
    SECOND_STEP,
    VERSION_NOTE,
)

ACTIONS = ("person.erase", "account.erase")
"""What the audit chain calls it."""


@dataclass(frozen=True)
class Step:
    """What is done with one table.

    Parameters
    ----------
    table
        Whose rows of the subject go, or are emptied.
    emptied
        What an emptied row says instead, by column; nothing where the whole row goes.
    held
        Which rows, where not all of `HELD`.
    """

    table: Table
    emptied: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    held: Held | None = None

    def covers(self) -> frozenset[str]:
        """Return the columns of which nothing is left."""
        return frozenset(self.emptied or self.table.columns.keys())

    def __call__(self, connection: Connection, subject: Subject, at: datetime) -> int:
        """Carry it out; return of how many rows."""
        held = self.held or HELD[self.table.name]
        rows = tuple(held.rows(connection, subject))
        for row in rows:
            if self.emptied:
                values = {**self.emptied, "erased_at": at} if "erased_at" in row else self.emptied
                connection.execute(update(self.table).where(_key(self.table, row)).values(**values))
            else:
                connection.execute(delete(self.table).where(_key(self.table, row)))
        return len(rows)


def _is_mail_to(row: RowMapping, subject: Subject) -> bool:
    return row["sent_at"] is None and Subject(accounts=subject.accounts).is_named_in(row["payload"])


STEPS: tuple[Step, ...] = (
    Step(AVAILABILITY_NOTE),
    Step(REVISION_NOTE),
    Step(VERSION_NOTE),
    Step(FEED_BODY),
    Step(CALENDAR_ADDRESS),
    Step(AUDIT_PAYLOAD),
    Step(OUTBOX, held=Held(OUTBOX, tells=_is_mail_to)),
    Step(MAIL),
    Step(LOGIN),
    Step(HALF_LOGIN),
    Step(SECOND_STEP),
    Step(RECOVERY_CODE),
    Step(LINK),
    Step(ACCESS_TOKEN),
    Step(ATTEMPT),
    Step(OIDC_IDENTITY),
    Step(GRANT),
    Step(ACCOUNT),
    Step(PERSON, {"agent": None, "name": "", "email": "", "phone": ""}),
)
"""In this order: notes are found by the words that the last step takes away."""


@dataclass(frozen=True)
class Erased:
    """What was erased.

    Parameters
    ----------
    ids
        Random ids of persons and accounts.
    rows
        Of each table, by its name; calendars of others that named somebody as ``feed_body``, too.
    doubtful
        Notes that were left although they hold a word of a name that others bear too, as table and key:
        somebody has to read them.
    """

    ids: frozenset[str]
    rows: Mapping[str, int]
    doubtful: tuple[tuple[str, str], ...]


def erase_people(
    connection: Connection,
    persons: Collection[str],
    accounts: Collection[str] = (),
    *,
    by: AccountId | None,
    at: datetime,
) -> Erased:
    """Erase people: nothing is left of them but what stands under their random ids.

    Parameters
    ----------
    persons
        Random ids; those who were erased before are erased again. An account of theirs that has no other
        role goes with them; one that has stays, without being theirs.
    accounts
        Random ids of accounts that go, whatever their roles are.
    by, at
        Account, if any, and moment; aware.

    Raises
    ------
    MissingError
        Where there is no such person.
    """
    subject = subject_of(connection, persons, frozenset(accounts) | alone(connection, persons))
    hotlines = _hotlines(connection, persons)
    for hotline in hotlines:
        lock_hotline(connection, hotline)
    names = shown_names(connection, persons)
    rows = Counter({step.table.name: step(connection, subject, at) for step in STEPS})
    for hotline in hotlines:
        rows[FEED_BODY.name] += forget_in_feeds(connection, hotline, names, at)
        touch_hotline(connection, hotline)
    for action, ids in zip(ACTIONS, (subject.persons, subject.accounts), strict=True):
        for one in sorted(ids):
            audit.record(connection, actor=by, action=action, about=one, at=at, payload={})
    return Erased(subject.ids, dict(rows), _doubtful(connection, subject))


def alone(connection: Connection, persons: Collection[str]) -> frozenset[str]:
    """Return the accounts that are these persons' and have no other role."""
    theirs = accounts_of(connection, persons)
    asked = select(GRANT.c.account_id, GRANT.c.person_id).where(GRANT.c.account_id.in_(theirs))
    others = {account for account, person in connection.execute(asked) if person not in persons}
    return theirs - others


def erased_people(connection: Connection) -> frozenset[str]:
    """Return the random ids of everybody who was erased, as the audit chain has them."""
    e = AUDIT_EVENT.c
    return frozenset(connection.execute(select(e.object).where(e.action.in_(ACTIONS))).scalars())


def still_there(connection: Connection, ids: Collection[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the persons and the accounts among random ids that are not erased."""
    persons = connection.execute(select(PERSON.c.id).where(PERSON.c.erased_at.is_(None))).scalars()
    accounts = connection.execute(select(ACCOUNT.c.id)).scalars()
    return frozenset(persons) & frozenset(ids), frozenset(accounts) & frozenset(ids)


def _hotlines(connection: Connection, persons: Collection[str]) -> tuple[HotlineId, ...]:
    asked = select(PERSON.c.hotline_id).where(PERSON.c.id.in_(persons)).distinct()
    return tuple(sorted(connection.execute(asked).scalars()))


def _doubtful(connection: Connection, subject: Subject) -> tuple[tuple[str, str], ...]:
    found = []
    for table in (AVAILABILITY_NOTE, REVISION_NOTE, VERSION_NOTE):
        for row in connection.execute(select(table)).mappings():
            if subject.may_be_told_of(row["note"]):
                found.append((table.name, " ".join(str(row[c.name]) for c in table.primary_key)))
    return tuple(found)


def _key(table: Table, row: RowMapping) -> ColumnElement[bool]:
    return and_(*(column == row[column.name] for column in table.primary_key))

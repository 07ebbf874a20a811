"""Where the store holds something of somebody: for each table, which of its rows tell of whom.

A test holds that every table with a column that is `personal` or a `pseudonym` stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, or_, select, true

from api.accounts.records.attempts import key_of
from api.calendars.rights import PERSON as PERSONS_FEED
from api.privacy.subjects import Subject
from api.store.tables import (
    ACCESS_TOKEN,
    ACCOUNT,
    ASSIGNMENT,
    ATTEMPT,
    AUDIT_EVENT,
    AUDIT_PAYLOAD,
    AVAILABILITY_NOTE,
    CALENDAR_ADDRESS,
    FEED_BODY,
    GRANT,
    HALF_LOGIN,
    IDEMPOTENCY_KEY,
    LINK,
    LOGIN,
    MAIL,
    OIDC_IDENTITY,
    OUTBOX,
    PERSON,
    PLAN_REVISION,
    PUBLICATION,
    RECOVERY_CODE,
    REVISION_NOTE,
    ROSTER_VERSION,
    SECOND_STEP,
    VERSION_NOTE,
)

TRIES = ("sign-in to", "reset of")
"""Kinds of tries that are counted for an account's e-mail."""

Where = Callable[[Subject], ColumnElement[bool]]
Tells = Callable[[RowMapping, Subject], bool]


def _every(_subject: Subject) -> ColumnElement[bool]:
    return true()


def _always(_row: RowMapping, _subject: Subject) -> bool:
    return True


@dataclass(frozen=True)
class Held:
    """The rows of a table that tell of a subject.

    Parameters
    ----------
    table
        Where they lie.
    where
        What the database looks for.
    tells
        What is asked of each row found, where that is not enough.
    """

    table: Table
    where: Where = _every
    tells: Tells = _always

    def rows(self, connection: Connection, subject: Subject) -> Iterator[RowMapping]:
        """Yield the rows that tell of somebody."""
        found = connection.execute(select(self.table).where(self.where(subject)))
        for row in found.mappings():
            if self.tells(row, subject):
                yield row


def _persons(column: Any) -> Where:
    return lambda subject: column.in_(subject.persons)


def _accounts(column: Any) -> Where:
    return lambda subject: column.in_(subject.accounts)


def _told(column: str) -> Tells:
    """Look for anything by which a text speaks of somebody."""
    return lambda row, subject: subject.is_told_of(row[column])


def _named(column: str) -> Tells:
    """Look for their random ids in a document."""
    return lambda row, subject: subject.is_named_in(row[column])


def _authored(table: Table, column: str) -> Held:
    """Return rows whose document names somebody, or whose author they are."""
    return Held(table, tells=lambda row, s: row["author"] in s.accounts or s.is_named_in(row[column]))


def _note_of(row: RowMapping, subject: Subject) -> bool:
    return row["person_id"] in subject.persons or subject.is_told_of(row["note"])


def _asked(row: RowMapping, subject: Subject) -> bool:
    return subject.is_named_in([row["caller"], row["path"], row["answer"]])


def _addresses(subject: Subject) -> ColumnElement[bool]:
    a = CALENDAR_ADDRESS.c
    own = (a.kind == PERSONS_FEED) & a.subject.in_(subject.persons)
    return or_(own, a.account_id.in_(subject.accounts))


def _events(subject: Subject) -> ColumnElement[bool]:
    e = AUDIT_EVENT.c
    return or_(e.actor.in_(subject.accounts), e.object.in_(subject.ids))


_HELD = (
    Held(PERSON, _persons(PERSON.c.id)),
    Held(AVAILABILITY_NOTE, tells=_note_of),
    Held(REVISION_NOTE, tells=_told("note")),
    Held(VERSION_NOTE, tells=_told("note")),
    _authored(PLAN_REVISION, "content"),
    _authored(ROSTER_VERSION, "claims"),
    Held(ASSIGNMENT, _persons(ASSIGNMENT.c.person_id)),
    Held(PUBLICATION, _accounts(PUBLICATION.c.published_by)),
    Held(FEED_BODY, lambda s: (FEED_BODY.c.kind == PERSONS_FEED) & FEED_BODY.c.subject.in_(s.persons)),
    Held(CALENDAR_ADDRESS, _addresses),
    Held(AUDIT_EVENT, _events),
    Held(AUDIT_PAYLOAD, tells=_told("payload")),
    Held(ACCOUNT, _accounts(ACCOUNT.c.id)),
    Held(GRANT, lambda s: GRANT.c.account_id.in_(s.accounts) | GRANT.c.person_id.in_(s.persons)),
    Held(LOGIN, _accounts(LOGIN.c.account_id)),
    Held(HALF_LOGIN, _accounts(HALF_LOGIN.c.account_id)),
    Held(SECOND_STEP, _accounts(SECOND_STEP.c.account_id)),
    Held(RECOVERY_CODE, _accounts(RECOVERY_CODE.c.account_id)),
    Held(LINK, _accounts(LINK.c.account_id)),
    Held(ACCESS_TOKEN, _accounts(ACCESS_TOKEN.c.account_id)),
    Held(OIDC_IDENTITY, _accounts(OIDC_IDENTITY.c.account_id)),
    Held(MAIL, _accounts(MAIL.c.account_id)),
    Held(ATTEMPT, lambda s: ATTEMPT.c.key.in_([key_of(kind, word) for kind in TRIES for word in s.words])),
    Held(OUTBOX, tells=_named("payload")),
    Held(IDEMPOTENCY_KEY, tells=_asked),
)

HELD: Mapping[str, Held] = {held.table.name: held for held in _HELD}
"""By name of the table."""

"""Erasing people: their names, addresses and notes go; rosters, quotas and the audit chain stay as they are.

A step for each table that holds something `personal`; a test holds that none is forgotten. What stands
under a random id stays: without the row of `person` it speaks of nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, and_, delete, select, update

from api.store import audit
from api.store.feeds_forgetting import forget_in_feeds, shown_names
from api.store.held import HELD
from api.store.hotlines import lock_hotline, touch_hotline
from api.store.subjects import Subject, subject_of
from api.store.tables import (
    AUDIT_PAYLOAD,
    AVAILABILITY_NOTE,
    FEED_BODY,
    PERSON,
    REVISION_NOTE,
    VERSION_NOTE,
)

Erase = Callable[[Connection, Subject, datetime], int]


@dataclass(frozen=True)
class Step:
    """What is done with one table.

    Parameters
    ----------
    table
        Whose rows of the subject go, or are emptied.
    emptied
        What an emptied row says instead, by column; nothing where the whole row goes.
    """

    table: Table
    emptied: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def covers(self) -> frozenset[str]:
        """Return the columns of which nothing is left."""
        return frozenset(self.emptied or self.table.columns.keys())

    def __call__(self, connection: Connection, subject: Subject, at: datetime) -> int:
        """Carry it out; return of how many rows."""
        rows = tuple(HELD[self.table.name].rows(connection, subject))
        for row in rows:
            if self.emptied:
                values = {**self.emptied, "erased_at": at} if "erased_at" in row else self.emptied
                connection.execute(update(self.table).where(_key(self.table, row)).values(**values))
            else:
                connection.execute(delete(self.table).where(_key(self.table, row)))
        return len(rows)


STEPS: tuple[Step, ...] = (
    Step(AVAILABILITY_NOTE),
    Step(REVISION_NOTE),
    Step(VERSION_NOTE),
    Step(FEED_BODY),
    Step(AUDIT_PAYLOAD),
    Step(PERSON, {"agent": None, "name": "", "email": "", "phone": ""}),
)
"""In this order: notes are found by the words that the last step takes away."""


@dataclass(frozen=True)
class Erased:
    """What was erased.

    Parameters
    ----------
    rows
        Of each table, by its name; calendars of others that named somebody as ``feed_body``, too.
    doubtful
        Notes that were left although they hold a word of a name that others bear too, as table and key:
        somebody has to read them.
    """

    rows: Mapping[str, int]
    doubtful: tuple[tuple[str, str], ...]


def erase_persons(
    connection: Connection, persons: Collection[str], *, by: str | None, at: datetime
) -> Erased:
    """Erase persons: nothing is left of them but what stands under their random ids.

    Parameters
    ----------
    persons
        Random ids; those who were erased before are erased again.
    by, at
        Account, if any, and moment; aware.

    Raises
    ------
    Missing
        Where there is no such person.
    """
    subject = subject_of(connection, persons)
    hotlines = _hotlines(connection, persons)
    for hotline in hotlines:
        lock_hotline(connection, hotline)
    names = shown_names(connection, persons)
    rows = Counter({step.table.name: step(connection, subject, at) for step in STEPS})
    for hotline in hotlines:
        rows[FEED_BODY.name] += forget_in_feeds(connection, hotline, names, at)
        touch_hotline(connection, hotline)
    for person in sorted(persons):
        audit.record(connection, actor=by, action="person.erase", about=person, at=at, payload={})
    return Erased(dict(rows), _doubtful(connection, subject))


def erased_persons(connection: Connection) -> frozenset[str]:
    """Return everybody who was erased."""
    return frozenset(connection.execute(select(PERSON.c.id).where(PERSON.c.erased_at.is_not(None))).scalars())


def known_among(connection: Connection, ids: Collection[str]) -> frozenset[str]:
    """Return those of random ids that are a person's."""
    found = connection.execute(select(PERSON.c.id)).scalars()
    return frozenset(found) & frozenset(ids)


def _hotlines(connection: Connection, persons: Collection[str]) -> tuple[str, ...]:
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

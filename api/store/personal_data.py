"""What each room says of its tables for people's rights: whose rows they hold, and what erases them.

A room declares it beside its tables, in its `records`; `api.privacy` gathers it from all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, and_, delete, select, true, update

from api.access.ids import AccountId, PersonId
from api.store.types import canonical


@dataclass(frozen=True)
class DataSubject:
    """One or more people, as the store knows them.

    Parameters
    ----------
    persons, accounts
        Their random ids.
    words
        Agent ids, names, e-mails and telephones, and those parts of names that nobody else here bears.
    shared
        Parts of their names that others bear too: a text with one of these may be about either.
    """

    persons: frozenset[PersonId] = frozenset()
    accounts: frozenset[AccountId] = frozenset()
    words: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()

    @property
    def ids(self) -> frozenset[str]:
        """Every random id of theirs."""
        return frozenset[str](self.persons) | self.accounts

    def is_told_of(self, said: Any) -> bool:
        """Tell whether a text or document speaks of them, by any of their words."""
        return self._words is not None and bool(self._words.search(_text(said)))

    def may_be_told_of(self, said: Any) -> bool:
        """Tell whether it may, by a word that others bear too."""
        return self._shared is not None and bool(self._shared.search(_text(said)))

    def is_named_in(self, said: Any) -> bool:
        """Tell whether a document names one of their random ids."""
        text = _text(said)
        return any(one in text for one in self.ids)

    @cached_property
    def _words(self) -> re.Pattern[str] | None:
        return _pattern(self.words)

    @cached_property
    def _shared(self) -> re.Pattern[str] | None:
        return _pattern(self.shared)


Where = Callable[[DataSubject], ColumnElement[bool]]
Tells = Callable[[RowMapping, DataSubject], bool]
Extract = Callable[[Mapping[str, Any], DataSubject], Mapping[str, Any]]


def _every(_subject: DataSubject) -> ColumnElement[bool]:
    return true()


def _always(_row: RowMapping, _subject: DataSubject) -> bool:
    return True


def whole(record: Mapping[str, Any], _subject: DataSubject) -> Mapping[str, Any]:
    """Return all of a row."""
    return record


@dataclass(frozen=True)
class Holding:
    """The rows of a table that tell of a subject.

    Parameters
    ----------
    table
        Where they lie.
    where
        What the database looks for.
    tells
        What is asked of each row found, where that is not enough.
    extract
        What of a row is the subject's own to read, of a table that holds many people's or a secret.
    """

    table: Table
    where: Where = _every
    tells: Tells = _always
    extract: Extract = whole

    def rows(self, connection: Connection, subject: DataSubject) -> Iterator[RowMapping]:
        """Yield the rows that tell of somebody."""
        found = connection.execute(select(self.table).where(self.where(subject)))
        for row in found.mappings():
            if self.tells(row, subject):
                yield row


@dataclass(frozen=True)
class ErasureStep:
    """What is done with one table to erase somebody.

    Parameters
    ----------
    holding
        Whose rows go, or are emptied.
    emptied
        What an emptied row says instead, by column; nothing where the whole row goes.
    """

    holding: Holding
    emptied: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def table(self) -> Table:
        """The table."""
        return self.holding.table

    @property
    def columns(self) -> frozenset[str]:
        """The columns of which nothing is left."""
        return frozenset(self.emptied or self.table.columns.keys())

    def carry_out(self, connection: Connection, subject: DataSubject, at: datetime) -> int:
        """Erase somebody from the table; return of how many rows."""
        rows = tuple(self.holding.rows(connection, subject))
        for row in rows:
            if self.emptied:
                values = {**self.emptied, "erased_at": at} if "erased_at" in row else self.emptied
                connection.execute(update(self.table).where(key_of(self.table, row)).values(**values))
            else:
                connection.execute(delete(self.table).where(key_of(self.table, row)))
        return len(rows)


def of_persons(column: Any) -> Where:
    """Look for the random ids of persons in a column."""
    return lambda subject: column.in_(subject.persons)


def of_accounts(column: Any) -> Where:
    """Look for the random ids of accounts in a column."""
    return lambda subject: column.in_(subject.accounts)


def speaks_in(column: str) -> Tells:
    """Look for anything by which a text speaks of somebody."""
    return lambda row, subject: subject.is_told_of(row[column])


def names_in(column: str) -> Tells:
    """Look for their random ids in a document."""
    return lambda row, subject: subject.is_named_in(row[column])


def by_author_or_name(column: str) -> Tells:
    """Look for rows whose document names somebody, or whose author they are."""
    return lambda row, subject: row["author"] in subject.accounts or subject.is_named_in(row[column])


def key_of(table: Table, row: RowMapping) -> ColumnElement[bool]:
    """Return what finds one row again."""
    return and_(*(column == row[column.name] for column in table.primary_key))


def _pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    # The longest first, and none inside a longer word or number: 1-1 is not told of by 11-12.
    ordered = sorted(words, key=lambda word: (-len(word), word))
    if not ordered:
        return None
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, ordered))})(?![\w-])", re.IGNORECASE)


def _text(said: Any) -> str:
    return said if isinstance(said, str) else canonical(said)

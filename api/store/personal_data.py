"""What each room says of its tables for people's rights: whose rows they hold, and what erases them.

A room declares it beside its tables, in its `records`; `api.privacy` gathers it from all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, and_, delete, select, true, update

from api.access.ids import AccountId, PersonId
from api.store.name_forms import Certainty, NameForms
from api.store.types import canonical

UNNAMED = "–"
"""What stands where a name was that somebody gave to something of theirs, and that named another."""


@dataclass(frozen=True)
class DataSubject:
    """One or more people, as the store knows them.

    Parameters
    ----------
    persons, accounts
        Their random ids.
    forms
        By what texts may speak of them.
    """

    persons: frozenset[PersonId] = frozenset()
    accounts: frozenset[AccountId] = frozenset()
    forms: NameForms = field(default_factory=NameForms)

    @property
    def ids(self) -> frozenset[str]:
        """Every random id of theirs."""
        return frozenset[str](self.persons) | self.accounts

    def is_told_of(self, said: Any) -> bool:
        """Tell whether a text or document speaks of them, for sure."""
        return any(map(self.forms.is_sure, _texts(said)))

    def may_be_told_of(self, said: Any) -> bool:
        """Tell whether it speaks of them perhaps, and perhaps of others."""
        return self.find(said)[0] is Certainty.DOUBTFUL

    def find(self, said: Any) -> tuple[Certainty, str]:
        """Return whether a text or document speaks of them, and the words around the place."""
        best = Certainty.NONE, ""
        for text in _texts(said):
            found = self.forms.find(text)
            if found[0] > best[0]:
                best = found
        return best

    def is_named_in(self, said: Any) -> bool:
        """Tell whether a document names one of their random ids."""
        text = said if isinstance(said, str) else canonical(said)
        return any(one in text for one in self.ids)


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
class FreeText:
    """A column in which people write what they like, and so may name anybody.

    Parameters
    ----------
    table, column
        Where it lies.
    emptied
        What a row says instead once it is erased, by column; nothing where the whole row goes.
    stays
        Whether nothing can be taken out of it: then it is only told that it names somebody.
    doubts
        Whether it is told where it names somebody only perhaps.
    """

    table: Table
    column: str
    emptied: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    stays: bool = False
    doubts: bool = True

    @property
    def step(self) -> ErasureStep:
        """What takes out of it what speaks of somebody for sure."""
        return ErasureStep(Holding(self.table, tells=speaks_in(self.column)), self.emptied)


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
            self.erase_row(connection, row, at)
        return len(rows)

    def erase_row(self, connection: Connection, row: RowMapping, at: datetime) -> None:
        """Erase one row of the table, or empty it."""
        here = key_of(self.table, row)
        if self.emptied:
            values = {**self.emptied, "erased_at": at} if "erased_at" in row else self.emptied
            connection.execute(update(self.table).where(here).values(**values))
        else:
            connection.execute(delete(self.table).where(here))


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


def _texts(said: Any) -> Iterator[str]:
    """Yield every text of a document by itself, names of fields too."""
    if isinstance(said, Mapping):
        for name, value in said.items():
            yield from (*_texts(name), *_texts(value))
    elif isinstance(said, list | tuple):
        for value in said:
            yield from _texts(value)
    elif isinstance(said, bytes | memoryview):
        yield bytes(said).decode("utf-8", "replace")
    elif said is not None and not isinstance(said, bool):
        yield str(said)

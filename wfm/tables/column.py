"""What a column and a table are: names in two languages, form, reader, meaning."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any

from wfm.message import Message, Text
from wfm.tables.cells import Reader
from wfm.tables.words import fold

Say = Callable[[Message], str]
"""Renders a message in the language of its reader."""

NOTHING_SAID: Say = str
"""Renders in plain English, where nobody gave a language."""

MOST_SEATS = 1000
MOST_SHIFTS = 1000
MOST_CITIZENS = 2_000_000_000
_NO_WORDS: Mapping[str, str] = MappingProxyType({})


class Form(StrEnum):
    """What a column holds, and so how its cells are written and what a spreadsheet offers there."""

    TEXT = "text"
    WORD = "word"
    DATE = "date"
    TIME = "time"
    WHOLE = "whole"
    AMOUNT = "amount"
    DAYS = "days"
    CODES = "codes"


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name, danish
        Header in English and Danish.
    form
        What it holds.
    read
        Reader of a cell that is not blank.
    explains
        What the column means, with its unit, for the people who fill it in.
    required
        Whether the column must be there and every row must have a value.
    present
        Whether the column must be there although its cells may be blank.
    default
        What a blank cell counts as; for a required column, what a faulty cell is taken for while
        the rest of the table is checked.
    words
        Fixed words allowed, Danish by English; empty where any text is.
    aliases
        Further headers that are understood.
    loose
        Whether more is understood than its form says: then a spreadsheet offers, and refuses nothing.
    rare
        Whether a CSV file of rows that all leave it blank is written without it, as before there was one.
    """

    name: str
    danish: str
    form: Form
    read: Reader
    explains: Text
    required: bool = False
    present: bool = False
    default: Any = None
    words: Mapping[str, str] = field(default_factory=lambda: _NO_WORDS)
    aliases: tuple[str, ...] = ()
    loose: bool = False
    rare: bool = False

    @property
    def spellings(self) -> frozenset[str]:
        """Every header that means this column, folded."""
        return frozenset(map(fold, (self.name, self.danish, *self.aliases)))


@dataclass(frozen=True)
class Table:
    """One table: a CSV file of a folder, or a sheet of a workbook.

    Parameters
    ----------
    name, danish
        File or sheet in English and Danish.
    explains
        What it holds.
    columns
        In the order in which they are written.
    required
        Whether a plan must have it.
    passed_over
        Headers, folded, of columns that say nothing more and are ignored without a word.
    """

    name: str
    danish: str
    explains: Text
    columns: tuple[Column, ...]
    required: bool = False
    passed_over: frozenset[str] = frozenset()

    @cached_property
    def column_by_header(self) -> Mapping[str, Column]:
        """Column by folded header."""
        return MappingProxyType({form: column for column in self.columns for form in column.spellings})

    def column(self, name: str) -> Column:
        """Return a column by its English name."""
        return next(column for column in self.columns if column.name == name)


def mandatory(
    name: str, danish: str, form: Form, read: Reader, explains: Text, stand_in: Any, **more: Any
) -> Column:
    """Return a column in which every row must have a value; `stand_in` holds the place of a faulty one."""
    return Column(name, danish, form, read, explains, required=True, default=stand_in, **more)


NO_DAY = date.min
"""Stands in for a day that could not be read."""

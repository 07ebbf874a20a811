"""Rows of a table: every cell read by its column, all faults and warnings gathered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wfm.errors import Fault
from wfm.message import Message, Text
from wfm.tables.cells import Cell, RepairedValue, UnreadableCellError, as_text, column_letters, is_blank
from wfm.tables.columns import Column, Table
from wfm.tables.invisible import without_invisible
from wfm.tables.raw_table import HEADER, RawTable
from wfm.tables.valueless import why_valueless
from wfm.tables.words import fold

NEEDED = Text("fault.needed", "a value")
COLUMN = Text("fault.column", "a column of this name")
COLUMN_ONCE = Text("fault.column_once", "each column once")
FITS_HEADER = Text("fault.fits_header", "no more cells than the {n} columns of the header")
UNKNOWN_COLUMN = Text("notice.unknown_column", "a known column; this one is ignored")
SHORT_ROW = Text("notice.short_row", "{n} cells as in the header; those missing count as blank")
INVISIBLE = Text("notice.invisible", "text without invisible characters; they were taken out")
FEWER_FAULTS = Text(
    "fault.fewer_faults", "fewer than {limit:number} faults before this row; it and what follows was not read"
)
COLUMNS_FIRST = Text(
    "fault.columns_first", "the columns that are missing; without them this row and what follows was not read"
)
SHOWN = 200
MOST_FAULTS = 5000
"""Of a table; then its reading ends, so that a file made of faults takes nobody's time.

Of a table that lacks a column no more rows than that are read, either.
"""


@dataclass
class Origin:
    """The file or sheet of some rows, and its headers as the user wrote them, by column."""

    file: str
    headers: dict[str, str] = field(default_factory=dict)

    def header(self, column: str) -> str:
        """Return a column's header as the user wrote it, its English name where there is none."""
        return self.headers.get(column, column)


@dataclass(frozen=True)
class TableRow:
    """One row, read.

    Parameters
    ----------
    origin
        Where it stands.
    number
        As the spreadsheet shows it.
    values
        By column (English name); a default where the cell is blank or faulty.
    faulty
        What stood in the cells that could not be read, by column.
    """

    origin: Origin
    number: int
    values: Mapping[str, Any]
    faulty: Mapping[str, str]

    def at(self, column: str, value: str, expected: Message) -> Fault:
        """Return a fault of this row."""
        return Fault(self.origin.file, self.number, self.origin.header(column), value[:SHOWN], expected)


@dataclass
class TableRows:
    """All rows of a table, with what was found amiss.

    Parameters
    ----------
    sound
        Whether the table could be read as a table; else rows that refer to it prove nothing.
    """

    table: Table
    origin: Origin
    rows: list[TableRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)
    sound: bool = True

    @property
    def file(self) -> str:
        """The file or sheet."""
        return self.origin.file


def read_rows(raw: RawTable, table: Table) -> TableRows:
    """Read every cell of a table by its columns."""
    read = TableRows(table, Origin(raw.file), faults=list(raw.faults), notices=list(raw.notices))
    if not raw.header:
        if table.required:
            read.faults.append(Fault(raw.file, 1, "", "", HEADER()))
            read.sound = False
        return read
    places = _places(raw, table, read)
    for index, (number, cells) in enumerate(raw.rows):
        if not read.sound and index >= MOST_FAULTS:
            read.faults.append(Fault(raw.file, number, "", "", COLUMNS_FIRST()))
            break
        if len(read.faults) >= MOST_FAULTS:  # whoever has more has sent something else than was meant
            read.faults.append(Fault(raw.file, number, "", "", FEWER_FAULTS(limit=MOST_FAULTS)))
            read.sound = False
            break
        _check_length(read, number, cells, len(raw.header))
        read.rows.append(_row(read, number, cells, places))
    return read


def _places(raw: RawTable, table: Table, read: TableRows) -> dict[str, int]:
    """Return where each column stands; tell of unknown, repeated and missing ones."""
    places: dict[str, int] = {}
    for index, header in enumerate(map(as_text, raw.header)):
        column = table.column_by_header.get(fold(header))
        if column is None:
            _unknown(raw, index, header, read)
        elif column.name in places:
            read.faults.append(Fault(raw.file, raw.header_row, header, header, COLUMN_ONCE()))
        else:
            places[column.name] = index
            read.origin.headers[column.name] = header
    for column in table.columns:
        if (column.required or column.present) and column.name not in places:
            read.faults.append(Fault(raw.file, raw.header_row, column.name, "", COLUMN()))
            read.sound = False
    return places


def _unknown(raw: RawTable, index: int, header: str, read: TableRows) -> None:
    """Warn of a column that nothing reads, unless it is blank."""
    filled = header or any(not is_blank(cell) for _, cells in raw.rows for cell in cells[index : index + 1])
    if filled and fold(header) not in read.table.passed_over:
        column = header or column_letters(index)
        read.notices.append(Fault(raw.file, raw.header_row, column, header[:SHOWN], UNKNOWN_COLUMN()))


def _check_length(read: TableRows, number: int, cells: tuple[Cell, ...], width: int) -> None:
    beyond = [as_text(cell) for cell in cells[width:] if not is_blank(cell)]
    if beyond:
        read.faults.append(Fault(read.file, number, "", ", ".join(beyond)[:SHOWN], FITS_HEADER(n=width)))
    elif len(cells) < width:
        read.notices.append(Fault(read.file, number, "", "", SHORT_ROW(n=width)))


def _row(read: TableRows, number: int, cells: tuple[Cell, ...], places: Mapping[str, int]) -> TableRow:
    values: dict[str, Any] = {}
    faulty: dict[str, str] = {}
    row = TableRow(read.origin, number, values, faulty)
    for column in read.table.columns:
        place = places.get(column.name)
        cell = cells[place] if place is not None and place < len(cells) else None
        values[column.name] = column.default
        if place is None and column.required:  # told once, at the header
            faulty[column.name] = ""
            continue
        try:
            values[column.name] = _value(read, row, column, cell)
        except UnreadableCellError as refused:
            faulty[column.name] = as_text(cell)
            read.faults.append(row.at(column.name, as_text(cell), refused.expected))
    return row


def _value(read: TableRows, row: TableRow, column: Column, cell: Cell) -> Any:
    if not (isinstance(cell, str) and _PLAIN.fullmatch(cell)):
        if isinstance(cell, str):
            cell = _visible(read, row, column, cell)
        if is_blank(cell):
            if column.required:
                raise UnreadableCellError(NEEDED())
            return column.default
        if (expected := why_valueless(cell)) is not None:
            raise UnreadableCellError(expected)
    value = column.read(cell)
    if isinstance(value, RepairedValue):
        read.notices.append(row.at(column.name, as_text(cell), value.notice))
        return value.value
    return value


_PLAIN = re.compile(r"[0-9][0-9.:-]*")
"""Numbers, times and dates: not blank, no error, nothing unseen; most cells of large tables are so."""


def _visible(read: TableRows, row: TableRow, column: Column, cell: str) -> str:
    """Return a text without what nobody sees in it, and tell of that."""
    visible = without_invisible(cell)
    if len(visible) < len(cell):
        read.notices.append(row.at(column.name, as_text(cell), INVISIBLE()))
    return visible

"""One cell of an option, read as the same cell of a table is."""

from __future__ import annotations

from typing import Any

from wfm.errors import Fault
from wfm.tables.cells import Reader, RepairedValue, UnreadableCellError
from wfm.tables.column import Column
from wfm.tables.rows import NEEDED

Place = tuple[str, str]
"""Option, and what of it."""


def read_cell(column: Column, text: str, place: Place, faults: list[Fault]) -> Any:
    """Read a cell of a column; what can't be read is noted, and the column's stand-in returned."""
    if not text and not column.required:
        return column.default
    if not text:
        faults.append(Fault(*_at(place), text, NEEDED()))
        return column.default
    return read_value(column.read, text, place, faults, column.default)


def read_value(read: Reader, text: str, place: Place, faults: list[Fault], stand_in: Any = None) -> Any:
    """Read a value that no column has."""
    try:
        value = read(text)
    except UnreadableCellError as refused:
        faults.append(Fault(*_at(place), text, refused.expected))
        return stand_in
    return value.value if isinstance(value, RepairedValue) else value


def _at(place: Place) -> tuple[str, None, str]:
    option, what = place
    return option, None, what

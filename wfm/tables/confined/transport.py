"""Requests and answers between the reader and its child, as JSON: values only, never code.

What a child read of a hostile file may be anything, so nothing of it is unpickled. A table's rows stand some
to a line: while one line is parsed nobody else of the process has a turn, and a long one would make all wait.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import IO, Any

from wfm.errors import Fault
from wfm.message import Message, Text
from wfm.tables.cells import Valueless
from wfm.tables.raw_table import RawTable
from wfm.tables.settings import HotlineSettings, Setting

_LENGTH = struct.Struct("!Q")
_ROWS = 500
"""Rows of a table that stand in one line."""


def write_frame(stream: IO[bytes], content: bytes) -> None:
    """Write bytes with their length before them."""
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes | None:
    """Return the bytes of the next frame; ``None`` where the stream ends before it does."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    content = stream.read(length)
    return content if len(content) == length else None


def to_bytes(value: Any) -> bytes:
    """Write a value: text, numbers, moments, sequences, mappings, and what `_WRITERS` names."""
    lines: list[str] = []

    def tagged(one: Any) -> Any:
        if isinstance(one, RawTable):
            first = len(lines)
            parts = (one.rows[at : at + _ROWS] for at in range(0, len(one.rows), _ROWS))
            lines.extend(_line(part, tagged) for part in parts)
            return {"$": "RawTable", "of": [*_table_head(one), first, len(lines)]}
        return _tagged(one)

    head = _line(value, tagged)
    return "\n".join([head, *lines]).encode("utf-8", "surrogatepass")


def _line(value: Any, tagged: Callable[[Any], Any]) -> str:
    return json.dumps(value, default=tagged, ensure_ascii=False, separators=(",", ":"))


def from_bytes(content: bytes) -> Any:
    """Return the value that was written; sequences come back as lists.

    Raises
    ------
    ValueError
        Where the bytes are no such value.
    """
    head, *lines = content.split(b"\n")
    try:
        parts = [_parse(line, _untagged) for line in lines]

        def untagged(found: dict[str, Any]) -> Any:
            return _table(found["of"], parts) if found.get("$") == "RawTable" else _untagged(found)

        return _parse(head, untagged)
    except (ValueError, LookupError, TypeError, ArithmeticError, RecursionError) as error:
        raise ValueError("no answer") from error


def _parse(line: bytes, untagged: Callable[[dict[str, Any]], Any]) -> Any:
    return json.loads(line.decode("utf-8", "surrogatepass"), object_hook=untagged)


def _tagged(value: Any) -> Any:
    kind = type(value).__name__
    if kind not in _WRITERS:
        raise TypeError(kind)
    return {"$": kind, "of": _WRITERS[kind](value)}


def _untagged(found: dict[str, Any]) -> Any:
    return _READERS[found["$"]](found["of"]) if "$" in found else found


def _pairs(value: Mapping[str, Any]) -> list[Any]:
    return [[key, item] for key, item in value.items()]


def _table_head(table: RawTable) -> list[Any]:
    return [table.file, table.header, table.header_row, table.faults, table.notices]


def _table(of: list[Any], parts: list[Any]) -> RawTable:
    file, header, header_row, faults, notices, first, last = of
    rows = tuple(_cells(row) for part in parts[first:last] for row in part)
    return RawTable(file, tuple(header), rows, header_row, tuple(faults), tuple(notices))


def _cells(row: list[Any]) -> tuple[int, tuple[Any, ...]]:
    number, cells = row
    return number, tuple(cells)


def _boxed(value: Any) -> Any:
    """Return a TOML value in which no table can be taken for one of our marks."""
    if isinstance(value, dict):
        return {"$": "dict", "of": [[key, _boxed(item)] for key, item in value.items()]}
    return list(map(_boxed, value)) if isinstance(value, list) else value


def _params(pairs: list[Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in pairs}


_WRITERS: dict[str, Callable[[Any], Any]] = {
    "date": date.isoformat,
    "datetime": datetime.isoformat,
    "time": time.isoformat,
    "timedelta": lambda value: [value.days, value.seconds, value.microseconds],
    "Decimal": str,
    "Valueless": lambda value: value.text,
    "Message": lambda value: [value.text.key, value.text.one, value.text.many, _pairs(value.params)],
    "Fault": lambda value: [value.file, value.row, value.column, value.value, value.expected],
    "Setting": lambda value: [value.key, _boxed(value.value), value.row],
    "HotlineSettings": lambda value: [
        value.file,
        _pairs(value.by_key),
        value.typed,
        value.faults,
        value.notices,
    ],
}
_READERS: dict[str, Callable[[Any], Any]] = {
    "dict": dict,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda of: timedelta(*of),
    "Decimal": Decimal,
    "Valueless": Valueless,
    "Message": lambda of: Message(Text(of[0], of[1], of[2]), _params(of[3])),
    "Fault": lambda of: Fault(*of),
    "Setting": lambda of: Setting(*of),
    "HotlineSettings": lambda of: HotlineSettings(of[0], dict(of[1]), of[2], tuple(of[3]), tuple(of[4])),
}

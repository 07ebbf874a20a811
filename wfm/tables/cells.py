"""Single cells read as text, dates and times; a reader refuses with what it expected."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from wfm.calendar import DAY_MINUTES, clock
from wfm.message import Message, Text
from wfm.tables.invisible import without_invisible


@dataclass(frozen=True)
class Valueless:
    """What stands in a cell that holds no value: an error such as ``#N/A``, or a formula (``=A1*2``)."""

    text: str


Cell = str | int | float | bool | Decimal | date | time | timedelta | list[Any] | Valueless | None
Reader = Callable[[Cell], Any]

DATE = Text("fault.date", "a date such as 2027-01-31 or 31-01-2027")
TIME = Text("fault.time", "a time such as 08:00, from 00:00 to 24:00")
TEXT = Text("fault.text", "text")
SHORT = Text("fault.short", "at most {limit} characters")

EARLIEST = date(1900, 1, 1)
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_DANISH = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})(?: 00[:.]00(?:[:.]00)?)?")
_TIME = re.compile(r"(?:kl\.?\s*)?([0-9]{1,2})(?:[:.]([0-9]{2})(?:[:.]00)?)?", re.IGNORECASE)
_DAY_ZERO, _MACINTOSH_DAY_ZERO = datetime(1899, 12, 31), datetime(1904, 1, 1)
"""The day that a spreadsheet counts as 0: usually, and in workbooks that old Macintoshes made."""


class UnreadableCellError(Exception):
    """A cell that is not what was expected."""

    def __init__(self, expected: Message) -> None:
        self.expected = expected
        super().__init__(str(expected))


class RepairedValue(NamedTuple):
    """A value that was read after a small repair, and what was done."""

    value: Any
    notice: Message


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell holds nothing that anybody sees."""
    return cell is None or (isinstance(cell, str) and (not cell or not without_invisible(cell).strip()))


def as_text(cell: Cell) -> str:
    """Write a cell as its reader sees it: 751.0 is ``751``, a date is ISO."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
    if isinstance(cell, list):
        return ", ".join(map(as_text, cell))
    if isinstance(cell, Valueless):
        return cell.text
    return _moment_as_text(cell)


def _moment_as_text(cell: int | Decimal | date | time | timedelta) -> str:
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, time) and not cell.second:
        return cell.isoformat("minutes")
    if isinstance(cell, timedelta) and timedelta() <= cell <= timedelta(days=1):
        return clock(int(cell.total_seconds()) // 60)
    return str(cell)


def column_letters(place: int) -> str:
    """Return what a spreadsheet calls a column (counted from 0), such as ``AB``."""
    before = column_letters(place // 26 - 1) if place >= 26 else ""
    return before + chr(ord("A") + place % 26)


def read_date(cell: Cell) -> date:
    """Read ISO or ``dd-mm-yyyy`` (also with ``/`` or ``.``), or a date cell."""
    if isinstance(cell, datetime):
        found = cell.date() if cell.time() == time() else None
    elif isinstance(cell, date):
        found = cell
    else:
        found = _date_of_text(cell) if isinstance(cell, str) else None
    if found is None or found < EARLIEST:
        raise UnreadableCellError(DATE())
    return found


def _date_of_text(text: str) -> date | None:
    try:
        if match := _ISO.fullmatch(text.strip()):
            return date(*map(int, match.groups()))
        if match := _DANISH.fullmatch(text.strip()):
            return date(int(match[4]), int(match[3]), int(match[1]))
    except ValueError:  # such as 30 February
        return None
    return None


def read_time(cell: Cell) -> int:
    """Read ``08:00``, ``8.00``, ``kl. 8``, an hour or a time cell as minutes of the day; 24:00 is 1440."""
    minute = _minute_of_text(cell) if isinstance(cell, str) else _minute_of_moment(cell)
    if minute is None or not 0 <= minute <= DAY_MINUTES:
        raise UnreadableCellError(TIME())
    return minute


def _minute_of_text(text: str) -> int | None:
    match = _TIME.fullmatch(text.strip())
    if not match or int(match[2] or 0) > 59:
        return None
    return int(match[1]) * 60 + int(match[2] or 0)


def _minute_of_moment(cell: Cell) -> int | None:
    """Return the minute of a cell of a spreadsheet, which keeps times as parts of a day."""
    if isinstance(cell, bool):
        return None
    if (
        isinstance(cell, float) and cell.is_integer() and cell > 1
    ):  # an hour; 1 may be midnight without its format
        return int(cell) * 60
    if isinstance(cell, float) and 0 <= cell < 1:  # a time whose cell lost its format
        cell = timedelta(seconds=round(cell * DAY_MINUTES * 60))
    if isinstance(cell, time):
        cell = timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second)
    elif isinstance(cell, date):  # 24:00 in a cell of format hh:mm is the first day that Excel counts
        midnight = datetime(cell.year, cell.month, cell.day)
        moment = cell if isinstance(cell, datetime) else midnight
        cell = moment - (_MACINTOSH_DAY_ZERO if moment > _MACINTOSH_DAY_ZERO else _DAY_ZERO)
    if not isinstance(cell, timedelta) or cell % timedelta(minutes=1):
        return None
    return cell // timedelta(minutes=1)

"""Cells of a telephone system's export: counts, sums of seconds, averages, and where an interval starts."""

from __future__ import annotations

import re
from datetime import time, timedelta
from fractions import Fraction

from wfm.message import Text
from wfm.tables.amounts import read_not_negative, whole
from wfm.tables.cells import Cell, UnreadableCellError, read_time

MOST_CALLS = 1_000_000
MOST_SECONDS = 1_000_000_000
MOST_STAFF = 10_000

SECONDS = Text("fault.seconds_or_clock", "seconds of at least 0, as a number or as h:mm:ss")
STAFF = Text("fault.staff", "a number of agents from 0 to {high:number}")
_CLOCK = re.compile(r"([0-9]{1,5}):([0-5][0-9]):([0-5][0-9])")
_SPAN = re.compile(
    r"\s*([0-9]{1,2}[:.][0-9]{2}(?:[:.]00)?)\s*(?:-|–|til|to)\s*[0-9]{1,2}[:.][0-9]{2}(?:[:.]00)?\s*"
)
_count = whole(0, MOST_CALLS, grouped=True)
_sum = whole(0, MOST_SECONDS, grouped=True)


def read_count(cell: Cell) -> int:
    """Read a number of calls."""
    if isinstance(cell, str) and len(cell) <= 6 and cell.isascii() and cell.isdecimal():
        return int(cell)  # nearly every cell of a large table is so
    return int(_count(cell))


def read_seconds(cell: Cell) -> int | Fraction:
    """Read a sum of seconds: ``5400``, ``5.400`` or ``1:30:00``."""
    if isinstance(cell, str) and len(cell) <= 9 and cell.isascii() and cell.isdecimal():
        return int(cell)
    clock = _seconds_of_clock(cell)
    if clock is not None:
        return clock
    try:
        return int(_sum(cell))
    except UnreadableCellError:
        return read_average(cell)


def read_average(cell: Cell) -> int | Fraction:
    """Read an average in seconds, which is never grouped: ``181.250`` is a little more than 181."""
    clock = _seconds_of_clock(cell)
    if clock is not None:
        return clock
    try:
        found = read_not_negative(cell)
    except UnreadableCellError:
        raise UnreadableCellError(SECONDS()) from None
    if found > MOST_SECONDS:
        raise UnreadableCellError(SECONDS())
    return found


def _seconds_of_clock(cell: Cell) -> int | None:
    """Return the seconds of a time of a clock or of a spreadsheet's cell of such a form."""
    if isinstance(cell, time):
        return cell.hour * 3600 + cell.minute * 60 + cell.second
    if isinstance(cell, timedelta):
        return max(0, round(cell.total_seconds()))
    match = _CLOCK.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3]) if match else None


def read_staff(cell: Cell) -> Fraction:
    """Read how many agents were there, on average over the interval."""
    try:
        found = read_not_negative(cell)
    except UnreadableCellError:
        raise UnreadableCellError(STAFF(high=MOST_STAFF)) from None
    if found > MOST_STAFF:
        raise UnreadableCellError(STAFF(high=MOST_STAFF))
    return found


def read_start(cell: Cell) -> int:
    """Read the minute of the day at which an interval starts; of ``08:00-08:30`` it is the first."""
    match = _SPAN.fullmatch(cell) if isinstance(cell, str) else None
    return read_time(match[1] if match else cell)

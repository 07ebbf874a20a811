"""Remark: something at a row of a sound plan that its author should know."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from wfm.calendar import Period
from wfm.message import Message, Text
from wfm.rounding import half_up

PERHAPS = Text("notice.perhaps", "{expected}; {meant:date} was perhaps meant")


class Remark(NamedTuple):
    """A remark with its place.

    Parameters
    ----------
    table
        A table; ``hotline`` for its settings.
    row
        Record of that table, 0 the first; of no meaning for the hotline.
    column
        Column, or dotted key of the hotline.
    value
        What stands there, as text.
    expected
        What was expected instead.
    other
        A second record of the same table that the message calls ``{place}``.
    """

    table: str
    row: int
    column: str
    value: str
    expected: Message
    other: int | None = None


def with_guess(expected: Message, day: date, period: Period) -> Message:
    """Return a message about a day outside the period; with the day of another year that lies within."""
    for year in range(period.first_day.year, period.last_day.year + 1):
        if day.month == 2 and day.day == 29:
            continue  # no day of every year
        meant = day.replace(year=year)
        if period.first_day <= meant <= period.last_day:
            return PERHAPS(expected=expected, meant=meant.isoformat())
    return expected


def short_number(value: Fraction) -> str:
    """Write a number with at most two decimals."""
    text = str(half_up(value, 2))
    return text.rstrip("0").rstrip(".") if "." in text else text

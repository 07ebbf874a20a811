"""Dates as people write them within a period: 8/2, 8. februar, uge 7, 8/2-14/2; the year is the period's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from wfm.calendar import Period
from wfm.tables.cells import Cell, UnreadableCellError, as_text, read_date
from wfm.tables.words import fold

LONGEST = timedelta(days=183)
"""Between two days without a year; whoever is away for longer says the years."""

_MONTHS = {
    fold(word): number
    for number, words in enumerate(
        (
            ("januar", "january", "jan"),
            ("februar", "february", "feb"),
            ("marts", "march", "mar"),
            ("april", "apr"),
            ("maj", "may"),
            ("juni", "june", "jun"),
            ("juli", "july", "jul"),
            ("august", "aug"),
            ("september", "sep", "sept"),
            ("oktober", "october", "okt", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for word in words
}
_DAY = re.compile(r"([0-9]{1,2})\s*[/.-]\s*([0-9]{1,2})\.?")
_NAMED_DAY = re.compile(r"([0-9]{1,2})\.?\s*([^\W\d_]+)\.?")
_WEEK = re.compile(r"(?:uge|week|w)\.?\s*([0-9]{1,2})", re.IGNORECASE)
_DASH = re.compile(r"\s*[–—]\s*|\s+-\s+|\s+til\s+")
_SHORT_DASH = re.compile(r"(?<=\d)\s*-\s*(?=\d)")


@dataclass(frozen=True)
class DayWithoutYear:
    """A day and a month."""

    day: int
    month: int

    def days(self, year: int) -> tuple[date, date]:
        """Return the day in a year, twice: it is its own first and last day."""
        found = date(year, self.month, self.day)
        return found, found


@dataclass(frozen=True)
class WeekWithoutYear:
    """The number of an ISO week."""

    week: int

    def days(self, year: int) -> tuple[date, date]:
        """Return Monday and Sunday of the week in a year."""
        monday = date.fromisocalendar(year, self.week, 1)
        return monday, monday + timedelta(days=6)


WithoutYear: TypeAlias = DayWithoutYear | WeekWithoutYear


@dataclass(frozen=True)
class LooseDays:
    """One or two ends of a span of days without a year, and the text that says them."""

    first: WithoutYear
    last: WithoutYear
    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def spans(self) -> bool:
        """Whether they say by themselves where they end: a week does, and so do two ends."""
        return self.first != self.last or isinstance(self.last, WeekWithoutYear)

    def first_days(self, period: Period) -> tuple[date, ...]:
        """Return the first day in every year around the period."""
        return tuple(_days(self.first, period, 0))

    def last_days(self, period: Period) -> tuple[date, ...]:
        """Return the last day likewise."""
        return tuple(_days(self.last, period, 1))


def days_meant(
    first: date | LooseDays, last: date | LooseDays, period: Period
) -> tuple[date | None, date | None]:
    """Return the two days of an absence or a wish: those that touch the period and lie nearest each other.

    A day that lies alone in the period stands for itself where the two do not go together, so that their
    order can be told to be wrong; ``None`` is a day of which nobody can tell the year.

    Parameters
    ----------
    first, last
        As they were written, either with its year or without.
    period
        The plan's.
    """
    firsts = first.first_days(period) if isinstance(first, LooseDays) else (first,)
    lasts = last.last_days(period) if isinstance(last, LooseDays) else (last,)
    pairs = [
        (one, other)
        for one in firsts
        for other in lasts
        if timedelta() <= other - one <= LONGEST and one <= period.last_day and other >= period.first_day
    ]
    if pairs:
        shortest = min(other - one for one, other in pairs)
        best = [pair for pair in pairs if pair[1] - pair[0] == shortest]
        return best[0] if len(best) == 1 else (None, None)
    return _alone(first, firsts, period), _alone(last, lasts, period)


def _alone(written: date | LooseDays, days: tuple[date, ...], period: Period) -> date | None:
    """Return a day by itself: the written one, or the only one that lies in the period."""
    if isinstance(written, date):
        return written
    inside = [day for day in days if period.first_day <= day <= period.last_day]
    return inside[0] if len(inside) == 1 else None


def read_loose_date(cell: Cell) -> date | LooseDays:
    """Read a date, or what says one within a period.

    Raises
    ------
    UnreadableCellError
        Where it is neither.
    """
    try:
        return read_date(cell)
    except UnreadableCellError:
        found = _loose(as_text(cell).strip()) if isinstance(cell, str) else None
        if found is None:
            raise
        return found


def _loose(text: str) -> LooseDays | None:
    one = _one(text)
    if one is not None:
        return LooseDays(one, one, text)
    for dash in (_DASH, _SHORT_DASH):
        ends = dash.split(text)
        if len(ends) == 2 and (first := _one(ends[0])) is not None:
            last = _one(ends[1]) or (_week(ends[1]) if isinstance(first, WeekWithoutYear) else None)
            if last is not None:
                return LooseDays(first, last, text)
    return None


def _one(text: str) -> WithoutYear | None:
    if match := _WEEK.fullmatch(text):
        return _week(match[1])
    if match := _DAY.fullmatch(text):
        return _day(int(match[1]), int(match[2]))
    match = _NAMED_DAY.fullmatch(text)
    month = _MONTHS.get(fold(match[2])) if match else None
    return _day(int(match[1]), month) if match and month else None


def _week(text: str) -> WeekWithoutYear | None:
    number = int(text) if text.isdecimal() else 0
    return WeekWithoutYear(number) if 1 <= number <= 53 else None


def _day(day: int, month: int) -> DayWithoutYear | None:
    try:
        date(2028, month, day)  # a leap year: 29 February may be one in the period's
    except ValueError:
        return None
    return DayWithoutYear(day, month)


def _days(one: WithoutYear, period: Period, end: int) -> Iterator[date]:
    """Yield that end of it in every year around the period."""
    for year in range(period.first_day.year - 1, period.last_day.year + 2):
        try:
            yield one.days(year)[end]
        except ValueError:  # such as 29 February, or week 53
            continue

"""The days of a plan as a calendar: which are open, which are closed, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from wfm.half_holidays import HALF_HOLIDAYS
from wfm.hotline import Hotline
from wfm.message import Message, Text

PUBLIC = Text("day.public", "{name}")
HALVES: Mapping[tuple[int, int], Text] = {
    (5, 1): Text("day.may_day", "1 May"),
    (6, 5): Text("day.constitution", "Constitution Day"),
    (12, 24): Text("day.christmas_eve", "Christmas Eve"),
    (12, 31): Text("day.new_years_eve", "New Year's Eve"),
}
"""What half-holidays are called."""


@dataclass(frozen=True)
class CalendarDay:
    """A day of the calendar.

    Parameters
    ----------
    day
        Which.
    planned
        Whether it is of the period and of a weekday that has opening hours.
    closed
        Whether the hotline is closed on it.
    name
        Of a holiday or half-holiday.
    """

    day: date
    planned: bool
    closed: bool
    name: Message | None


@dataclass(frozen=True)
class CalendarMonth:
    """A month: its first day, and weeks from Monday to Sunday; days of other months are left out."""

    first_day: date
    weeks: tuple[tuple[CalendarDay | None, ...], ...]

    @property
    def days(self) -> Iterator[CalendarDay]:
        """Yield its days in order."""
        return (day for week in self.weeks for day in week if day is not None)


def calendar_months(hotline: Hotline, language: str) -> tuple[CalendarMonth, ...]:
    """Return the months that a plan's period touches."""
    names, closed = _names(hotline, language), hotline.closing.days(hotline.period)
    first, last = hotline.period.first_day.replace(day=1), hotline.period.last_day
    months = []
    while first <= last:
        after = (first + timedelta(days=32)).replace(day=1)
        days = [_day(hotline, first + timedelta(days=n), closed, names) for n in range((after - first).days)]
        padded: list[CalendarDay | None] = [*[None] * first.weekday(), *days]
        padded += [None] * (-len(padded) % 7)
        weeks = tuple(tuple(padded[n : n + 7]) for n in range(0, len(padded), 7))
        months.append(CalendarMonth(first, weeks))
        first = after
    return tuple(months)


def _day(hotline: Hotline, day: date, closed: frozenset[date], names: Mapping[date, Message]) -> CalendarDay:
    period = hotline.period
    planned = period.first_day <= day <= period.last_day and bool(hotline.opening_hours.get(day.weekday()))
    return CalendarDay(day, planned, day in closed, names.get(day))


def _names(hotline: Hotline, language: str) -> Mapping[date, Message]:
    """Return what holidays and half-holidays of the period are called in a language."""
    country, period = hotline.closing.country, hotline.period
    if not country:
        return {}
    import holidays  # of every country: longer to load than a plan is to read

    years = range(period.first_day.year, period.last_day.year + 1)
    own = {"da": "da", "en": "en_US"}[language]
    known = holidays.country_holidays(country, years=years, language=own)
    found: dict[date, Message] = {
        day: HALVES[day.month, day.day]()
        for day in period.days()
        if (day.month, day.day) in HALF_HOLIDAYS.get(country, ())
    }
    return found | {day: PUBLIC(name=name) for day, name in known.items()}

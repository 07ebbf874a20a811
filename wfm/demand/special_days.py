"""What is special about each day: from the history's own table, and from the country's calendar besides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import log

from wfm.calendar import Period
from wfm.demand.history import CallHistory, SpecialKind
from wfm.half_holidays import HALF_HOLIDAYS
from wfm.hotline import Hotline

_ONE = timedelta(days=1)


@dataclass(frozen=True)
class DayMark:
    """What is special about a day.

    Parameters
    ----------
    kind
        Its class, whose effect is learnt; empty where there is none.
    name
        What the class's effect is told apart by; empty where it has none.
    log_factor
        Natural logarithm of how many times the usual calls are expected by what somebody wrote.
    is_outage
        Whether what was counted says nothing of what was wanted.
    """

    kind: str = ""
    name: str = ""
    log_factor: float = 0.0
    is_outage: bool = False

    @property
    def is_usual(self) -> bool:
        """Whether nothing is special about the day."""
        return self == USUAL


USUAL = DayMark()


def mark_days(history: CallHistory, hotline: Hotline, period: Period) -> Mapping[date, DayMark]:
    """Return the marks of the special days of a period.

    The history's table counts before the country's calendar. That has as `eve` the half-holidays and the
    open day before a public holiday, as `after` the open day that follows one, each by the holiday's name.
    A campaign whose factor is written counts by it and is learnt nothing from.
    """
    marks = dict(_of_calendar(hotline, period))
    for one in history.special_days:
        if one.kind is SpecialKind.OUTAGE:
            marks[one.day] = DayMark(is_outage=True)
        elif one.factor is not None:
            before = marks.get(one.day, USUAL)
            marks[one.day] = DayMark(
                before.kind, before.name, before.log_factor + log(float(one.factor)), before.is_outage
            )
    for one in history.special_days:
        if one.kind is not SpecialKind.OUTAGE and one.factor is None:
            before = marks.get(one.day, USUAL)
            if not before.is_outage:
                marks[one.day] = DayMark(one.kind.value, one.name, before.log_factor)
    return marks


def _of_calendar(hotline: Hotline, period: Period) -> Mapping[date, DayMark]:
    country = hotline.closing.country
    if country is None:
        return {}
    import holidays  # of every country: longer to load than a history is to read

    years = range(period.first_day.year - 1, period.last_day.year + 2)
    names: Mapping[date, str] = holidays.country_holidays(country, years=years)
    halves = HALF_HOLIDAYS.get(country, ())
    found = {}
    closed = frozenset(names) - hotline.closing.opened | hotline.closing.closed
    for day in period.days():
        if day in names:
            found[day] = DayMark(SpecialKind.HOLIDAY.value, names[day])
        elif (day.month, day.day) in halves:
            found[day] = DayMark(SpecialKind.EVE.value, f"{day.month:02d}-{day.day:02d}")
        elif name := _beside(day, _ONE, hotline, closed, names):
            found[day] = DayMark(SpecialKind.EVE.value, name)
        elif name := _beside(day, -_ONE, hotline, closed, names):
            found[day] = DayMark(SpecialKind.AFTER.value, name)
    return found


def _beside(
    day: date, step: timedelta, hotline: Hotline, closed: frozenset[date], names: Mapping[date, str]
) -> str:
    """Return the public holiday by which the days between this one and the next open one are closed.

    Only one on a weekday with opening hours counts: a Sunday is closed anyway.
    """
    found, other = "", day + step
    for _ in range(14):
        has_hours = other.weekday() in hotline.opening_hours
        if has_hours and other not in closed:
            return found
        if has_hours and other in names and not found:
            found = names[other]
        other += step
    return found

"""Months: the parts in which a long period is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from wfm.calendar import Period, Week


@dataclass(frozen=True, order=True)
class Month:
    """A month of a year; written as ``2027-01``."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @property
    def first_day(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in it."""
        return (day.year, day.month) == (self.year, self.month)

    def touches(self, week: Week) -> bool:
        """Tell whether a day of an ISO week lies in it."""
        monday = date.fromisocalendar(week.year, week.week, 1)
        return self.holds(monday) or self.holds(monday + timedelta(days=6))


def months_of(period: Period) -> tuple[Month, ...]:
    """Return the months that a period touches, in order."""
    first, last = period.first_day, period.last_day
    numbers = range(12 * first.year + first.month - 1, 12 * last.year + last.month)
    return tuple(Month(number // 12, number % 12 + 1) for number in numbers)

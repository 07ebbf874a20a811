"""When a hotline is open: just enough of a calendar to place shifts; the program has its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from making.facts import PUBLIC_HOLIDAYS

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Slot(NamedTuple):
    """A shift: its date, and its start and end in whole hours of the local clock."""

    day: date
    start: int
    end: int


def clock(hour: int) -> str:
    """Write a whole hour as ``HH:MM``."""
    return f"{hour:02d}:00"


@dataclass(frozen=True)
class Timetable:
    """Opening hours of a stretch of days.

    Parameters
    ----------
    first_day, last_day
        Both inclusive.
    opening
        First and last hour by weekday (0 = Monday); a weekday left out is closed.
    shift_hours
        Length of a shift, which divides every opening span.
    closed
        Days closed besides the public holidays.
    """

    first_day: date
    last_day: date
    opening: Mapping[int, tuple[int, int]]
    shift_hours: int
    closed: tuple[date, ...] = ()

    def open_days(self) -> tuple[date, ...]:
        """Return the days with shifts."""
        count = (self.last_day - self.first_day).days + 1
        days = (self.first_day + timedelta(days=number) for number in range(count))
        shut = {*PUBLIC_HOLIDAYS, *self.closed}
        return tuple(day for day in days if day.weekday() in self.opening and day not in shut)

    def slots(self) -> Iterator[Slot]:
        """Yield the shifts in order."""
        for day in self.open_days():
            first, last = self.opening[day.weekday()]
            for start in range(first, last, self.shift_hours):
                yield Slot(day, start, start + self.shift_hours)

    def during(self, first_day: date, last_day: date, closed: tuple[date, ...] = ()) -> Timetable:
        """Return the same opening hours over other days."""
        return Timetable(first_day, last_day, self.opening, self.shift_hours, closed)

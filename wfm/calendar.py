"""Period, opening hours, holidays, shifts, unsocial spans, ISO weeks; daylight saving lives here only.

Spans are local wall-clock minutes of one day, half-open. Shifts are cut on the wall clock, so that
08:00 is 08:00 all year; their length is elapsed time, so a night shift over a change of clocks is
an hour shorter or longer than its face.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from wfm.ids import ShiftId

DAY_MINUTES = 24 * 60
MINUTE = timedelta(minutes=1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Week(NamedTuple):
    """An ISO 8601 week; 2026 has 53 of them."""

    year: int
    week: int

    def __str__(self) -> str:
        return f"{self.year}-W{self.week:02d}"


class Span(NamedTuple):
    """Local minutes of a day, ``[start, end)``; ``0 <= start < end <= 1440``."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share a minute."""
        return self.start < other.end and other.start < self.end


class UnsocialSpan(NamedTuple):
    """Shifts that start within `span` on one of `days` (0 = Monday) are unsocial."""

    days: frozenset[int]
    span: Span

    def covers(self, day: date, minute: int) -> bool:
        """Tell whether a shift that starts then is unsocial."""
        return day.weekday() in self.days and self.span.start <= minute < self.span.end


@dataclass(frozen=True)
class Period:
    """The days planned, both ends inclusive."""

    first_day: date
    last_day: date

    def days(self) -> Iterator[date]:
        """Yield every day in order."""
        for number in range((self.last_day - self.first_day).days + 1):
            yield self.first_day + timedelta(days=number)

    def weeks(self) -> tuple[Week, ...]:
        """Return every ISO week that the period touches, in order."""
        return tuple(dict.fromkeys(week_of(day) for day in self.days()))


@dataclass(frozen=True)
class Closing:
    """Days on which opening hours do not count: holidays of `country`, and `closed`; never `opened`.

    A day that is both in `closed` and in `opened` is closed.
    """

    country: str | None = None
    closed: frozenset[date] = frozenset()
    opened: frozenset[date] = frozenset()

    def days(self, period: Period) -> frozenset[date]:
        """Return the days of the period on which the hotline is closed."""
        public: set[date] = set()
        if self.country:
            import holidays  # of every country: longer to load than a plan is to read

            years = range(period.first_day.year, period.last_day.year + 1)
            public = set(holidays.country_holidays(self.country, years=years))
        return frozenset(day for day in period.days() if day in self.closed or day in public - self.opened)


@dataclass(frozen=True)
class Shift:
    """A block of opening hours with a number of seats.

    Parameters
    ----------
    day
        Local date.
    start, end
        Local minutes of that day, its face on the wall clock; `end` may be 1440.
    starts_at, ends_at
        The same instants, aware, in UTC.
    seats
        Agents wanted, above 0.
    unsocial
        Whether it starts in an unsocial span.
    """

    day: date
    start: int
    end: int
    starts_at: datetime
    ends_at: datetime
    seats: int
    unsocial: bool

    @cached_property
    def id(self) -> ShiftId:
        """The local start, such as ``2027-01-04T08:00``."""
        return shift_id(self.day, self.start)

    @cached_property
    def week(self) -> Week:
        """The ISO week of its date."""
        return week_of(self.day)

    @property
    def span(self) -> Span:
        """Its local minutes."""
        return Span(self.start, self.end)

    @property
    def minutes(self) -> int:
        """Elapsed minutes, by UTC."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


def week_of(day: date) -> Week:
    """Return the ISO week of a date."""
    year, week, _ = day.isocalendar()
    return Week(year, week)


def clock(minute: int) -> str:
    """Write a minute of the day as ``HH:MM``; 1440 is ``24:00``."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def shift_id(day: date, start: int) -> ShiftId:
    """Return the id of the shift that starts at that local minute."""
    return ShiftId(f"{day.isoformat()}T{clock(start)}")


def to_utc(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Return the instant of a local minute; a later minute never comes before an earlier one.

    Of two instants the first; a minute that the change of clocks skips is the instant of the change
    (so 02:30 becomes 03:00).
    """
    whole_days, rest = divmod(minute, DAY_MINUTES)
    wall = datetime.combine(day + timedelta(days=whole_days), time(rest // 60, rest % 60), tzinfo=zone)
    instant = wall.astimezone(UTC)
    skipped = instant.astimezone(zone).replace(tzinfo=None) != wall.replace(tzinfo=None)
    return _change(wall.replace(fold=1).astimezone(UTC), instant, zone) if skipped else instant


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the first minute that has the offset of `after`; `before` has the one it replaced."""
    offset = after.astimezone(zone).utcoffset()
    minutes = range((after - before) // MINUTE + 1)
    return before + MINUTE * bisect_left(
        minutes, True, key=lambda passed: (before + MINUTE * passed).astimezone(zone).utcoffset() == offset
    )


def cut_day(
    day: date,
    spans: tuple[Span, ...],
    length: int,
    seats: int,
    zone: ZoneInfo,
    unsocial: tuple[UnsocialSpan, ...] = (),
) -> Iterator[Shift]:
    """Cut one day's opening spans into shifts.

    Parameters
    ----------
    day
        The local date.
    spans
        Opening spans of the day, none overlapping another.
    length
        Minutes of a shift on the wall clock; what remains of a span is a shorter last shift.
    seats
        Agents on a shift.
    zone
        The hotline's time zone.
    unsocial
        Spans that make a shift unsocial.

    Yields
    ------
    Shift
        In order of start. A shift that lies wholly in a skipped hour does not exist; one that reaches
        into it keeps its face, so that rows which name it by its start find it all year.
    """
    for span in sorted(spans):
        for start in range(span.start, span.end, length):
            end = min(start + length, span.end)
            starts_at, ends_at = to_utc(day, start, zone), to_utc(day, end, zone)
            if ends_at <= starts_at:
                continue
            is_unsocial = any(u.covers(day, start) for u in unsocial)
            yield Shift(
                day=day,
                start=start,
                end=end,
                starts_at=starts_at,
                ends_at=ends_at,
                seats=seats,
                unsocial=is_unsocial,
            )


def opening_shifts(
    period: Period,
    opening_hours: Mapping[int, tuple[Span, ...]],
    closing: Closing,
    length: int,
    seats: int,
    zone: ZoneInfo,
    unsocial: tuple[UnsocialSpan, ...] = (),
) -> tuple[Shift, ...]:
    """Return the shifts of a period in order, before any change of demand.

    Parameters are those of :func:`cut_day`, with `opening_hours` by weekday (0 = Monday).
    """
    closed = closing.days(period)
    return tuple(
        shift
        for day in period.days()
        if day not in closed
        for shift in cut_day(day, opening_hours.get(day.weekday(), ()), length, seats, zone, unsocial)
    )

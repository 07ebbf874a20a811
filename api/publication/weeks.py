"""A week as a grid: days, times of day, and the shift that starts then; a quarter as a row of weeks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from api.publication.seating import ShiftSeating
from wfm.calendar import Span, Week
from wfm.plan import Plan


@dataclass(frozen=True)
class Day:
    """One column: a date with its shifts; ``outside`` where the period does not reach it."""

    date: date
    seatings: tuple[ShiftSeating, ...]
    outside: bool

    @property
    def weekday(self) -> int:
        """0 = Monday."""
        return self.date.weekday()

    def at(self, slot: Span) -> ShiftSeating | None:
        """Return the shift at a time of day, if there is one."""
        return next((seating for seating in self.seatings if seating.shift.span == slot), None)


@dataclass(frozen=True)
class CalendarWeek:
    """An ISO week."""

    week: Week

    @property
    def number(self) -> int:
        """1 to 53."""
        return self.week.week

    @property
    def first_day(self) -> date:
        """Its Monday."""
        return date.fromisocalendar(self.week.year, self.week.week, 1)

    @property
    def last_day(self) -> date:
        """Its Sunday."""
        return self.first_day + timedelta(days=6)


@dataclass(frozen=True)
class WeekGrid(CalendarWeek):
    """An ISO week with the days on which the hotline is ever open in the period."""

    days: tuple[Day, ...]

    @cached_property
    def slots(self) -> tuple[Span, ...]:
        """Every time of day at which a shift of the week lies, in order."""
        return tuple(sorted({seating.shift.span for seating in self.seatings}))

    @cached_property
    def seatings(self) -> tuple[ShiftSeating, ...]:
        """Every shift of the week, in order of time."""
        return tuple(seating for day in self.days for seating in day.seatings)

    @property
    def seats(self) -> int:
        """Seats of the week."""
        return sum(seating.shift.seats for seating in self.seatings)

    @property
    def empty(self) -> int:
        """Seats that nobody sits in."""
        return sum(seating.empty for seating in self.seatings)


def open_weekdays(plan: Plan) -> tuple[int, ...]:
    """Return the weekdays on which the hotline keeps hours, or has a shift, in the period (0 = Monday)."""
    kept = {weekday for weekday, spans in plan.hotline.opening_hours.items() if spans}
    return tuple(sorted(kept | {shift.day.weekday() for shift in plan.shifts}))


def open_days(plan: Plan, week: Week) -> tuple[tuple[date, bool], ...]:
    """Return the days of a week on which the hotline is ever open, and whether the period leaves each out."""
    period = plan.hotline.period
    days = (date.fromisocalendar(week.year, week.week, weekday + 1) for weekday in open_weekdays(plan))
    return tuple((day, not period.first_day <= day <= period.last_day) for day in days)


def week_grids(plan: Plan, seatings: Iterable[ShiftSeating]) -> tuple[WeekGrid, ...]:
    """Return every week of the period, also one without a shift."""
    on_day: dict[date, list[ShiftSeating]] = {}
    for seating in seatings:
        on_day.setdefault(seating.shift.day, []).append(seating)

    def days(week: Week) -> tuple[Day, ...]:
        found = open_days(plan, week)
        return tuple(Day(day, tuple(on_day.get(day, ())), outside) for day, outside in found)

    return tuple(WeekGrid(week, days(week)) for week in plan.weeks)

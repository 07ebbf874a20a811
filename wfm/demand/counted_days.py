"""The counts of a history by day and by slot of the day, as arrays; what is unknown has no number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from wfm.calendar import DAY_MINUTES, Period
from wfm.demand.clock_changes import instants
from wfm.demand.forecast import Numbers
from wfm.demand.history import CallHistory
from wfm.hotline import Hotline

Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class CountedDays:
    """Calls offered on the days on which the line was open, in order of the days.

    Parameters
    ----------
    slot_minutes
        Length of a slot: an interval of the history, by the clock on the wall.
    days
        The days, as many as there are rows below.
    calls
        Shape (days, slots): calls offered, 0 where unknown; of an hour that came twice both together.
    times
        Shape (days, slots): how often the slot came and was counted (0 where unknown, 2 in an hour that
        the clocks repeat).
    is_open
        Shape (7, slots): whether the slot lies in the opening hours of a weekday.
    """

    slot_minutes: int
    days: tuple[date, ...]
    calls: Numbers
    times: Numbers
    is_open: Flags

    @cached_property
    def weekdays(self) -> NDArray[np.int64]:
        """Weekday of each day, 0 is Monday."""
        return np.array([day.weekday() for day in self.days], dtype=np.int64)

    @cached_property
    def ordinals(self) -> NDArray[np.int64]:
        """Number of each day."""
        return np.array([day.toordinal() for day in self.days], dtype=np.int64)

    def before(self, day: date) -> CountedDays:
        """Return the days before a day."""
        number = int(np.searchsorted(self.ordinals, day.toordinal()))
        return CountedDays(
            self.slot_minutes, self.days[:number], self.calls[:number], self.times[:number], self.is_open
        )


def count_days(history: CallHistory, hotline: Hotline) -> CountedDays:
    """Return a history's open days: those with opening hours, not closed, of which any interval is known."""
    length = history.interval_minutes
    is_open = open_slots(hotline, length)
    first, last = history.first_day, history.last_day
    closed = hotline.closing.days(Period(first, last)) if first and last else frozenset()
    days = [day for day in history.by_day if day not in closed and is_open[day.weekday()].any()]
    calls = np.zeros((len(days), is_open.shape[1]))
    times = np.zeros_like(calls)
    for row, day in enumerate(days):
        for one in history.by_day[day]:
            calls[row, one.start // length] += one.offered
            times[row, one.start // length] += 1
        twice = np.flatnonzero(times[row] == 1)
        if len(history.by_day[day]) < DAY_MINUTES // length and day.month in (9, 10, 11):
            for slot in twice:  # of an hour that came twice only one was counted: together they are unknown
                if len(instants(day, int(slot) * length, hotline.zone)) == 2:
                    times[row, slot] = calls[row, slot] = 0
        calls[row, ~is_open[day.weekday()]] = times[row, ~is_open[day.weekday()]] = 0
    known: Flags = times.sum(axis=1) > 0
    kept = tuple(day for day, some in zip(days, known, strict=True) if some)
    return CountedDays(length, kept, calls[known], times[known], is_open)


def open_slots(hotline: Hotline, length: int) -> Flags:
    """Return by weekday and slot whether any minute of the slot is in the opening hours."""
    found = np.zeros((7, DAY_MINUTES // length), dtype=bool)
    for weekday, spans in hotline.opening_hours.items():
        for span in spans:
            found[weekday, span.start // length : -(-span.end // length)] = True
    return found

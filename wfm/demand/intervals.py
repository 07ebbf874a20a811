"""Intervals: the opening hours of a period cut finer than its shifts, as calls are counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from wfm.calendar import MINUTE, Shift, clock, to_utc
from wfm.hotline import Hotline
from wfm.ids import ShiftId


@dataclass(frozen=True, order=True)
class Interval:
    """A part of a shift in which calls are counted together.

    Parameters
    ----------
    day
        Local date.
    start
        Local minute of that day, on the wall clock.
    minutes
        Elapsed minutes, above 0: the hour that comes twice in autumn makes an interval longer than its face.
    shift
        The shift that it is a part of.
    """

    day: date
    start: int
    minutes: int
    shift: ShiftId

    def __str__(self) -> str:
        return f"{self.day} {clock(self.start)}"


def cut_shift(shift: Shift, length: int, hotline: Hotline) -> Iterator[Interval]:
    """Cut a shift into intervals of `length` minutes on the wall clock; a rest is a shorter last one.

    An interval that lies wholly in a skipped hour does not exist.
    """
    face = shift.end - shift.start
    whole = (shift.ends_at - shift.starts_at) // MINUTE == face  # no clocks change within it
    for start in range(shift.start, shift.end, length):
        end = min(start + length, shift.end)
        if whole:
            yield Interval(shift.day, start, end - start, shift.id)
            continue
        minutes = (to_utc(shift.day, end, hotline.zone) - to_utc(shift.day, start, hotline.zone)) // MINUTE
        if minutes > 0:
            yield Interval(shift.day, start, minutes, shift.id)


def cut_period(hotline: Hotline, length: int) -> tuple[Interval, ...]:
    """Return the intervals of all opening hours of the period, in order, whatever ``demand.csv`` says."""
    return tuple(
        interval for shift in hotline.opening_shifts() for interval in cut_shift(shift, length, hotline)
    )

"""Absences: which shifts of a period an availability entry covers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date

from wfm.availability import Entry
from wfm.calendar import Shift, Span
from wfm.ids import ShiftId

Pattern = tuple[date, date, frozenset[int], Span]


class Absences:
    """The shifts that entries cover, asked for every agent of a plan.

    An entry names a few days of the period, and many people are away at the same times: only shifts of those
    days are looked at, and of those once for each pattern.
    """

    def __init__(self, shifts: Sequence[Shift]) -> None:
        self._shifts, self._days = shifts, [shift.day for shift in shifts]
        self._covered: dict[Pattern, frozenset[ShiftId]] = {}

    def find_covered(self, entry: Entry) -> frozenset[ShiftId]:
        """Return the shifts with which an entry shares a minute."""
        pattern = (entry.first_day, entry.last_day, entry.days, entry.span)
        found = self._covered.get(pattern)
        if found is None:
            first, last = bisect_left(self._days, entry.first_day), bisect_right(self._days, entry.last_day)
            found = frozenset(shift.id for shift in self._shifts[first:last] if entry.overlaps(shift))
            self._covered[pattern] = found
        return found

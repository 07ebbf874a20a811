"""On which days and at which times there are shifts, asked by spans of days without looking at each shift."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from wfm.availability import ALL_DAYS, WHOLE_DAY
from wfm.calendar import Shift, Span


class ShiftDays:
    """Days with shifts, those of one weekday and the same times together.

    A plan has few such groups, whatever its length: thousands of rows are asked after in no time.
    """

    def __init__(self, shifts: Iterable[Shift]) -> None:
        spans_of: dict[date, list[Span]] = defaultdict(list)
        for shift in shifts:
            spans_of[shift.day].append(shift.span)
        self._days: dict[tuple[int, tuple[Span, ...]], list[date]] = defaultdict(list)
        for day, spans in sorted(spans_of.items()):
            self._days[day.weekday(), tuple(spans)].append(day)

    def any_in(
        self, first: date, last: date, days: frozenset[int] = ALL_DAYS, span: Span = WHOLE_DAY
    ) -> bool:
        """Tell whether a shift lies on one of some weekdays from a first day to a last, within a span."""
        for (weekday, spans), dates in self._days.items():
            if weekday in days and any(span.overlaps(one) for one in spans):
                place = bisect_left(dates, first)
                if place < len(dates) and dates[place] <= last:
                    return True
        return False

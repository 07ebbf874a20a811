"""The period that follows another one."""

from __future__ import annotations

from datetime import timedelta

from wfm.calendar import Period
from wfm.start_up import months_later


def next_period(period: Period) -> Period:
    """Return the period that follows: whole calendar months after whole months, else as many days."""
    first = period.last_day + timedelta(days=1)
    if period.first_day.day == 1 and first.day == 1:
        months = (first.year - period.first_day.year) * 12 + first.month - period.first_day.month
        return Period(first, months_later(first, months) - timedelta(days=1))
    return Period(first, first + (period.last_day - period.first_day))

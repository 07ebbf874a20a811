"""Half-holidays: days on which much is shut in Denmark, though the law does not say so; somebody decides.

1 May, Constitution Day (5 June), Christmas Eve and New Year's Eve are no public holidays of the country's
calendar, so a hotline is open on them unless its plan closes them.
"""

from __future__ import annotations

from datetime import date

from wfm.hotline import Hotline

HALF_HOLIDAYS = {"DK": ((5, 1), (6, 5), (12, 24), (12, 31))}
"""Month and day of each, by country."""


def half_holidays_to_decide(hotline: Hotline) -> tuple[date, ...]:
    """Return the half-holidays of the period on which the hotline is open and nobody said that it is to be.

    A day that stands under `open` was decided; so was one that is closed.
    """
    closing, period = hotline.closing, hotline.period
    closed = closing.days(period)
    return tuple(
        day
        for day in period.days()
        if (day.month, day.day) in HALF_HOLIDAYS.get(closing.country or "", ())
        and hotline.opening_hours.get(day.weekday())
        and day not in closed
        and day not in closing.opened
    )

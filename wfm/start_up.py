"""When a municipality that joins pays how, and from which day it staffs.

Before `joined` it pays nothing; then come the months of the start-up, at a price of their own; its
staffing begins after them, and from then on it pays the yearly price. Source: *Fælleskommunalt
kontaktcenter i Nordjylland*, appendix 1 (three months at 0.21 kr a citizen and month, less 20 %).
"""

from __future__ import annotations

from calendar import isleap, monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from wfm.calendar import Period


def months_later(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day where it is shorter.

    Days beyond the calendar's end are its last day.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def start_of_staffing(joined: date, months: int) -> date:
    """Return the first day on which a municipality staffs."""
    return months_later(joined, months)


@dataclass(frozen=True)
class PricedTime:
    """What of a period a municipality pays for.

    Parameters
    ----------
    years
        At the yearly price: days ÷ days of that year, year by year.
    start_up_months
        At the price of the start-up: days ÷ days of that month, month by month.
    """

    years: Fraction
    start_up_months: Fraction = Fraction(0)


def find_priced_time(period: Period, joined: date | None, months: int) -> PricedTime:
    """Return what of a period a municipality pays for.

    Parameters
    ----------
    period
        The days.
    joined
        First day on which it pays anything; ``None`` where it was there before.
    months
        Of its start-up.
    """
    staffs_from = None if joined is None else start_of_staffing(joined, months)
    days = [day for day in period.days() if joined is None or day >= joined]
    usual = [day for day in days if staffs_from is None or day >= staffs_from]
    by_year = Counter(day.year for day in usual)
    by_month = Counter((day.year, day.month) for day in days[: len(days) - len(usual)])
    return PricedTime(
        years=sum((Fraction(n, 366 if isleap(year) else 365) for year, n in by_year.items()), Fraction(0)),
        start_up_months=sum(
            (Fraction(n, monthrange(*month)[1]) for month, n in by_month.items()), Fraction(0)
        ),
    )


def part_of_year(period: Period) -> Fraction:
    """Return the part of the year that a period covers: days ÷ days of that year, year by year."""
    return find_priced_time(period, None, 0).years

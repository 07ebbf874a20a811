"""Figures of a week or a quarter that nobody's telephone counts and somebody enters: satisfaction, turnover.

Entered are two whole numbers: how many were satisfied of those asked, how many left of the staff.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

_PERIOD = re.compile(r"([0-9]{4})-?(?:[WU]([0-9]{2})|[QK]([1-4]))", re.IGNORECASE)


EARLIEST_YEAR, LATEST_YEAR = 1900, 2200
"""Of which something is entered: what lies beyond was mistyped, and the calendar ends within some weeks."""


class EnteredKind(StrEnum):
    """What is entered."""

    SATISFACTION = "satisfaction"
    """Callers who were satisfied, of those asked."""
    STAFF_TURNOVER = "staff_turnover"
    """Agents who left, of those there on average."""


class EnteredFigure(NamedTuple):
    """A figure that was entered.

    Parameters
    ----------
    kind, period
        Of what, and of when: ``2027-W03`` or ``2027-Q1``.
    part, whole
        The part, and what it is a part of, at least 1.
    """

    kind: EnteredKind
    period: str
    part: int
    whole: int


def read_period(text: str) -> str:
    """Return a week or a quarter as it is kept; ``2027-U03`` and ``2027-K1`` are Danish ones.

    Raises
    ------
    ValueError
        Where it is neither.
    """
    match = _PERIOD.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    year, week, quarter = match.groups()
    if not EARLIEST_YEAR <= int(year) <= LATEST_YEAR:
        raise ValueError(text)
    period = f"{year}-Q{quarter}" if week is None else f"{year}-W{week}"
    last_day_of(period)
    return period


def last_day_of(period: str) -> date:
    """Return the last day of a week or a quarter."""
    year, part = int(period[:4]), int(period[6:])
    if period[5] == "W":
        return date.fromisocalendar(year, part, 7)
    first_after = date(year + 1, 1, 1) if part == 4 else date(year, 3 * part + 1, 1)
    return first_after - timedelta(days=1)

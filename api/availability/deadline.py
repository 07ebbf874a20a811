"""A deadline, as a form says it and as people read it.

At midnight it is the end of a day, not the beginning of the next.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from api.texts.moments import WHEN
from wfm.message import Message


def is_on_any_clock(day: date) -> bool:
    """Tell whether a day is so far from the ends of the calendar that every zone can write it down."""
    return 2000 <= day.year < 3000


def read_day(text: str) -> date | None:
    """Return the day that a form says; nothing where it says none that every clock shows."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if is_on_any_clock(day) else None


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Return the moment at which a day is over where the hotline is."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)


def last_moment(closes: datetime) -> dict[str, str]:
    """Return the day and time of a deadline on the wall clock; midnight is 24:00 of the day that ends."""
    if closes.time() == time():
        return {"day": (closes.date() - timedelta(days=1)).isoformat(), "time": "24:00"}
    return {"day": closes.date().isoformat(), "time": f"{closes:%H:%M}"}


def deadline(closes: datetime, zone: ZoneInfo) -> Message:
    """Return a deadline as it is written where the hotline is."""
    return WHEN(**last_moment(closes.astimezone(zone)))

"""A deadline as people read it: at midnight it is the end of a day, not the beginning of the next."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from api.texts.moments import WHEN
from wfm.message import Message


def last_moment(closes: datetime) -> dict[str, str]:
    """Return the day and time of a deadline on the wall clock; midnight is 24:00 of the day that ends."""
    if closes.time() == time():
        return {"day": (closes.date() - timedelta(days=1)).isoformat(), "time": "24:00"}
    return {"day": closes.date().isoformat(), "time": f"{closes:%H:%M}"}


def deadline(closes: datetime, zone: ZoneInfo) -> Message:
    """Return a deadline as it is written where the hotline is."""
    return WHEN(**last_moment(closes.astimezone(zone)))

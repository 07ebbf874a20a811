"""Local minutes as instants: a minute that the clocks repeat is two, one that they skip is none."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(maxsize=300_000)
def instants(day: date, minute: int, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return the instants of a local minute (below 1440), in UTC and in order: one, two or none."""
    wall = datetime.combine(day, time(minute // 60, minute % 60), tzinfo=zone)
    first, second = wall.astimezone(UTC), wall.replace(fold=1).astimezone(UTC)
    if first == second:
        return (first,)
    exists = first.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None)
    return (first, second) if exists else ()

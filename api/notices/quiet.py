"""Quiet hours: when nobody is to be disturbed, and until when something waits by them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

HOME = ZoneInfo("Europe/Copenhagen")
"""On whose wall clock it is night."""


@dataclass(frozen=True)
class QuietHours:
    """From when to when on the wall clock it is quiet each day; the same for never.

    Parameters
    ----------
    begins, ends
        As ``21:00``; where the end is the earlier, it is of the next day.
    """

    begins: str = "21:00"
    ends: str = "07:00"

    def end(self, at: datetime) -> datetime | None:
        """Return when the quiet that lasts at a moment is over, in UTC; nothing where none lasts."""
        begins, ends = time.fromisoformat(self.begins), time.fromisoformat(self.ends)
        local = at.astimezone(HOME)
        now = local.time()
        over_midnight = ends < begins
        if over_midnight and now >= begins:
            day = local.date() + timedelta(days=1)
        elif (over_midnight and now < ends) or begins <= now < ends:
            day = local.date()
        else:
            return None
        return datetime.combine(day, ends, HOME).astimezone(UTC)

    def waits_until(self, at: datetime, useful_until: datetime | None) -> datetime | None:
        """Return until when something waits; nothing where it is said at once, or would come too late."""
        end = self.end(at)
        if end is None or (useful_until is not None and useful_until <= end):
            return None
        return end


USUAL = QuietHours()
"""What holds where a municipality has said nothing."""

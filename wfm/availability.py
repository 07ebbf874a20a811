"""Entries: unavailable, undesired, preferred; which shifts they overlap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wfm.calendar import DAY_MINUTES, Shift, Span
from wfm.ids import AgentId

ALL_DAYS = frozenset(range(7))
WHOLE_DAY = Span(0, DAY_MINUTES)


class EntryKind(StrEnum):
    """What an entry says: the agent can't, would rather not, or would like to."""

    UNAVAILABLE = "unavailable"
    UNDESIRED = "undesired"
    PREFERRED = "preferred"


@dataclass(frozen=True)
class Entry:
    """An agent's word about some days.

    Parameters
    ----------
    agent
        Whose word it is.
    kind
        What it says.
    first_day, last_day
        Days covered, both inclusive.
    days
        Weekdays covered, 0 = Monday.
    span
        Local minutes covered on each such day.
    note
        Only whoever has the plan's files reads it; no output ever shows it.
    """

    agent: AgentId
    kind: EntryKind
    first_day: date
    last_day: date
    days: frozenset[int] = ALL_DAYS
    span: Span = WHOLE_DAY
    note: str = ""

    def overlaps(self, shift: Shift) -> bool:
        """Tell whether the entry and the shift share a minute."""
        return (
            self.first_day <= shift.day <= self.last_day
            and shift.day.weekday() in self.days
            and self.span.overlaps(shift.span)
        )

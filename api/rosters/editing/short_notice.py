"""Short notice: which shifts of the next days change, and for whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from api.rosters.editing.agent_difference import Person
from api.rosters.editing.difference import Difference
from wfm.calendar import Shift
from wfm.hotline import Hotline
from wfm.ids import ShiftId


@dataclass(frozen=True)
class ShortNotice:
    """A shift that changes for somebody sooner than agreed.

    Parameters
    ----------
    shift
        As it is now, or as it was last.
    days
        From the given day to the shift's; below 0 where it has been.
    left, joined, retimed
        Who no longer sits on it, who now does, and who does as before, but at other times.
    """

    shift: Shift
    days: int
    left: tuple[Person, ...] = ()
    joined: tuple[Person, ...] = ()
    retimed: tuple[Person, ...] = ()

    @property
    def past(self) -> bool:
        """Whether its day has gone by."""
        return self.days < 0


def today_in(hotline: Hotline, now: datetime) -> date:
    """Return the day that it is where the hotline is; `now` is aware."""
    return now.astimezone(hotline.zone).date()


def find_short_notice(difference: Difference, today: date, days: int) -> tuple[ShortNotice, ...]:
    """Return the shifts that change for somebody on a day less than `days` ahead, in order of time.

    Parameters
    ----------
    difference
        What changes.
    today
        The day from which is counted, in the hotline's zone (:func:`today_in`).
    days
        Agreed notice: a shift just so many days ahead is early enough. Shifts that have been are told
        whatever was agreed.
    """
    return tuple(one for one in _changes(difference, today) if one.days < days)


def _changes(difference: Difference, today: date) -> Iterator[ShortNotice]:
    """Yield every shift that changes for somebody, in order of time."""
    retimed: dict[ShiftId, list[Person]] = {}
    for agent in difference.agents:
        for one in agent.retimed:
            retimed.setdefault(one.after.id, []).append(agent.person)
    for change in difference.shifts:
        kept = tuple(retimed.get(change.shift.id, ()))
        if change.left or change.joined or kept:
            days = (change.shift.day - today).days
            yield ShortNotice(change.shift, days, change.left, change.joined, kept)

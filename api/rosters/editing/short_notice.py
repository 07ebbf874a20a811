"""Short notice: which shifts of the next days change, and for whom that is sooner than agreed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from api.rosters.editing.agent_difference import Person
from api.rosters.editing.difference import Difference
from wfm.calendar import Shift
from wfm.hotline import Hotline
from wfm.ids import MunicipalityCode, ShiftId


@dataclass(frozen=True)
class NoticeAgreement:
    """How many days ahead people are to know their shifts.

    Parameters
    ----------
    days
        What holds where nothing else is agreed.
    of
        What is agreed with single municipalities, for the people whom they employ.
    """

    days: int
    of: Mapping[MunicipalityCode, int] = field(default_factory=dict)

    def is_short(self, ahead: int, municipality: MunicipalityCode) -> bool:
        """Tell whether a shift so many days ahead is too near for the people of a municipality.

        One just as many days ahead as agreed is early enough; one that has been never is.
        """
        return ahead < self.of.get(municipality, self.days) or ahead < 0


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
    short_for
        For whom of them that is sooner than agreed.
    """

    shift: Shift
    days: int
    left: tuple[Person, ...] = ()
    joined: tuple[Person, ...] = ()
    retimed: tuple[Person, ...] = ()
    short_for: tuple[Person, ...] = ()

    @property
    def past(self) -> bool:
        """Whether its day has gone by."""
        return self.days < 0


def today_in(hotline: Hotline, now: datetime) -> date:
    """Return the day that it is where the hotline is; `now` is aware."""
    return now.astimezone(hotline.zone).date()


def find_short_notice(
    difference: Difference, today: date, agreed: NoticeAgreement
) -> tuple[ShortNotice, ...]:
    """Return the shifts that change for somebody sooner than agreed with them, in order of time.

    Parameters
    ----------
    difference
        What changes.
    today
        The day from which is counted, in the hotline's zone (:func:`today_in`).
    agreed
        Agreed notice: counted for each person by the municipality that employs them. Shifts that have been
        are told whatever was agreed.
    """
    return tuple(one for one in _changes(difference, today, agreed) if one.short_for)


def _changes(difference: Difference, today: date, agreed: NoticeAgreement) -> Iterator[ShortNotice]:
    """Yield every shift that changes for somebody, in order of time."""
    retimed: dict[ShiftId, list[Person]] = {}
    for agent in difference.agents:
        for one in agent.retimed:
            retimed.setdefault(one.after.id, []).append(agent.person)
    for change in difference.shifts:
        kept = tuple(retimed.get(change.shift.id, ()))
        days = (change.shift.day - today).days
        whose = dict.fromkeys((*change.left, *change.joined, *kept))
        short = tuple(one for one in whose if agreed.is_short(days, one.municipality))
        yield ShortNotice(change.shift, days, change.left, change.joined, kept, short)

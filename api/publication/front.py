"""What is asked of a roster first: this week, is anything missing from now on, what has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from api.publication.publication import CalendarEvent, Publication
from api.publication.seating import ShiftSeating
from api.publication.summary import Showing
from api.publication.weeks import WeekGrid
from wfm.calendar import Week
from wfm.finding import Finding, Level
from wfm.ids import MunicipalityCode, ShiftId


@dataclass(frozen=True)
class ChangedShift:
    """A shift whose calendar entries are no longer those that were published first, and since when."""

    seating: ShiftSeating
    at: datetime


@dataclass(frozen=True)
class FrontFacts:
    """What the front page says before anything else.

    Parameters
    ----------
    grid
        This week; none where no shift of the roster lies in it.
    empty
        Shifts with empty seats, from this week's Monday on, in order of time.
    unskilled
        Findings of missing competences on shifts from then on.
    changed
        Shifts that were changed after they were first published, the latest change first; ``None`` where no
        calendars are kept, so that nothing is known of it.
    """

    grid: WeekGrid | None
    empty: tuple[ShiftSeating, ...]
    unskilled: tuple[Finding, ...]
    changed: tuple[ChangedShift, ...] | None

    @property
    def seats(self) -> int:
        """Empty seats from this week on."""
        return sum(one.empty for one in self.empty)


def find_front_facts(
    showing: Showing, week: Week | None, today: date, municipality: MunicipalityCode | None
) -> FrontFacts:
    """Return what the front page says first.

    Parameters
    ----------
    showing
        The roster.
    week
        The week of today; none where the roster has no shift in it.
    today
        Where the hotline is.
    municipality
        Whose shifts are looked at; everybody's where it is left out. An empty seat is everybody's.
    """
    publication = showing.publication
    since = today if week is None else date.fromisocalendar(week.year, week.week, 1)
    ahead = {seating.shift.id: seating for seating in showing.seatings.values() if seating.shift.day >= since}
    return FrontFacts(
        grid=None if week is None else showing.weeks[week],
        empty=tuple(one for one in ahead.values() if one.empty),
        unskilled=tuple(
            one
            for one in publication.score.findings
            if one.level is Level.COMPETENCE and one.subject.shift in ahead
        ),
        changed=_changed(publication, showing.seatings, municipality),
    )


def _changed(
    publication: Publication,
    seatings: Mapping[ShiftId, ShiftSeating],
    municipality: MunicipalityCode | None,
) -> tuple[ChangedShift, ...] | None:
    """Return the shifts of which an entry was added, changed or taken away after the first were published.

    Who does not see everybody's calendars learns of the changes of those that they see.
    """
    own = [one for one in publication.events if one.shift in seatings]
    if not own:
        return None
    first = min(one.changed_at for one in own)
    latest: dict[ShiftId, datetime] = {}
    for one in own:
        if _is_changed(one, first) and municipality in (None, one.municipality):
            latest[one.shift] = max(one.changed_at, latest.get(one.shift, first))
    found = (ChangedShift(seatings[shift], at) for shift, at in latest.items())
    return tuple(sorted(found, key=lambda one: (-one.at.timestamp(), one.seating.shift.starts_at)))


def _is_changed(event: CalendarEvent, first: datetime) -> bool:
    return event.cancelled or event.sequence > 0 or event.changed_at > first

"""The next fourteen days of a hotline, as one reader sees them: what the pages show, and no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from api.access.callers import Caller
from api.access.ids import HotlineCode, HotlineId
from api.access.scope import Scope, scope_of
from api.access.views.publication import view
from api.publication.publication import Publication
from api.publication.seating import ShiftSeating, seatings
from api.published.records import PublishedPlan, find_state, list_published_plans, read_published
from api.store.engine import Connection

DAYS = 14
"""How many, today among them."""


@dataclass(frozen=True)
class FortnightDay:
    """A day with its shifts, in order of time; none where it is closed, or nothing is published of it."""

    day: date
    seatings: tuple[ShiftSeating, ...]


@dataclass(frozen=True)
class Fortnight:
    """What a reader sees of the next fourteen days.

    Parameters
    ----------
    hotline, name
        Code and name of the hotline.
    days
        Each of them, in order.
    at
        When it was looked at, on the hotline's wall clock.
    """

    hotline: HotlineCode
    name: str
    days: tuple[FortnightDay, ...]
    at: datetime

    @property
    def period(self) -> tuple[date, date]:
        """The first and the last day."""
        return self.days[0].day, self.days[-1].day


def read_fortnight(
    connection: Connection, code: HotlineCode, reader: Caller, at: datetime
) -> Fortnight | None:
    """Return the next fourteen days as somebody sees them; nothing where they see no shift of them.

    Raises
    ------
    MissingError
        Where there is no such hotline.
    """
    state, scope = find_state(connection, code), scope_of(reader, code)
    found: dict[date, list[ShiftSeating]] = {}
    local, name = at, state.name
    plans = list_published_plans(connection, state.id)
    for plan, following in zip(plans, (*plans[1:], None), strict=True):
        if not _is_near(plan, following, at.date()):
            continue
        shown = _shown(connection, state.id, plan, scope)
        local, name = at.astimezone(shown.plan.hotline.zone), shown.plan.hotline.name
        for seating in seatings(shown).values():
            found.setdefault(seating.shift.day, []).append(seating)
    days = tuple(local.date() + timedelta(days=number) for number in range(DAYS))
    if not any(found.get(day) for day in days):
        return None
    shown_days = tuple(FortnightDay(day, tuple(found.get(day, ()))) for day in days)
    return Fortnight(code, name, shown_days, local)


def _is_near(plan: PublishedPlan, following: PublishedPlan | None, today: date) -> bool:
    """Tell whether days of a plan may be meant: it has begun by the last of them, and goes on until now."""
    begins_later = plan.first_day > today + timedelta(days=DAYS)
    over = following is not None and following.first_day < today
    return not (begins_later or over)


def _shown(connection: Connection, hotline: HotlineId, plan: PublishedPlan, scope: Scope) -> Publication:
    publication, agents = read_published(connection, hotline, plan)
    return view(publication, scope.beside(agents))

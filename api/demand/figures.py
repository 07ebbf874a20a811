"""Key figures of a hotline's weeks from the calls stored; forecast, roster and plan as they were then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from api.demand.records.calls import read_calls, read_number
from api.demand.records.forecasts import find_forecast, read_paths
from api.demand.seats import shifts_to_come
from api.demand.shift_risks import propose_seats
from api.plans.place import HotlinePlace
from api.plans.records.facts import PlanFacts, list_plans
from api.plans.records.plans import find_revision, read_plan
from api.rosters.records.rosters import find_version, read_version
from api.store.engine import Connection, reading
from api.store.errors import MissingError
from wfm.calendar import Week
from wfm.demand.history import CallHistory
from wfm.demand.key_figures import KeyFigure, intervals_of, key_figures, week_days
from wfm.errors import HistoryError
from wfm.plan import Plan

if TYPE_CHECKING:
    from wfm.demand.week_review import WeekReview

WEEKS_IN_LINE = 12


@dataclass(frozen=True)
class WeekFigures:
    """A week's figures, and where they stand among others.

    Parameters
    ----------
    plan
        The plan of the week; the newest where none holds it.
    review
        Figures, days and proposed changes.
    number
        Of the state of the hotline's calls.
    """

    plan: Plan
    review: WeekReview
    number: int


@dataclass(frozen=True)
class WeekPoint:
    """A week in the line through the weeks, with the figures that goals are set for."""

    week: Week
    figures: Sequence[KeyFigure]


def week_of(day: date) -> Week:
    """Return the ISO week of a day."""
    return Week(*day.isocalendar()[:2])


def list_weeks(place: HotlinePlace) -> tuple[Week, ...]:
    """Return the weeks in which anything is stored, the latest first."""
    with reading(place.database) as connection:
        history = read_calls(connection, place.hotline.id)
    days = () if history is None else history.by_day
    return tuple(sorted({week_of(day) for day in days}, reverse=True))


def read_week(place: HotlinePlace, week: Week) -> WeekFigures:
    """Return the key figures of a week.

    Raises
    ------
    MissingError
        Where nothing was counted in that week, or the hotline has no plan.
    """
    from wfm.demand.week_review import SeatChange, count_week

    monday = week_days(week)[0]
    with reading(place.database) as connection:
        history = read_calls(connection, place.hotline.id)
        number = read_number(connection, place.hotline.id)
        facts, plan = _plan_of(connection, place, monday)
        expected = find_forecast(connection, facts.id, known_before=monday)
        forecast = None if expected is None else read_paths(connection, expected.id, plan.hotline)
        roster = None
        if facts.published:
            roster = read_version(connection, find_version(connection, facts.id, facts.published)).roster
        newest_facts, newest = _newest(connection, place)
        ahead = find_forecast(connection, newest_facts.id)
    if history is None:
        raise MissingError("calls")
    try:
        found = count_week(plan, history, week, forecast, roster)
    except HistoryError as error:
        raise MissingError("calls") from error
    proposed = () if ahead is None else propose_seats(newest, ahead.risks, shifts_to_come(newest, place.at))
    changes = tuple(
        SeatChange(one.shift, one.agents, one.agents + 1, one.saved, one.lost) for one in proposed
    )
    return WeekFigures(plan, replace(found, changes=changes), number)


def read_line(place: HotlinePlace, last: Week) -> tuple[WeekPoint, ...]:
    """Return the weeks up to one in which calls were counted, in order, with goals' figures."""
    with reading(place.database) as connection:
        history = read_calls(connection, place.hotline.id)
        plan = _newest(connection, place)[1]
    end = week_days(last)[0]
    weeks = [week_of(end - timedelta(weeks=back)) for back in reversed(range(WEEKS_IN_LINE))]
    points = (None if history is None else _point(history, plan, week) for week in weeks)
    return tuple(one for one in points if one is not None)


def _point(history: CallHistory, plan: Plan, week: Week) -> WeekPoint | None:
    counted = intervals_of(history, plan.hotline, week_days(week))
    if not counted:
        return None
    found = key_figures(counted, history.interval_minutes, plan.hotline.service)
    return WeekPoint(week, found)


def _plan_of(connection: Connection, place: HotlinePlace, day: date) -> tuple[PlanFacts, Plan]:
    """Return the plan whose period holds a day; the newest where none does."""
    for facts in list_plans(
        connection, place.hotline.id, before=day + timedelta(days=7), most=1, drafts=True
    ):
        plan = read_plan(connection, find_revision(connection, facts.id))
        if plan.hotline.period.last_day >= day:
            return facts, plan
    return _newest(connection, place)


def _newest(connection: Connection, place: HotlinePlace) -> tuple[PlanFacts, Plan]:
    for facts in list_plans(connection, place.hotline.id, before=None, most=1, drafts=True):
        return facts, read_plan(connection, find_revision(connection, facts.id))
    raise MissingError("plan")

from __future__ import annotations

from datetime import date

from api.publication.seating import seatings
from api.publication.weeks import WeekGrid, week_grids
from tests import builders
from tests.api.publications import publication_of
from tests.api.showcase import showcase
from wfm.calendar import Period, Week
from wfm.plan import Plan
from wfm.roster import Roster


def grids(plan: Plan) -> tuple[WeekGrid, ...]:
    return week_grids(plan, seatings(publication_of(plan, Roster())).values())


def test_a_week_has_a_column_for_each_weekday_that_is_ever_open() -> None:
    first, second = grids(showcase().plan)
    assert [day.weekday for day in first.days] == [0, 1, 2, 3, 4]
    assert (first.week, second.week) == (Week(2027, 1), Week(2027, 2))
    assert (first.first_day, first.last_day) == (date(2027, 1, 4), date(2027, 1, 10))


def test_a_closed_day_is_a_column_without_shifts() -> None:
    friday = grids(showcase().plan)[0].days[4]
    assert (friday.seatings, friday.outside) == ((), False)


def test_days_that_the_period_does_not_reach_are_outside() -> None:
    line = builders.hotline(period=Period(date(2027, 1, 6), date(2027, 1, 12)))
    first, second = grids(builders.plan(hotline=line))
    assert [day.outside for day in first.days] == [True, True, False, False, False]
    assert [day.outside for day in second.days] == [False, False, True, True, True]


def test_times_of_day_are_the_rows_and_a_shift_is_found_by_its_own() -> None:
    week = grids(showcase().plan)[0]
    assert [slot.start for slot in week.slots] == [8 * 60, 11 * 60]
    found = week.days[1].at(week.slots[1])
    assert found is not None
    assert found.shift.id == "2027-01-05T11:00"
    assert week.days[4].at(week.slots[0]) is None


def test_every_shift_of_a_plan_stands_in_just_one_week() -> None:
    plan = showcase().plan
    assert [s.shift for week in grids(plan) for s in week.seatings] == list(plan.shifts)


def test_empty_seats_are_counted_by_week() -> None:
    published = showcase()
    first = week_grids(published.plan, seatings(published).values())[0]
    assert (first.seats, first.empty) == (16, 1 + 2 + 2)

"""A week beside its forecast and its need, and further seats by the calls that they save."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest

from tests import builders
from tests.wfm.demand.histories import hotline
from tests.wfm.demand.made_series import made
from wfm.calendar import Week
from wfm.demand.forecast import Forecast
from wfm.demand.history import CallHistory
from wfm.demand.intervals import cut_period
from wfm.demand.week_comparison import compare_forecast, compare_need
from wfm.demand.week_review import propose_changes, review_week
from wfm.errors import HistoryError
from wfm.hotline import Hotline
from wfm.service_target import ServiceTarget

FIRST = date(2027, 1, 4)
LINE = hotline(first_day=FIRST, last_day=FIRST + timedelta(days=20))
PLAN = builders.plan(hotline=LINE)
WEEK = Week(2027, 1)


def flat(calls: float, line: Hotline = LINE) -> Forecast:
    """Return a forecast of so many calls in every half-hour, certain but for rounding."""
    intervals = cut_period(line, 30)
    paths = np.full((10, len(intervals)), round(calls))
    return Forecast(intervals, np.full(len(intervals), calls), np.full(len(intervals), 240.0), paths)


def steady(offered: int, weeks: int = 3) -> CallHistory:
    history = made(LINE, FIRST, weeks)
    return replace(history, intervals=tuple(one._replace(offered=offered) for one in history.intervals))


def by_key(found: object) -> dict[str, Fraction | None]:
    return {one.key: one.value for one in found}  # type: ignore[attr-defined]


def test_a_forecast_is_held_against_the_intervals_that_both_have() -> None:
    week = [one for one in steady(6).intervals if one.day < FIRST + timedelta(days=7)]
    found = by_key(compare_forecast(week, 30, flat(5.0), 30))
    assert found == {
        "forecast_calls": 5 * 80,
        "forecast_error": pytest.approx(Fraction(80, 480)),
        "calls_above_forecast": pytest.approx(Fraction(1, 5)),
    }
    part = week[:4]
    assert by_key(compare_forecast(part, 30, flat(5.0), 30))["forecast_calls"] == 20


def test_hours_are_held_against_half_hours_and_nothing_against_no_forecast() -> None:
    hours = [one._replace(offered=12) for one in steady(6).intervals if one.start % 60 == 0]
    found = by_key(compare_forecast(hours[:8], 60, flat(5.0), 30))
    assert found["forecast_calls"] == 8 * 10
    assert set(by_key(compare_forecast(hours, 60, None, 30)).values()) == {None}
    elsewhere = hotline(first_day=date(2028, 1, 3), last_day=date(2028, 1, 9))
    assert set(by_key(compare_forecast(hours, 60, flat(5.0, elsewhere), 30)).values()) == {None}


def test_hours_needed_grow_with_calls_and_keep_their_limits() -> None:
    target = ServiceTarget(agents_min=2, agents_max=6)
    needed = []
    for offered in (0, 4, 12, 40, 400):
        intervals = [one._replace(agents=Fraction(3)) for one in steady(offered, 1).intervals]
        found = by_key(compare_need(intervals, 30, target, 240.0))
        assert found["hours_staffed"] == 80 * 3 / 2
        needed.append(found["hours_needed"])
    assert needed == sorted(needed, key=lambda hours: hours or 0)
    assert needed[0] == 80 * 2 / 2
    assert needed[-1] == 80 * 6 / 2


def test_further_seats_stand_by_what_they_save_five_at_most_and_none_where_nothing_is_lost() -> None:
    ahead = [shift for shift in PLAN.shifts if shift.day > FIRST + timedelta(days=6)]
    assert propose_changes(PLAN, None, flat(0.0), ahead) == ()
    forecast = flat(9.0)
    busy = np.array([one.day == FIRST + timedelta(days=9) for one in forecast.intervals])
    forecast = replace(forecast, paths=np.where(busy, 14, forecast.paths))
    found = propose_changes(PLAN, None, forecast, ahead)
    assert len(found) == 5
    assert [one.saved for one in found] == sorted((one.saved for one in found), reverse=True)
    assert {one.shift.day for one in found[:2]} == {FIRST + timedelta(days=9)}
    assert all((one.before, one.agents) == (2, 3) and 0 < one.saved < one.lost for one in found)
    limited = builders.plan(hotline=replace(LINE, service=ServiceTarget(agents_max=2)))
    assert propose_changes(limited, None, forecast, ahead) == ()


def test_a_week_is_reviewed_whole_and_one_that_was_not_counted_is_a_fault() -> None:
    history = made(LINE, FIRST - timedelta(weeks=8), 9)
    found = review_week(PLAN, history, WEEK, None, builders.roster({}))
    assert found.intervals == 80
    assert found.figure("hours_staffed").value == 0  # the roster seats nobody
    assert found.figure("forecast_calls").value is None
    assert all(one.shift.day > FIRST + timedelta(days=6) for one in found.changes)
    with pytest.raises(HistoryError, match="a week in which calls were counted"):
        review_week(PLAN, history, Week(2027, 2), None, None)

"""A week in which calls were counted, beside its forecast, for what is made of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from tests import builders
from tests.wfm.demand.histories import hotline
from tests.wfm.demand.made_series import made
from tests.wfm.demand.test_week_review import flat
from wfm.calendar import Week
from wfm.demand.week_review import WeekReview, review_week
from wfm.plan import Plan

FIRST = date(2027, 1, 4)
LINE = hotline(first_day=FIRST, last_day=FIRST + timedelta(days=13))


def week_plan() -> Plan:
    """Return a plan of two weeks."""
    return builders.plan(hotline=LINE)


def reviewed(calls: float = 9.0) -> WeekReview:
    """Return its first week with eight calls and two agents in each interval, held against a forecast."""
    history = made(LINE, FIRST, 1)
    counts = {"offered": 8, "answered": 6, "abandoned": 2, "answered_within": 5, "agents": Fraction(2)}
    counted = tuple(
        one._replace(**counts, talk_seconds=6 * 240, wrap_seconds=0)  # type: ignore[arg-type]
        for one in history.intervals
    )
    return review_week(week_plan(), replace(history, intervals=counted), Week(2027, 1), flat(calls), None)

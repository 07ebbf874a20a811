"""A week's key figures, reckoned by hand, under each convention; what was not counted is a dash."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.wfm.demand.histories import hotline
from wfm.calendar import Week
from wfm.demand.history import CallHistory, CallInterval
from wfm.demand.key_figures import KeyFigure, intervals_of, key_figures, week_days
from wfm.service_target import Convention, ServiceTarget

WEEK = Week(2027, 3)
MONDAY = date(2027, 1, 18)


def counted(day: date, start: int, *counts: int, agents: int | None = 2) -> CallInterval:
    at = datetime.combine(day, datetime.min.time(), tzinfo=UTC) + timedelta(minutes=start)
    staffed = None if agents is None else Fraction(agents)
    offered, answered, abandoned, within, short, talk, wrap, waited, lost, settled = counts
    rest = (answered, abandoned, within, short, talk, wrap, waited, lost, settled)
    return CallInterval(day, start, at, offered, *rest, staffed)


# offered, answered, abandoned, within, short, talk, wrap, wait answered, wait abandoned, settled
BY_HAND = (
    counted(MONDAY, 480, 10, 8, 2, 6, 1, 1600, 400, 120, 90, 5),
    counted(MONDAY, 510, 6, 6, 0, 6, 0, 1200, 300, 30, 0, 4),
    counted(MONDAY + timedelta(days=1), 480, 4, 2, 2, 0, 1, 600, 100, 150, 110, 1),
)
# In all: 20 offered, 16 answered, 4 abandoned (2 short), 12 within, 3,400 s of talk, 800 of wrap,
# 300 s waited by those answered, 10 settled; two agents for three half-hours: 10,800 s.


def figures(target: ServiceTarget, intervals: tuple[CallInterval, ...] = BY_HAND) -> dict[str, KeyFigure]:
    return {one.key: one for one in key_figures(intervals, 30, target)}


def test_a_week_reckoned_by_hand() -> None:
    cost = ServiceTarget(cost_per_hour=Decimal(272), fixed_cost_per_week=Decimal(184))
    found = figures(cost)
    assert {key: one.write(one.value) for key, one in found.items()} == {
        "calls": "20",
        "answered": "16",
        "abandoned": "4",
        "intervals": "3",
        "service_level": "0.6000",  # 12 / 20
        "mean_wait": "18.8",  # 300 / 16 = 18.75
        "abandoned_share": "0.2000",  # 4 / 20
        "handling_time": "262.5",  # 4,200 / 16, each call alike: no mean of the intervals' means
        "occupancy": "0.3889",  # 4,200 / 10,800
        "settled_share": "0.6250",  # 10 / 16
        "cost_per_call": "62.50",  # (3 hours × 272 + 184) / 16
    }
    met = {key: one.is_met for key, one in found.items() if one.goal is not None}
    assert met == {"service_level": False, "mean_wait": True, "abandoned_share": False}
    assert all(one.convention for one in found.values())
    assert found["service_level"].convention == "offered; 20 s"


@pytest.mark.parametrize(
    ("convention", "level", "abandoned"),
    [
        (Convention.OFFERED, Fraction(12, 20), Fraction(4, 20)),
        (Convention.ANSWERED, Fraction(12, 16), Fraction(4, 20)),
        (Convention.EXCL_SHORT_ABANDONS, Fraction(12, 18), Fraction(2, 18)),
    ],
)
def test_each_convention_takes_its_own_calls(
    convention: Convention, level: Fraction, abandoned: Fraction
) -> None:
    found = figures(ServiceTarget(convention=convention))
    assert (found["service_level"].value, found["abandoned_share"].value) == (level, abandoned)
    assert found["service_level"].convention.startswith(convention.value)


def test_goals_are_met_at_their_limit() -> None:
    at = ServiceTarget(
        answered_share=Fraction(3, 5), mean_wait=Fraction(75, 4), abandoned_share=Fraction(1, 5)
    )
    assert all(one.is_met for one in figures(at).values() if one.goal is not None)
    step = Fraction(1, 1000)
    past = ServiceTarget(
        answered_share=Fraction(3, 5) + step,
        mean_wait=Fraction(75, 4) - step,
        abandoned_share=Fraction(1, 5) - step,
    )
    assert not any(one.is_met for one in figures(past).values() if one.goal is not None)


def test_what_was_not_counted_is_a_dash_and_a_share_is_of_what_is_known() -> None:
    bare = tuple(CallInterval(one.day, one.start, one.starts_at, one.offered) for one in BY_HAND)
    found = figures(ServiceTarget(cost_per_hour=Decimal(1)), bare)
    assert {key for key, one in found.items() if one.value is not None} == {"calls", "intervals"}
    assert found["service_level"].is_met is None
    assert found["service_level"].write(found["service_level"].value) == ""
    partly = (BY_HAND[0]._replace(answered_within=None), *BY_HAND[1:])
    assert figures(ServiceTarget(), partly)["service_level"].value == Fraction(6, 10)


def test_no_calls_are_no_share_and_no_zero() -> None:
    quiet = (counted(MONDAY, 480, *[0] * 10),)
    found = figures(ServiceTarget(), quiet)
    assert found["calls"].value == found["occupancy"].value == 0
    assert found["service_level"].value is found["mean_wait"].value is found["handling_time"].value is None


def test_a_week_is_its_seven_days_and_only_opening_hours_of_open_days_count() -> None:
    assert week_days(WEEK)[0] == MONDAY
    assert week_days(Week(2026, 53))[-1] == date(2027, 1, 3)
    line = hotline(country="DK")
    easter = date(2027, 3, 29)
    some = [counted(day, start, *[1] * 10) for day in (MONDAY, easter) for start in (450, 480, 930, 960)]
    history = CallHistory(30, tuple(some))
    found = intervals_of(history, line, (MONDAY, easter))
    assert [(one.day, one.start) for one in found] == [(MONDAY, 480), (MONDAY, 930)]
    assert len(intervals_of(history, replace(line, closing=type(line.closing)()), (easter,))) == 2

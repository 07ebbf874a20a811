"""A forecast on series whose truth is known, and what must never move it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.builders import plan
from tests.wfm.demand.histories import DAY_AND_NIGHT, hotline, read, table
from tests.wfm.demand.made_series import MONDAY, WEEKDAYS, as_usual, made, profile
from wfm.calendar import clock
from wfm.demand.forecast_folder import write_forecast
from wfm.demand.forecasting import CallForecast, forecast_calls
from wfm.demand.history import CallHistory, Population, SpecialDay, SpecialKind
from wfm.demand.staffing import plan_seats
from wfm.demand.staffing_files import write_staffing
from wfm.errors import HistoryError
from wfm.hotline import Hotline

WEEKS = 20
NEXT = MONDAY + timedelta(weeks=WEEKS)


def line(**changes: object) -> Hotline:
    return hotline(first_day=NEXT, last_day=NEXT + timedelta(days=27), **changes)  # type: ignore[arg-type]


def by_day(found: CallForecast) -> dict[date, float]:
    sums: dict[date, float] = {}
    for one, calls in zip(found.forecast.intervals, found.forecast.calls.tolist(), strict=True):
        sums[one.day] = sums.get(one.day, 0.0) + calls
    return sums


def times(history: CallHistory, factor: int) -> CallHistory:
    return replace(
        history, intervals=tuple(one._replace(offered=one.offered * factor) for one in history.intervals)
    )


def test_a_series_without_chance_is_found_again() -> None:
    found = forecast_calls(made(line(), MONDAY, WEEKS), line(), paths=50)
    for day, calls in by_day(found).items():
        assert calls == pytest.approx(as_usual(day), rel=0.02)
    first = [
        calls
        for one, calls in zip(found.forecast.intervals, found.forecast.calls, strict=True)
        if one.day == NEXT
    ]
    expected = [as_usual(NEXT) * part for part in profile(line().opening_hours[0], 30).values()]
    assert first == pytest.approx(expected, rel=0.08)
    assert found.forecast.aht == pytest.approx([240.0] * len(found.forecast.intervals))


@pytest.mark.parametrize("level", [8.0, 60.0, 600.0])
def test_with_chance_the_true_rate_is_near_at_high_and_at_low_counts(level: float) -> None:
    def rate(day: date) -> float:
        return level * WEEKDAYS[day.weekday()]

    errors = []
    for seed in range(4):
        history = made(line(), MONDAY, WEEKS, rate, seed=seed, day_noise=0.05)
        sums = by_day(forecast_calls(history, line(), paths=1))
        errors.append(sum(sums.values()) / sum(map(rate, sums)) - 1)
    chance = 1 / np.sqrt(level * 4 * WEEKS) + 0.02
    assert abs(float(np.mean(errors))) < 2 * chance


def test_ten_times_the_history_gives_ten_times_the_forecast() -> None:
    history = made(line(), MONDAY, WEEKS, seed=3, day_noise=0.1)
    once, ten = (forecast_calls(times(history, factor), line(), paths=50) for factor in (1, 10))
    assert ten.forecast.calls == pytest.approx(10 * once.forecast.calls, rel=1e-6)


def test_what_came_after_the_origin_changes_nothing() -> None:
    history = made(line(), MONDAY, WEEKS + 3, seed=5)
    changed = replace(
        history,
        intervals=tuple(
            one._replace(offered=one.offered * 7 + 1) if one.day >= NEXT else one for one in history.intervals
        ),
    )
    found = [forecast_calls(one, line(), paths=40, until=NEXT) for one in (history, changed)]
    assert (found[0].forecast.calls == found[1].forecast.calls).all()
    assert (found[0].forecast.paths == found[1].forecast.paths).all()
    assert found[0].accuracy == found[1].accuracy


def test_the_same_seed_draws_the_same_and_another_does_not() -> None:
    history = made(line(), MONDAY, WEEKS, seed=5)
    first, again, other = (
        forecast_calls(history, line(), paths=40, seed=seed).forecast for seed in (1, 1, 2)
    )
    assert (first.paths == again.paths).all()
    assert (first.paths != other.paths).any()
    assert (first.calls == other.calls).all()


@pytest.mark.parametrize("weeks_ago", [2, 6, 12])
@pytest.mark.parametrize("factor", [None, Fraction(2)])
def test_a_doubled_week_that_is_marked_hardly_moves_what_comes(
    weeks_ago: int, factor: Fraction | None
) -> None:
    start = NEXT - timedelta(weeks=weeks_ago)
    week = {start + timedelta(days=day) for day in range(5)}
    usual = made(line(), MONDAY, WEEKS, seed=8, day_noise=0.05)
    doubled = tuple(
        one._replace(offered=one.offered * 2) if one.day in week else one for one in usual.intervals
    )
    marks = tuple(SpecialDay(day, SpecialKind.CAMPAIGN, "Letters", factor) for day in sorted(week))
    before, after = (
        forecast_calls(one, line(), paths=1).forecast.calls.sum()
        for one in (usual, replace(usual, intervals=doubled, special_days=marks))
    )
    assert abs(after / before - 1) <= 0.015


def test_a_campaign_ahead_raises_its_day_by_its_factor_or_by_what_was_learnt() -> None:
    past = [MONDAY + timedelta(days=number) for number in (70, 71, 72, 73, 74)]
    ahead, later = NEXT + timedelta(days=1), NEXT + timedelta(days=9)
    special = [SpecialDay(day, SpecialKind.CAMPAIGN) for day in past]
    special += [
        SpecialDay(ahead, SpecialKind.CAMPAIGN, "", Fraction(3)),
        SpecialDay(later, SpecialKind.CAMPAIGN),
    ]

    def rate(day: date) -> float:
        return as_usual(day) * (1.6 if day in past else 1)

    sums = by_day(forecast_calls(made(line(), MONDAY, WEEKS, rate, special=special), line(), paths=1))
    assert sums[ahead] == pytest.approx(3 * as_usual(ahead), rel=0.04)
    assert sums[later] == pytest.approx(1.6 * as_usual(later), rel=0.08)


def test_citizens_who_join_bring_their_calls_and_those_to_come_are_counted_on() -> None:
    joined, joining = NEXT - timedelta(weeks=1), NEXT + timedelta(weeks=2)
    served = [Population(MONDAY, 100_000), Population(joined, 150_000), Population(joining, 300_000)]

    def rate(day: date) -> float:
        return as_usual(day) * (1.5 if day >= joined else 1.0)

    sums = by_day(forecast_calls(made(line(), MONDAY, WEEKS, rate, served=served), line(), paths=1))
    for day, calls in sums.items():
        assert calls == pytest.approx(as_usual(day) * (3 if day >= joining else 1.5), rel=0.04)


def test_no_calls_at_all_give_no_calls() -> None:
    found = forecast_calls(made(line(), MONDAY, WEEKS, lambda day: 0.0), line(), paths=30)
    assert found.forecast.calls.tolist() == [0.0] * len(found.forecast.intervals)
    assert not found.forecast.paths.any()
    assert found.accuracy is None


def test_a_half_open_day_and_an_outage_are_no_quiet_days() -> None:
    half, down = NEXT - timedelta(days=7), NEXT - timedelta(days=6)
    outage = [SpecialDay(down, SpecialKind.OUTAGE)]
    usual = made(line(), MONDAY, WEEKS, seed=2)
    cut = made(
        line(), MONDAY, WEEKS, seed=2, special=outage, drop=lambda day, start: day == half and start >= 720
    )
    silent = replace(
        cut, intervals=tuple(one._replace(offered=0) if one.day == down else one for one in cut.intervals)
    )
    before, after = (sum(by_day(forecast_calls(one, line(), paths=1)).values()) for one in (usual, silent))
    assert after == pytest.approx(before, rel=0.015)


def test_hours_are_spread_evenly_over_shorter_intervals() -> None:
    history = made(line(), MONDAY, WEEKS, minutes=60)
    found = forecast_calls(history, line(), minutes=15, paths=1)
    calls = found.forecast.calls[:4]
    assert calls == pytest.approx([calls[0]] * 4)
    assert sum(by_day(found).values()) == pytest.approx(sum(map(as_usual, by_day(found))), rel=0.02)


def test_days_of_23_and_25_hours_have_an_hour_less_and_more() -> None:
    for change, hours in ((date(2026, 10, 25), 25), (date(2027, 3, 28), 23)):
        first = change - timedelta(days=6)
        night = hotline(DAY_AND_NIGHT, range(7), first, change + timedelta(days=7))

        def flat(day: date) -> float:
            return 480.0

        start = first - timedelta(weeks=10)
        history = made(night, start, 10, flat, minutes=60)
        even = tuple(one._replace(offered=20) for one in history.intervals)
        sums = by_day(forecast_calls(replace(history, intervals=even), night, minutes=60, paths=1))
        assert sums[change] == pytest.approx(20 * hours, rel=0.01)
        assert sums[change + timedelta(days=7)] == pytest.approx(480, rel=0.01)


def test_week_53_is_a_week_like_others() -> None:
    first = date(2026, 12, 28)  # of 2026-W53
    winter = hotline(first_day=first, last_day=date(2027, 1, 10))
    sums = by_day(forecast_calls(made(winter, date(2026, 8, 3), 21), winter, paths=1))
    for day, calls in sums.items():
        assert calls == pytest.approx(as_usual(day), rel=0.02)


def test_days_beside_holidays_are_learnt_by_the_calendar() -> None:
    danish = hotline(first_day=date(2026, 5, 18), last_day=date(2026, 6, 7), country="DK")
    after_easter, after_whitsun = date(2026, 4, 7), date(2026, 5, 26)

    def rate(day: date) -> float:
        return as_usual(day) * (1.4 if day in (after_easter, date(2026, 1, 2)) else 1.0)

    closed = danish.closing.days(danish.period)
    history = made(danish, date(2025, 11, 3), 28, rate, drop=lambda day, start: day in closed)
    sums = by_day(forecast_calls(history, danish, paths=1))
    assert date(2026, 5, 25) not in sums
    assert sums[after_whitsun] > 1.15 * as_usual(after_whitsun)
    assert sums[date(2026, 5, 28)] == pytest.approx(as_usual(date(2026, 5, 28)), rel=0.03)


def test_too_little_to_go_by_is_a_fault() -> None:
    history = made(line(), NEXT - timedelta(weeks=2), 2)
    assert forecast_calls(history, line(), paths=1).accuracy is None
    with pytest.raises(HistoryError, match="at least 10 open days"):
        forecast_calls(history, line(), paths=1, until=NEXT - timedelta(days=3))
    with pytest.raises(HistoryError, match="the hotline is open at all"):
        forecast_calls(
            history,
            replace(line(), period=replace(line().period, last_day=NEXT - timedelta(days=9))),
            paths=1,
        )


def test_what_should_be_known_is_told() -> None:
    history = made(line(), MONDAY, WEEKS)
    bare = replace(history, intervals=tuple(one._replace(talk_seconds=None) for one in history.intervals))

    def keys(found: CallForecast) -> set[str]:
        return {remark.key for remark in found.remarks}

    assert keys(forecast_calls(history, line(), paths=1)) == set()
    assert keys(forecast_calls(bare, line(), paths=1)) == {"forecast.no_handling"}
    assert keys(forecast_calls(made(line(), MONDAY, WEEKS + 1), line(), paths=1)) == {
        "forecast.counted_already"
    }
    far = hotline(first_day=date(2027, 1, 4))
    assert keys(forecast_calls(history, far, paths=1)) == {"forecast.long_ago"}


def test_a_history_in_another_order_encoding_and_language_gives_the_same_bytes(tmp_path: Path) -> None:
    made_up = made(line(), MONDAY, 4, seed=2).intervals
    rows = [(one.day, clock(one.start), one.offered, one.answered, one.talk_seconds) for one in made_up]
    danish = [(f"{row[0]:%d-%m-%Y}", *row[1:]) for row in rows[::-1]]
    guises = (
        {"calls.csv": table("date,start,offered,answered,talk_seconds", rows).encode()},
        {"opkald.csv": table("dato,start,tilbudte,besvarede,samtaletid", danish, ";").encode("utf-16")},
    )
    found = []
    for number, files in enumerate(guises):
        place = tmp_path / str(number)
        of_plan = plan(hotline=line())
        forecast = forecast_calls(read(files, line()).history, line(), paths=40).forecast
        write_forecast(place, forecast)
        write_staffing(of_plan, plan_seats(of_plan, forecast), place)
        found.append({file.name: file.read_bytes() for file in place.iterdir()})
    assert found[0] == found[1]
    assert found[0].keys() == {"forecast.csv", "paths.npz", "staffing.csv", "demand.csv"}

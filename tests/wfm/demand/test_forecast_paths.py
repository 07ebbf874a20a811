"""Paths cover what comes as often as they say, days hang together on them, and a day is updated in time."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wfm.demand.histories import hotline
from tests.wfm.demand.made_series import MONDAY, as_usual, made
from wfm.demand.during_the_day import update_day
from wfm.demand.forecast_totals import period_quantiles, sum_days
from wfm.demand.forecasting import forecast_calls
from wfm.demand.paths import draw_paths
from wfm.demand.uncertainty import Uncertainty

NONE = np.zeros(0)
QUIET = Uncertainty(0.0, 0.0, 0.0, NONE, 0.0, 0.0)
DAYS = [MONDAY + timedelta(days=day) for day in range(3)]


def drawn(uncertainty: Uncertainty, rate: float = 20.0, paths: int = 4000) -> np.ndarray:
    rates, blocks = [np.full(4, rate)] * 3, [np.array([0, 0, 1, 1])] * 3
    return np.asarray(draw_paths(DAYS, MONDAY, rates, blocks, uncertainty, paths, 1))


def test_without_uncertainty_the_paths_are_poissons() -> None:
    found = drawn(QUIET)
    assert found.mean() == pytest.approx(20, rel=0.01)
    assert found.var(axis=0).mean() == pytest.approx(20, rel=0.05)
    assert abs(np.corrcoef(found[:, 0], found[:, 1])[0, 1]) < 0.05


def test_a_days_error_is_shared_by_its_intervals_and_a_levels_by_its_days() -> None:
    by_day = drawn(Uncertainty(0.0, 0.0, 0.04, NONE, 0.0, 0.0))
    assert np.corrcoef(by_day[:, 0], by_day[:, 3])[0, 1] == pytest.approx(16 / 36, abs=0.06)
    assert abs(np.corrcoef(by_day[:, 0], by_day[:, 4])[0, 1]) < 0.06
    by_level = drawn(Uncertainty(0.04, 0.0, 0.0, NONE, 0.0, 0.0))
    assert np.corrcoef(by_level[:, 0], by_level[:, 8])[0, 1] == pytest.approx(16 / 36, abs=0.06)
    assert by_level.mean() == pytest.approx(20, rel=0.01)


def test_noise_within_the_day_leaves_the_days_total_alone() -> None:
    found = drawn(Uncertainty(0.0, 0.0, 0.0, NONE, 0.05, 0.05), rate=100.0)
    assert found[:, :4].sum(axis=1).var() == pytest.approx(400, rel=0.1)
    assert found[:, 0].var() > 400
    assert found[:, 0].mean() == pytest.approx(100, rel=0.02)


def test_an_uncertain_future_widens_with_the_weeks() -> None:
    drifting = Uncertainty(0.0, 0.01, 0.0, NONE, 0.0, 0.0)
    days = [MONDAY + timedelta(weeks=week) for week in range(10)]
    found = np.asarray(
        draw_paths(days, MONDAY, [np.array([500.0])] * 10, [np.array([0])] * 10, drifting, 2000, 1)
    )
    spread = found.std(axis=0) / 500
    assert spread[0] == pytest.approx(1 / np.sqrt(500), rel=0.1)
    assert spread[9] > 2 * spread[2] > 0.2


def test_sums_of_days_and_period_are_taken_path_by_path() -> None:
    line = hotline(first_day=MONDAY + timedelta(weeks=12), last_day=MONDAY + timedelta(weeks=13))
    forecast = forecast_calls(made(line, MONDAY, 12, seed=1), line, paths=200).forecast
    days = sum_days(forecast, (0.1, 0.9))
    assert days.calls.sum() == pytest.approx(forecast.calls.sum())
    assert (days.quantiles[0] <= days.quantiles[1]).all()
    low, high = period_quantiles(forecast, (0.1, 0.9))
    assert days.quantiles[0].sum() < low < forecast.calls.sum() < high < days.quantiles[1].sum()


def test_on_a_series_like_the_model_what_comes_lies_where_the_paths_say() -> None:
    line = hotline(first_day=date(2026, 11, 2), last_day=date(2026, 11, 29))
    history = made(line, date(2026, 1, 5), 43, seed=11, day_noise=0.08)
    accuracy = forecast_calls(history, line, paths=1).accuracy
    assert accuracy is not None
    assert 0.75 <= accuracy.covered_80 <= 0.87
    assert 0.90 <= accuracy.covered_95 <= 0.98
    assert 0.75 <= accuracy.blocks_80 <= 0.87
    assert 0.90 <= accuracy.blocks_95 <= 0.98
    assert accuracy.floor < accuracy.intervals < accuracy.plain_intervals
    assert accuracy.days < accuracy.plain_days


@given(
    st.lists(st.integers(0, 300), min_size=1, max_size=8),
    st.floats(0.001, 0.2),
    st.floats(0, 0.1),
    st.floats(0, 0.1),
)
def test_during_the_day_the_factor_lies_between_none_and_the_plain_ratio(
    came: list[int], day: float, block: float, slot: float
) -> None:
    expected = np.full(16, 30.0)
    update = update_day(expected, np.array(came), Uncertainty(0.0, 0.0, day, NONE, block, slot))
    ratio = sum(came) / (30 * len(came))
    assert min(1, ratio) - 1e-9 <= update.factor <= max(1, ratio) + 1e-9
    assert update.calls == pytest.approx(expected[len(came) :] * update.factor)


def test_the_factor_follows_more_the_more_has_come_and_not_at_all_before_anything_did() -> None:
    expected = np.full(16, 30.0)
    usual = Uncertainty(0.001, 0.0, 0.006, NONE, 0.005, 0.01)
    factors = [update_day(expected, np.full(seen, 45), usual).factor for seen in range(9)]
    assert factors[0] == 1.0
    assert factors == sorted(factors)
    assert factors[8] < 1.5
    assert update_day(expected, np.full(4, 45), QUIET).factor == 1.0


def test_what_was_fitted_is_what_was_made() -> None:
    line = hotline(first_day=MONDAY + timedelta(weeks=30), last_day=MONDAY + timedelta(weeks=31))
    history = made(line, MONDAY, 30, lambda day: 5 * as_usual(day), seed=4, day_noise=0.1)
    found = forecast_calls(history, line, paths=1).uncertainty
    assert 0.05**2 < found.day < 0.15**2
    assert found.level < 0.05**2
    assert found.slot < 0.01

"""A shift needs the fewest agents with which its calls together meet the goals on enough paths."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import hotline
from tests.wfm.demand.forecasts import forecast
from wfm.demand.absence import average_sums
from wfm.demand.call_sums import GOALS
from wfm.demand.forecast import Forecast
from wfm.demand.path_queues import PathQueues
from wfm.demand.shift_need import ShiftNeed
from wfm.demand.shift_paths import shift_starts
from wfm.service_target import Convention, ServiceTarget

TARGETS = st.builds(
    ServiceTarget,
    confidence=st.sampled_from([Fraction(1), Fraction(1, 20), Fraction(4, 5), Fraction(1, 2)]),
    abandoned_share=st.sampled_from([None, Fraction(1, 10), Fraction(1, 50)]),
    answered_share=st.sampled_from([None, Fraction(4, 5)]),
    convention=st.sampled_from(Convention),
    shrinkage_unplanned=st.sampled_from([Fraction(0), Fraction(1, 10)]),
)


def misses(given_one: Forecast, target: ServiceTarget, agents: int) -> list[list[int]]:
    """Return for each shift, path by path and interval by interval, how often each goal is missed."""
    found = []
    starts = shift_starts(given_one).tolist()
    for first, last in zip(starts, [*starts[1:], len(given_one.intervals)], strict=True):
        seconds = np.array([60.0 * one.minutes for one in given_one.intervals[first:last]])
        counts = np.zeros(len(GOALS) + 1, dtype=int)
        for path in given_one.paths[:, first:last].astype(float):
            sums = average_sums(path, seconds, given_one.aht[first:last], agents, target)
            unmet = sums.combine(lambda numbers: numbers.sum(keepdims=True)).unmet(target)[:, 0]
            counts += [*unmet, unmet.any()]
        found.append(counts.tolist())
    return found


@settings(max_examples=15, deadline=None)
@given(st.floats(0, 25), st.integers(1, 12), st.integers(1, 99), TARGETS)
def test_a_shift_needs_what_enough_paths_one_by_one_are_met_with(
    mean: float, paths: int, seed: int, target: ServiceTarget
) -> None:
    line = hotline(days=1, hours="08:00-12:30")
    places = np.arange(9)
    given_one = forecast(line, mean * (places % 3), aht=250.0 + places, paths=paths, seed=seed)
    found = ShiftNeed(given_one, PathQueues(given_one), target).find_requirement()
    for shift, agents in enumerate(found.agents.tolist()):
        allowed = paths - np.ceil(float(target.confidence) * paths)
        assert misses(given_one, target, agents)[shift][-1] <= allowed
        if agents:
            before = misses(given_one, target, agents - 1)[shift]
            assert before[-1] > allowed
            assert found.binding[shift] == GOALS[before.index(max(before[:-1]))]


def test_queues_are_those_of_the_paths() -> None:
    line = hotline(days=3)
    given_one = forecast(line, np.linspace(0, 9, 36), aht=np.repeat([200.0, 300.0], 18), paths=30)
    queues = PathQueues(given_one)
    columns = np.array([0, 20, 35])
    places = queues.places(columns)
    np.testing.assert_array_equal(queues.calls[places], given_one.paths[:, columns])
    np.testing.assert_array_equal(queues.aht[places], np.tile(given_one.aht[columns], (30, 1)))
    assert len(set(zip(queues.calls, queues.seconds, queues.aht, strict=True))) == len(queues)
    interval, queue, part = queues.frequencies()
    means = np.bincount(interval, weights=part * queues.calls[queue])
    np.testing.assert_allclose(means, given_one.paths.mean(axis=0), rtol=1e-12)
    np.testing.assert_allclose(np.bincount(interval, weights=part), 1, rtol=1e-12)


@pytest.mark.parametrize("mean", [0.0, 0.001])
def test_a_shift_without_calls_needs_nobody(mean: float) -> None:
    given_one = forecast(hotline(days=1), mean, paths=3)
    given_one.paths[:] = 0
    found = ShiftNeed(given_one, PathQueues(given_one), ServiceTarget()).find_requirement()
    assert found.agents.tolist() == [0, 0]
    assert found.binding == ("", "")


def test_many_shifts_are_counted_as_few_are() -> None:
    line = hotline(days=60, hours="08:00-20:00")
    chance = np.random.default_rng(1)
    given_one = forecast(line, chance.random(60 // 7 * 5 * 24 + 4 * 24) * 12, paths=20)
    whole = ShiftNeed(given_one, PathQueues(given_one), ServiceTarget()).find_requirement()
    part = Forecast(
        given_one.intervals[-30:], given_one.calls[-30:], given_one.aht[-30:], given_one.paths[:, -30:]
    )
    last = ShiftNeed(part, PathQueues(part), ServiceTarget()).find_requirement()
    assert whole.agents[-5:].tolist() == last.agents.tolist()

"""Unequal agents against a chain in which every agent is a state of its own, solved without any formula."""

from __future__ import annotations

from itertools import combinations
from math import comb, prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from wfm.demand.erlang import erlang_a
from wfm.demand.unequal_agents import symmetric_means, unequal_figures

LONGEST = 30
"""Waiting callers of the chain; more are as good as never there in these cases."""


def chain(
    rate: float, times: list[float], patience: float, within: float
) -> tuple[float, float, float, float]:
    """Return share in time, abandoned, abandoned within the time, wait: of a chain of sets of busy agents."""
    number = len(times)
    sets = [frozenset(one) for size in range(number + 1) for one in combinations(range(number), size)]
    place_of = {one: place for place, one in enumerate(sets)}
    states = len(sets) + LONGEST
    flow = np.zeros((states, states))
    everybody, together = frozenset(range(number)), sum(1 / one for one in times)

    def place(waiting: int) -> int:
        return len(sets) + waiting - 1 if waiting else place_of[everybody]

    for one in sets:
        for agent in one:
            flow[place_of[one], place_of[one - {agent}]] += 1 / times[agent]
        for agent in everybody - one:
            flow[place_of[one], place_of[one | {agent}]] += rate / (number - len(one))
    for waiting in range(LONGEST):
        flow[place(waiting), place(waiting + 1)] += rate
        flow[place(waiting + 1), place(waiting)] += together + (waiting + 1) / patience
    np.fill_diagonal(flow, -flow.sum(axis=1))
    system = np.vstack([flow.T, np.ones(states)])
    parts = np.linalg.lstsq(system, np.append(np.zeros(states), 1), rcond=None)[0]
    find = np.array([parts[place(waiting)] for waiting in range(LONGEST)])  # callers ahead
    fates = np.array([fate(ahead, together, patience, within) for ahead in range(LONGEST)])
    at_once = parts[: len(sets)].sum() - parts[place_of[everybody]]
    in_time, abandoned, short, wait = find @ fates
    return at_once + in_time, abandoned, short, wait


def fate(ahead: int, together: float, patience: float, within: float) -> tuple[float, float, float, float]:
    """Return what becomes of one who finds so many ahead: by the chain of those before, and small steps."""
    size = ahead + 1  # how many must leave before the caller is answered
    rates = np.array([together + left / patience for left in range(size)])[::-1]
    own = 1 / patience
    move = np.diag(-(rates + own)) + np.diag(rates[:-1], 1)
    into = np.zeros((size, 2))
    into[-1, 0] = rates[-1]  # answered
    into[:, 1] = own
    ever = -np.linalg.solve(move, into)[0]
    slow = np.linalg.solve(move, np.linalg.solve(move, into))[0]  # Σ time × part that ends so
    still = exponential(move * within)[0]
    by_then = ever + still @ np.linalg.solve(move, into)
    return by_then[0], ever[1], by_then[1], slow[0]


def exponential(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the exponential of a matrix by its series, halved until it is small."""
    halvings = max(0, int(np.ceil(np.log2(max(np.abs(matrix).sum(axis=1).max(), 1e-9)))) + 4)
    small = matrix / 2**halvings
    total, term = np.eye(len(matrix)), np.eye(len(matrix))
    for power in range(1, 18):
        term = term @ small / power
        total = total + term
    for _ in range(halvings):
        total = total @ total
    return total


@settings(max_examples=8, deadline=None)
@given(
    st.lists(st.floats(0.6, 2.5), min_size=1, max_size=4),
    st.floats(0.05, 2.2),
    st.sampled_from([60.0, 120.0, 300.0]),
    st.sampled_from([0.0, 20.0, 90.0]),
)
def test_figures_are_those_of_a_chain_that_knows_every_agent(
    factors: list[float], load: float, patience: float, within: float
) -> None:
    rate = load * len(factors) / 300
    found = unequal_figures(np.array([rate]), np.array([300.0]), factors, patience=patience, within=within)
    expected = chain(rate, [300 * factor for factor in factors], patience, within)
    assert [float(one[0]) for one in found] == pytest.approx(list(expected), rel=1e-7, abs=1e-9)


def test_a_mean_handling_time_is_points_off() -> None:
    rate, factors = np.array([8 / 1800]), [0.5, 2.0]
    unequal = unequal_figures(rate, np.array([300.0]), factors, patience=120, within=20)
    equal = erlang_a(rate, 300 * np.mean(factors), 2, patience=120, within=20)
    assert abs(unequal[0][0] - equal.in_time[0]) > 0.02


@given(st.integers(0, 30), st.floats(0, 3), st.floats(0.3, 4))
def test_equal_agents_are_those_of_erlang(agents: int, load: float, factor: float) -> None:
    rate, aht = np.array([load * max(agents, 1) / 300 / factor]), np.array([300.0])
    found = unequal_figures(rate, aht, [factor] * agents, patience=120, within=20)
    equal = erlang_a(rate, aht * factor, agents, patience=120, within=20)
    expected = (equal.in_time, equal.abandoned, equal.abandoned_short, equal.wait)
    for one, other in zip(found, expected, strict=True):
        assert float(one[0]) == pytest.approx(float(other[0]), rel=1e-9, abs=1e-12)


@given(st.lists(st.floats(0.1, 3), min_size=1, max_size=7))
def test_symmetric_means_are_the_polynomials_over_their_terms(numbers: list[float]) -> None:
    expected = [
        sum(map(prod, combinations(numbers, degree))) / comb(len(numbers), degree)
        for degree in range(len(numbers) + 1)
    ]
    np.testing.assert_allclose(symmetric_means(numbers), expected, rtol=1e-12)


def test_order_of_agents_does_not_matter_and_a_slower_one_is_worse() -> None:
    rate, aht = np.array([0.006]), np.array([300.0])
    one = unequal_figures(rate, aht, [1.0, 1.5, 2.0], patience=120, within=20)
    other = unequal_figures(rate, aht, [2.0, 1.0, 1.5], patience=120, within=20)
    slower = unequal_figures(rate, aht, [1.0, 1.5, 2.2], patience=120, within=20)
    np.testing.assert_allclose(one, other, rtol=1e-12)
    assert slower[0] < one[0]
    assert slower[1] > one[1]

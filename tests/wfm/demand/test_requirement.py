"""The fewest agents: one fewer misses the goal that is named, and so many miss none."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wfm.demand.absence import absence_chances, average_figures, average_sums
from wfm.demand.call_sums import GOALS, CallSums
from wfm.demand.erlang import erlang_a
from wfm.demand.requirement import NOTHING_BINDS, fewest_agents, find_requirement
from wfm.service_target import Convention, ServiceTarget
from wfm.tables.column import MOST_SEATS

PRESENT = ServiceTarget(shrinkage_unplanned=Fraction(0))
SHARE = st.sampled_from([None, *(Fraction(n, 20) for n in range(1, 20))])
TARGETS = st.builds(
    ServiceTarget,
    answered_share=SHARE,
    mean_wait=st.sampled_from([None, Fraction(5), Fraction(25), Fraction(200)]),
    abandoned_share=SHARE.filter(bool),
    convention=st.sampled_from([Convention.OFFERED, Convention.EXCL_SHORT_ABANDONS]),
    shrinkage_planned=st.sampled_from([Fraction(0), Fraction(1, 5)]),
    shrinkage_unplanned=st.sampled_from([Fraction(0), Fraction(1, 25)]),
    patience=st.sampled_from([15, 120, 900]),
)


def binding(calls: float, target: ServiceTarget = PRESENT) -> tuple[int, str]:
    found = find_requirement(calls, 1800, 300, target)
    return int(found.agents[0]), found.binding[0]


@pytest.mark.parametrize(("calls", "agents"), [(4.7, 2), (9.7, 3), (15.25, 4)])
def test_abandonment_binds_before_the_service_level(calls: float, agents: int) -> None:
    assert binding(calls) == (agents, "abandoned_share")
    assert binding(calls + 0.1) == (agents + 1, "abandoned_share")


@pytest.mark.parametrize(("calls", "agents"), [(5.65, 2), (10.55, 3), (15.8, 4)])
def test_by_service_level_alone_as_many_carry_more(calls: float, agents: int) -> None:
    alone = replace(PRESENT, mean_wait=None, abandoned_share=None)
    assert binding(calls, alone) == (agents, "answered_share")
    assert binding(calls + 0.1, alone) == (agents + 1, "answered_share")


@settings(deadline=None)
@given(st.floats(0.01, 90), st.floats(30, 900), TARGETS)
def test_it_meets_every_goal_and_one_agent_fewer_misses_the_one_named(
    calls: float, aht: float, target: ServiceTarget
) -> None:
    found = find_requirement(calls, 1800, aht, target)
    agents, goal = int(found.agents[0]), found.binding[0]
    offered = np.array([calls])
    assert not average_sums(offered, 1800, aht, agents, target).unmet(target).any()
    if agents == 0:
        assert goal == NOTHING_BINDS
        return
    missed = average_sums(offered, 1800, aht, agents - 1, target).unmet(target)[:, 0]
    assert goal == next(name for name, one in zip(GOALS, missed, strict=True) if one)
    assert getattr(target, goal) is not None


def test_no_calls_need_nobody() -> None:
    assert binding(0) == (0, NOTHING_BINDS)
    assert find_requirement(np.zeros(0), 1800, 300, PRESENT).agents.tolist() == []


def test_no_more_are_asked_for_than_there_are_seats() -> None:
    assert binding(20_000)[0] == MOST_SEATS


def test_a_wait_that_nobody_has_is_no_wait_that_is_short() -> None:
    only_wait = ServiceTarget(
        answered_share=None, abandoned_share=None, mean_wait=Fraction(25), shrinkage_unplanned=Fraction(0)
    )
    assert binding(5, only_wait)[0] >= 1


def test_two_agents_of_whom_four_percent_are_away_are_not_rounded_up_to_three() -> None:
    assert binding(3, PRESENT)[0] == 2
    assert binding(3, ServiceTarget())[0] == 2


@given(st.lists(st.integers(0, 40), min_size=1, max_size=5), st.sampled_from([0.0, 0.04, 0.3, 0.97]))
def test_absence_is_binomial(agents: list[int], shrinkage: float) -> None:
    away, chances = absence_chances(np.array(agents, dtype=float), shrinkage)
    np.testing.assert_allclose(chances.sum(axis=0), 1, rtol=1e-12)
    for column, number in enumerate(agents):
        for gone, chance in zip(away.astype(int).tolist(), chances[:, column], strict=True):
            exact = comb(number, gone) * shrinkage**gone * (1 - shrinkage) ** (number - gone)
            assert chance == pytest.approx(exact, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("planned", [Fraction(0), Fraction(1, 2)])
def test_figures_are_the_average_over_who_is_there(planned: Fraction) -> None:
    target = ServiceTarget(shrinkage_planned=planned)
    s = float(target.shrinkage)
    found = average_figures([0.004], 300, 3, target)
    each = [erlang_a(0.004, 300, there, patience=120, within=20) for there in range(4)]
    chances = [comb(3, there) * (1 - s) ** there * s ** (3 - there) for there in range(4)]
    for name in ("in_time", "abandoned", "abandoned_short", "wait"):
        expected = sum(chance * getattr(one, name) for chance, one in zip(chances, each, strict=True))
        assert getattr(found, name)[0] == pytest.approx(expected, rel=1e-12)


def test_conventions_differ_by_the_calls_they_count() -> None:
    one = np.array([1.0])
    sums = CallSums(100 * one, 60 * one, 25 * one, 5 * one, 300 * one)
    assert [float(sums.service_level(one)[0]) for one in Convention] == [0.6, 60 / 95, 60 / 75]
    assert [float(sums.abandonment(one)[0]) for one in Convention] == [0.25, 20 / 95, 0.25]
    assert float(sums.mean_wait[0]) == 4


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=8))
def test_the_fewest_are_found_from_any_guess(pairs: list[tuple[int, int]]) -> None:
    wanted = np.array([want for want, _ in pairs])
    guess = np.array([first for _, first in pairs])
    found = fewest_agents(lambda places, agents: agents >= wanted[places], guess)
    assert found.tolist() == wanted.tolist()

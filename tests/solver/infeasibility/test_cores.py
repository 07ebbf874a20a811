"""Cores are irreducible and verified, however they are found; without time nothing is claimed."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

import solver.infeasibility.cores as core_module
from solver.infeasibility.cores import CoreVerdict, GuardedModel
from solver.params import Clock
from tests.examples import examples

BOUNDS = st.lists(st.tuples(st.booleans(), st.integers(0, 9)), min_size=1, max_size=8)


def guarded(bounds: list[tuple[bool, int]], clock: Clock = core_module.FOREVER) -> GuardedModel[int]:
    """Return a number whose bounds from below and above each have a guard."""
    model = cp_model.CpModel()
    number = model.new_int_var(0, 9, "")
    guards = {}
    for label, (below, bound) in enumerate(bounds):
        guards[label] = model.new_bool_var("")
        model.add(number >= bound if below else number <= bound).only_enforce_if(guards[label])
    return GuardedModel(model, guards, clock)


def can_hold(bounds: list[tuple[bool, int]]) -> bool:
    low = max((bound for below, bound in bounds if below), default=0)
    return low <= min((bound for below, bound in bounds if not below), default=9)


@pytest.mark.parametrize("quick", [core_module.QUICK, 0.0], ids=["assumed", "fixed"])
@settings(max_examples=examples(25), deadline=None)
@given(bounds=BOUNDS)
def test_a_core_can_not_hold_and_without_any_of_it_the_others_can(
    quick: float, bounds: list[tuple[bool, int]]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(core_module, "QUICK", quick)
        asked = guarded(bounds)
        found = asked.core(range(len(bounds)))
        assert (found is None) == can_hold(bounds)
        if found is None:
            return
        assert found.verified
        assert found.minimal
        assert asked.verdict(found.labels) is CoreVerdict.IMPOSSIBLE
        for others in combinations(found.labels, len(found.labels) - 1):
            assert can_hold([bounds[label] for label in others])


def test_without_time_nothing_is_claimed() -> None:
    asked = guarded([(True, 5), (False, 4)], Clock(0))
    assert asked.verdict([0, 1]) is CoreVerdict.OPEN
    assert asked.core([0, 1]) is None

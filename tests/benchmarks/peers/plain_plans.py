"""Plans that the plain model knows every rule of."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from tests.solver.plans import tiny_plans
from wfm.plan import Plan


def plain_plans() -> st.SearchStrategy[Plan]:
    """Draw a tiny plan in which `standby` weighs nothing and nobody joins: the plain model knows neither."""
    return tiny_plans().map(_without_later_rules)


def _without_later_rules(plan: Plan) -> Plan:
    weights = plan.hotline.weights
    without = replace(weights, by_rule={**weights.by_rule, "standby": 0})
    there = tuple(replace(one, joined=None) for one in plan.municipalities)
    return replace(plan, hotline=replace(plan.hotline, weights=without), municipalities=there)

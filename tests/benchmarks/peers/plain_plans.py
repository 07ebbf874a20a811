"""Plans that the plain model knows every rule of."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from tests.solver.plans import tiny_plans
from wfm.plan import Plan


def plain_plans() -> st.SearchStrategy[Plan]:
    """Draw a tiny plan in which `standby` weighs nothing, as it does where nobody asks for it."""
    return tiny_plans().map(_without_standby)


def _without_standby(plan: Plan) -> Plan:
    weights = plan.hotline.weights
    without = replace(weights, by_rule={**weights.by_rule, "standby": 0})
    return replace(plan, hotline=replace(plan.hotline, weights=without))

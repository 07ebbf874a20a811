"""A plan of designed shifts as those see it who count calls: an interval is a shift of its own."""

from __future__ import annotations

from dataclasses import replace

from wfm.design.plan import DesignPlan
from wfm.plan import Plan


def interval_plan(plan: DesignPlan) -> Plan:
    """Return the same opening hours, goals and period with a shift for each interval, and nobody in it.

    What is counted of a shift, such as the agents that it needs, is then counted of an interval.
    """
    return Plan(replace(plan.hotline, shift_minutes=plan.interval_minutes), (), ())

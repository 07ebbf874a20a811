"""Read a plan for what only needs its opening hours and goals, whether its shifts are fixed or designed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wfm.design.interval_plan import interval_plan
from wfm.errors import Fault, PlanError
from wfm.plan import Plan
from wfm.tables.design_reading import read_design
from wfm.tables.design_settings import FIXED_KIND
from wfm.tables.plan_reading import read_plan


@dataclass(frozen=True)
class CallsPlanReading:
    """A plan as those see it who count calls.

    Parameters
    ----------
    plan
        With its shifts; one for each interval where they are designed.
    is_designed
        Whether they are.
    notices
        What its reader should know although it is no fault.
    """

    plan: Plan
    is_designed: bool
    notices: tuple[Fault, ...]


def read_calls_plan(path: Path) -> CallsPlanReading:
    """Read a plan of either kind; a designed one need not have a table of need, which is made from calls.

    Raises
    ------
    PlanError
        With every fault found.
    """
    try:
        fixed = read_plan(path)
    except PlanError as error:
        if all(fault.expected.text is not FIXED_KIND for fault in error.faults):
            raise
    else:
        return CallsPlanReading(fixed.plan, is_designed=False, notices=fixed.notices)
    designed = read_design(path, with_need=False)
    return CallsPlanReading(interval_plan(designed.plan), is_designed=True, notices=designed.notices)

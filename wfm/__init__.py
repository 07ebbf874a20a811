"""The question, the answer and its price, in the planner's words."""

from __future__ import annotations

from pathlib import Path

from wfm.apportionment import apportion
from wfm.baseline import Baseline
from wfm.errors import Fault, InputError, PlanError, RosterError, WfmError
from wfm.plan import Plan
from wfm.result import Result, Status
from wfm.roster import Roster
from wfm.score import Score, measure

__all__ = [
    "Baseline",
    "Fault",
    "InputError",
    "Plan",
    "PlanError",
    "Result",
    "Roster",
    "RosterError",
    "Score",
    "Status",
    "WfmError",
    "apportion",
    "load_plan",
    "load_roster",
    "measure",
]


def load_plan(path: str | Path) -> Plan:
    """Read a plan folder or workbook.

    Raises
    ------
    PlanError
        With every fault found.
    """
    from wfm.tables.plan_reading import read_plan  # who only measures need not load the readers

    return read_plan(Path(path)).plan


def load_roster(plan: Plan, path: str | Path) -> Roster:
    """Read a roster file of a plan.

    Raises
    ------
    RosterError
        With every row that names an unknown shift or agent, or a wrong end or municipality.
    """
    from wfm.tables.roster_reading import read_roster

    return read_roster(plan, Path(path)).roster

"""The workbook that a municipality sent back, taken into a plan as ``wfm merge`` does."""

from __future__ import annotations

from api.plans.uploads.tables import tables_of
from wfm.plan import Plan
from wfm.tables.merging import MergedPlan, take_in

WORKBOOK = "workbook.xlsx"
"""What faults call it."""


def merge_workbook(plan: Plan, content: bytes) -> MergedPlan:
    """Return a plan with a workbook taken in.

    Raises
    ------
    PlanError
        With every fault found.
    """
    return take_in(tables_of(plan), {WORKBOOK: content})

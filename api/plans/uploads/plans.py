"""A whole plan as it is sent: a workbook, or a plan folder packed as zip."""

from __future__ import annotations

from datetime import date

from wfm.errors import Fault, PlanError
from wfm.message import Text
from wfm.plan import Plan
from wfm.tables.file_names import HOTLINE_FILE
from wfm.tables.plan_opening import open_archive, open_workbook
from wfm.tables.plan_reading import PlanReading, plan_of

WORKBOOK, FOLDER = "plan.xlsx", "plan.zip"
"""What faults call an upload as a whole."""

OWN_CODE = Text("fault.own_code", "the code of this hotline, {code}")
OWN_FIRST_DAY = Text("fault.own_first_day", "the first day of this plan, {day:date}")


def read_workbook_plan(content: bytes) -> PlanReading:
    """Read a plan's workbook.

    Raises
    ------
    PlanError
        With every fault found.
    """
    return plan_of(open_workbook(WORKBOOK, content))


def read_packed_plan(content: bytes) -> PlanReading:
    """Read a packed plan folder.

    Raises
    ------
    PlanError
        With every fault found.
    """
    return plan_of(open_archive(FOLDER, content))


def refuse_other(plan: Plan, code: str, first_day: date | None = None, *, keyed: str = HOTLINE_FILE) -> None:
    """Refuse a plan that is not of the hotline, or begins on another day, than it is sent to.

    Parameters
    ----------
    plan, code
        What was sent, and the code of the hotline.
    first_day
        Of the plan that it is sent to; ``None`` where it may be any.
    keyed
        What faults call the place where the hotline's keys stand.

    Raises
    ------
    PlanError
        With what is another's.
    """
    hotline = plan.hotline
    faults = []
    if hotline.code != code:
        faults.append(Fault(keyed, None, "code", hotline.code, OWN_CODE(code=code)))
    begins = hotline.period.first_day
    if first_day is not None and begins != first_day:
        expected = OWN_FIRST_DAY(day=first_day.isoformat())
        faults.append(Fault(keyed, None, "period.first_day", begins.isoformat(), expected))
    if faults:
        raise PlanError(faults)

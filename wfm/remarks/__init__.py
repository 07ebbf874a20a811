"""What a sound plan's author should know: rows that count for nothing, and values that are hardly meant.

None of it is a fault: the plan is used as it stands. Each module asks one kind of question.
"""

from __future__ import annotations

from collections.abc import Iterator

from wfm.plan import Plan
from wfm.plan_checks import Records
from wfm.remarks.addresses import address_remarks
from wfm.remarks.capacity import capacity_remarks
from wfm.remarks.days import holiday_remarks
from wfm.remarks.employment import agent_remarks
from wfm.remarks.entries import entry_remarks
from wfm.remarks.likeness import likeness_remarks
from wfm.remarks.limits import limit_remarks
from wfm.remarks.measures import measure_remarks
from wfm.remarks.names import name_remarks
from wfm.remarks.remark import Remark
from wfm.remarks.repetition import repetition_remarks

__all__ = ["Remark", "remarks"]

_QUESTIONS = (
    holiday_remarks,
    limit_remarks,
    capacity_remarks,
    measure_remarks,
    name_remarks,
    agent_remarks,
    address_remarks,
    likeness_remarks,
    entry_remarks,
    repetition_remarks,
)


def remarks(plan: Plan, records: Records) -> Iterator[Remark]:
    """Yield every remark on a plan.

    Parameters
    ----------
    plan
        A sound plan.
    records
        The rows that it was made of, in the order of the files.
    """
    for ask in _QUESTIONS:
        yield from ask(plan, records)

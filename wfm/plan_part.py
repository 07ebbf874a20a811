"""A plan cut down to a few municipalities, so that changes among their seats are measured quickly.

What was counted of the whole plan (targets, bands, who could sit where) stays as it is; what rules go
through one by one (shifts, municipalities, agents, entries, locks) is only what such a change can touch.
So every rule measures a part as it measures a whole, and a change makes the same difference in both.
"""

from __future__ import annotations

from collections.abc import Set
from copy import copy

from wfm.fair_share import narrow_bands
from wfm.ids import MunicipalityCode, ShiftId
from wfm.plan import Plan

COUNTED = (
    "shift",
    "weeks",
    "shifts_of_week",
    "seats",
    "units",
    "unsocial_units",
    "unsocial_seats",
    "staffing_agents",
    "assignable",
    "weeks_open_to",
    "quotas",
    "seats_owed",
    "loads",
    "_absences",
)
"""What follows from rows that a part lacks, and is counted of the whole before they are left out."""


def cut_part(plan: Plan, codes: Set[MunicipalityCode], shifts: Set[ShiftId]) -> Plan:
    """Return the part of a plan that is about some municipalities.

    Parameters
    ----------
    plan
        The whole.
    codes
        Municipalities whose agents may be moved.
    shifts
        All on which one of their agents sits or may come to sit.
    """
    for name in COUNTED:
        getattr(plan, name)
    part = copy(plan)
    vars(part).update(
        shifts=tuple(shift for shift in plan.shifts if shift.id in shifts),
        locks=tuple(lock for lock in plan.locks if lock.shift in shifts),
        staffing=tuple(m for m in plan.staffing if m.code in codes),
        staffing_agents=tuple(a for a in plan.staffing_agents if a.municipality in codes),
        availability=tuple(e for e in plan.availability if plan.agent[e.agent].municipality in codes),
    )
    narrow_bands(plan, part, codes)
    return part

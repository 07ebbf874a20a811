"""A plan cut down to a few municipalities, so that changes among their seats are measured quickly.

What was counted of the whole plan (targets, bands, who could sit where) stays as it is; what rules go
through one by one (shifts, municipalities, agents, entries, locks) is only what such a change can touch.
So every rule measures a part as it measures a whole, and a change makes the same difference in both.
"""

from __future__ import annotations

from collections.abc import Set
from copy import copy
from dataclasses import replace
from typing import NamedTuple

from wfm.fair_share import narrow_bands
from wfm.finding import Finding
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
    "staffs_from",
    "shares",
    "staffing_agents",
    "assignable",
    "weeks_open_to",
    "quotas",
    "seats_owed",
    "entries_of",
    "loads",
    "_absences",
)
"""What follows from rows that a part lacks, and is counted of the whole before they are left out."""


class PlanPart(NamedTuple):
    """A part of a plan.

    Parameters
    ----------
    plan
        The part, as rules measure it.
    entries, locks
        Which rows of the whole plan its availability and its locks are, 0-based.
    """

    plan: Plan
    entries: tuple[int, ...]
    locks: tuple[int, ...]

    def in_whole(self, finding: Finding) -> Finding:
        """Return a finding about the part with the row that it is about in the whole plan."""
        subject = finding.subject
        if subject.entry is None:
            return finding
        rows = self.locks if subject.shift else self.entries  # only a lock's subject has a shift
        return replace(finding, subject=replace(subject, entry=rows[subject.entry]))


def cut_part(plan: Plan, codes: Set[MunicipalityCode], shifts: Set[ShiftId]) -> PlanPart:
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
    agents = {agent.id for code in codes for agent in plan.agents_of[code]}
    entries = tuple(row for row, entry in enumerate(plan.availability) if entry.agent in agents)
    locks = tuple(row for row, lock in enumerate(plan.locks) if lock.shift in shifts)
    part = copy(plan)
    vars(part).update(
        shifts=tuple(shift for shift in plan.shifts if shift.id in shifts),
        locks=tuple(plan.locks[row] for row in locks),
        staffing=tuple(m for m in plan.staffing if m.code in codes),
        staffing_agents=tuple(a for a in plan.staffing_agents if a.municipality in codes),
        availability=tuple(plan.availability[row] for row in entries),
    )
    narrow_bands(plan, part, codes, agents)
    return PlanPart(part, entries, locks)


def cut_shifts(plan: Plan, shifts: Set[ShiftId]) -> PlanPart:
    """Return a plan of which rules go through some shifts alone; all else is there as it is."""
    for name in COUNTED:
        getattr(plan, name)
    part = copy(plan)
    vars(part).update(shifts=tuple(shift for shift in plan.shifts if shift.id in shifts))
    return PlanPart(part, tuple(range(len(plan.availability))), tuple(range(len(plan.locks))))

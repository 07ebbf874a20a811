"""What differs between two rosters, shift by shift."""

from __future__ import annotations

from dataclasses import dataclass

from wfm.ids import AgentId, ShiftId
from wfm.plan import Plan
from wfm.roster import Roster


@dataclass(frozen=True)
class TeamChange:
    """Who left a shift and who joined it."""

    shift: ShiftId
    left: tuple[AgentId, ...]
    joined: tuple[AgentId, ...]


def roster_changes(plan: Plan, before: Roster, after: Roster) -> tuple[TeamChange, ...]:
    """Return every shift of a plan on which others sit than before, in order of time."""
    found = []
    for shift in plan.shifts:
        old, new = frozenset(before.on(shift.id)), frozenset(after.on(shift.id))
        if old != new:
            found.append(TeamChange(shift.id, tuple(sorted(old - new)), tuple(sorted(new - old))))
    return tuple(found)

"""The risk of shifts as a stored forecast has it: looked up by the agents who sit there, nothing reckoned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wfm.calendar import Shift
from wfm.demand.proposal_limits import LEAST_SAVED, MOST_CHANGES
from wfm.ids import ShiftId
from wfm.plan import Plan

Risks = Mapping[str, Any]


@dataclass(frozen=True)
class LookedUpRisk:
    """The risk of a shift.

    Parameters
    ----------
    shift, agents
        Which, and how many sit there.
    calls, lost, saved
        Expected calls, those that will be lost, and those that one agent more would save.
    met, met_more
        How likely every goal is met, now and with one more.
    """

    shift: Shift
    agents: int
    calls: float
    lost: float
    saved: float
    met: float
    met_more: float


def look_up(risks: Risks, shift: Shift, agents: int) -> LookedUpRisk | None:
    """Return the risk of a shift with so many agents; nothing where the forecast does not cover it."""
    row = risks.get(shift.id)
    if row is None or agents + 1 >= len(row["lost"]):
        return None
    return LookedUpRisk(
        shift=shift,
        agents=agents,
        calls=row["calls"],
        lost=row["lost"][agents],
        saved=row["lost"][agents] - row["lost"][agents + 1],
        met=row["met"][agents],
        met_more=row["met"][agents + 1],
    )


def look_up_all(risks: Risks, agents: Mapping[ShiftId, int], shifts: Iterable[Shift]) -> list[LookedUpRisk]:
    """Return the risk of shifts in their order; those that the forecast does not cover are left out."""
    found = (look_up(risks, shift, agents.get(shift.id, 0)) for shift in shifts if shift.seats)
    return [one for one in found if one is not None]


def propose_seats(plan: Plan, risks: Risks, shifts: Iterable[Shift]) -> list[LookedUpRisk]:
    """Return at most five shifts on which one seat more saves most calls, and at least half a call.

    Parameters
    ----------
    plan
        Its seats, and ``agents_max``.
    risks
        Of a stored forecast.
    shifts
        Those that may still be changed.
    """
    limit = plan.hotline.service.agents_max
    found = look_up_all(risks, {shift.id: shift.seats for shift in plan.shifts}, shifts)
    saving = [one for one in found if one.saved >= LEAST_SAVED and (limit is None or one.agents < limit)]
    saving.sort(key=lambda one: (-one.saved, one.shift.starts_at))
    return saving[:MOST_CHANGES]

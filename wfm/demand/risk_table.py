"""The risk of each shift with any number of agents, counted once for whoever looks at a roster later."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wfm.calendar import Shift
from wfm.demand.forecast import Forecast
from wfm.demand.risk import Team, TeamCounter, TeamRisk
from wfm.demand.staffing import find_covered_shifts
from wfm.ids import ShiftId
from wfm.plan import Plan

BEYOND = 3
"""Agents more than the largest number of seats, up to which it is counted."""


@dataclass(frozen=True)
class ShiftRiskRow:
    """A shift: its expected calls, and what nobody, one agent, two and so on mean for it."""

    shift: Shift
    calls: float
    by_agents: tuple[TeamRisk, ...]


def risk_table(plan: Plan, forecast: Forecast) -> dict[ShiftId, ShiftRiskRow]:
    """Return the risk of every shift that a forecast covers, agents alike.

    Who may be away unexpectedly, and the forecast's paths, are averaged over as in `roster_risk`.
    """
    covered = find_covered_shifts(plan, forecast)
    shifts = [shift for shift in plan.shifts if shift.id in covered]
    if not shifts:
        return {}
    counter = TeamCounter(forecast, plan.hotline.service)
    places = np.array([counter.paths.place[shift.id] for shift in shifts], dtype=np.int64)
    most = max(shift.seats for shift in shifts) + BEYOND
    found: dict[ShiftId, list[TeamRisk]] = {shift.id: [] for shift in shifts}
    calls: dict[ShiftId, float] = {}
    for agents in range(0, most, 2):
        for risk in counter.risks(shifts, places, Team(agents)):
            found[risk.shift.id] += [risk.now, risk.one_more]
            calls[risk.shift.id] = risk.calls
    return {shift.id: ShiftRiskRow(shift, calls[shift.id], tuple(found[shift.id])) for shift in shifts}

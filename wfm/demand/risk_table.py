"""The risk of each shift with any number of agents, counted once for whoever looks at a roster later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wfm.calendar import Shift
from wfm.demand.forecast import Forecast
from wfm.demand.risk import TeamCounter, TeamRisk
from wfm.demand.staffing import find_covered_shifts
from wfm.demand.team import Team
from wfm.ids import ShiftId
from wfm.plan import Plan

BEYOND = 3
"""Agents more than the largest number of seats, up to which it is counted."""
MOST_NOVICES = 3
"""On a shift; where more sit, what three mean with as many others is said of them."""


@dataclass(frozen=True)
class ShiftRiskRow:
    """A shift and what agents mean for it.

    Parameters
    ----------
    shift, calls
        Which, and its expected calls.
    by_agents
        What nobody, one agent, two and so on mean, none of them a novice.
    by_novices
        The same for one novice and more others, for two, and so on; the first of each has no others. Empty
        where novices count as others do.
    """

    shift: Shift
    calls: float
    by_agents: tuple[TeamRisk, ...]
    by_novices: tuple[tuple[TeamRisk, ...], ...] = ()


def risk_table(plan: Plan, forecast: Forecast) -> dict[ShiftId, ShiftRiskRow]:
    """Return the risk of every shift that a forecast covers, by its number of agents and of novices.

    Who may be away unexpectedly, and the forecast's paths, are averaged over as in `roster_risk`. Novices
    are told apart only where the hotline has a ``novice_factor``, `MOST_NOVICES` of them at most.
    """
    covered = find_covered_shifts(plan, forecast)
    shifts = [shift for shift in plan.shifts if shift.id in covered]
    if not shifts:
        return {}
    counter = TeamCounter(forecast, plan.hotline.service)
    most = max(shift.seats for shift in shifts) + BEYOND
    apart = 0 if plan.hotline.service.novice_factor == 1 else MOST_NOVICES
    rows = [_by_others(counter, shifts, novices, most - novices) for novices in range(apart + 1)]
    places = [counter.paths.place[shift.id] for shift in shifts]
    calls = [counter.calls_of(place) for place in places]
    return {
        shift.id: ShiftRiskRow(shift, calls[number], rows[0][number], tuple(row[number] for row in rows[1:]))
        for number, shift in enumerate(shifts)
    }


def _by_others(
    counter: TeamCounter, shifts: Sequence[Shift], novices: int, most: int
) -> list[tuple[TeamRisk, ...]]:
    """Return for each shift what so many novices mean with no others, with one, and so on below `most`."""
    places = np.array([counter.paths.place[shift.id] for shift in shifts], dtype=np.int64)
    found: list[list[TeamRisk]] = [[] for _ in shifts]
    for others in range(0, max(most, 1), 2):
        for number, risk in enumerate(counter.risks([*shifts], places, Team(others, novices))):
            found[number] += [risk.now, risk.one_more]
    return [tuple(some) for some in found]

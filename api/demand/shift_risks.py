"""The risk of shifts as a stored forecast has it: looked up by who sits there, nothing reckoned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wfm.calendar import Shift
from wfm.demand.proposal_limits import LEAST_SAVED, MOST_CHANGES
from wfm.demand.team import Team
from wfm.ids import ShiftId
from wfm.plan import Plan

Risks = Mapping[str, Any]
NOBODY = Team(0)


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


def look_up(risks: Risks, shift: Shift, team: Team) -> LookedUpRisk | None:
    """Return the risk of a shift with a team; nothing where the forecast does not cover it.

    One more is no novice. More novices than the forecast was counted with count as that many.
    """
    row = risks.get(shift.id)
    if row is None:
        return None
    apart = row.get("novices", ())[: team.novices]  # forecasts of earlier days tell none apart
    of, place = (apart[-1], team.size - len(apart)) if apart else (row, team.size)
    if place + 1 >= len(of["lost"]):
        return None
    lost, met = of["lost"], of["met"]
    return LookedUpRisk(
        shift=shift,
        agents=team.size,
        calls=row["calls"],
        lost=lost[place],
        saved=lost[place] - lost[place + 1],
        met=met[place],
        met_more=met[place + 1],
    )


def look_up_all(risks: Risks, teams: Mapping[ShiftId, Team], shifts: Iterable[Shift]) -> list[LookedUpRisk]:
    """Return the risk of shifts in their order; those that the forecast does not cover are left out."""
    found = (look_up(risks, shift, teams.get(shift.id, NOBODY)) for shift in shifts if shift.seats)
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
    found = look_up_all(risks, {shift.id: Team(shift.seats) for shift in plan.shifts}, shifts)
    saving = [one for one in found if one.saved >= LEAST_SAVED and (limit is None or one.agents < limit)]
    saving.sort(key=lambda one: (-one.saved, one.shift.starts_at))
    return saving[:MOST_CHANGES]

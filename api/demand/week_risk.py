"""The risk of a week's shifts with those who sit there, for the pages of a draft and of what is published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.access.ids import PlanId
from api.demand.records.forecasts import find_forecast
from api.demand.risk_sentences import risk_message, sum_message
from api.demand.shift_risks import LookedUpRisk, look_up_all
from api.store.engine import Connection
from wfm.calendar import Shift
from wfm.demand.proposal_limits import LEAST_SAVED, MOST_CHANGES
from wfm.demand.team import Team
from wfm.ids import ShiftId
from wfm.message import Message


@dataclass(frozen=True)
class WeekRisk:
    """What the calls to come mean for a week.

    Parameters
    ----------
    sentence
        Calls lost on all its shifts.
    worst
        Shifts on which one agent more would save most, at least half a call, five at most.
    shifts
        All of them, in order.
    state
        Id of the forecast, and when it was counted.
    """

    sentence: Message
    worst: Sequence[Message]
    shifts: Sequence[LookedUpRisk]
    state: str = ""


def read_week_risk(
    connection: Connection, plan: PlanId, teams: Mapping[ShiftId, Team], shifts: Iterable[Shift]
) -> WeekRisk | None:
    """Return the risk of shifts by the newest forecast of a plan; nothing where it covers none of them.

    Parameters
    ----------
    plan
        Random id.
    teams, shifts
        Who sit on each shift, and which shifts.
    """
    stored = find_forecast(connection, plan)
    found = [] if stored is None else look_up_all(stored.risks, teams, shifts)
    if stored is None or not found:
        return None
    saving = sorted((one for one in found if one.saved >= LEAST_SAVED), key=lambda one: -one.saved)
    return WeekRisk(
        sentence=sum_message(found),
        worst=[risk_message(one) for one in saving[:MOST_CHANGES]],
        shifts=found,
        state=f"{stored.id} {sum(one.lost for one in found):.3f}",
    )

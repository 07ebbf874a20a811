"""A week beside its forecast and beside what was needed; and changes of seats that would save calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction

import numpy as np

from wfm.calendar import Shift, Week
from wfm.demand.absence import average_sums
from wfm.demand.forecast import Forecast
from wfm.demand.forecasting import forecast_calls
from wfm.demand.handling_time import USUAL_SECONDS
from wfm.demand.history import CallHistory, CallInterval
from wfm.demand.key_figures import KeyFigure, intervals_of, key_figures, week_days
from wfm.demand.proposal_limits import LEAST_SAVED, MOST_CHANGES
from wfm.demand.week_beside import entry_figures, mail_figures
from wfm.demand.week_comparison import CountedDay, compare_days, compare_forecast, compare_need
from wfm.errors import Fault, HistoryError
from wfm.ids import ShiftId
from wfm.message import Text
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.service_target import ServiceTarget

COUNTED_WEEK = Text("fault.counted_week", "a week in which calls were counted in the opening hours")
_PATHS = 100


@dataclass(frozen=True)
class SeatChange:
    """A change of ``demand.csv`` that is proposed.

    Parameters
    ----------
    shift
        The shift.
    before, agents
        Its seats now, and proposed.
    saved
        Expected calls that would not be abandoned.
    lost
        Expected calls abandoned with the seats of now.
    """

    shift: Shift
    before: int
    agents: int
    saved: float
    lost: float


def propose_changes(
    plan: Plan, roster: Roster | None, forecast: Forecast, shifts: Sequence[Shift]
) -> tuple[SeatChange, ...]:
    """Return at most five further seats, those that save most calls first.

    Parameters
    ----------
    plan, roster
        A shift's agents are those whom the roster names, without one its seats.
    forecast
        Its paths are what the calls saved are the mean of.
    shifts
        Those that may still be changed.
    """
    target = plan.hotline.service
    limit = target.agents_max
    before = {
        shift: shift.seats if roster is None else len(roster.on(shift.id)) for shift in shifts if shift.seats
    }
    open_ = [shift for shift, agents in before.items() if limit is None or agents < limit]
    now = _lost(forecast, {shift.id: before[shift] for shift in open_}, target)
    more = _lost(forecast, {shift.id: before[shift] + 1 for shift in open_}, target)
    found = [
        SeatChange(shift, before[shift], before[shift] + 1, now[shift.id] - more[shift.id], now[shift.id])
        for shift in open_
        if shift.id in now and now[shift.id] - more[shift.id] >= LEAST_SAVED
    ]
    found.sort(key=lambda one: (-one.saved, one.shift.starts_at))
    return tuple(found[:MOST_CHANGES])


def _lost(
    forecast: Forecast, agents: Mapping[ShiftId, int], target: ServiceTarget
) -> Mapping[ShiftId, float]:
    """Return the calls abandoned on each shift with so many agents, the mean over paths."""
    places = [at for at, one in enumerate(forecast.intervals) if one.shift in agents]
    if not places:
        return {}
    parts = [forecast.intervals[at] for at in places]
    paths = forecast.paths[:_PATHS, places]
    number = len(paths)
    seconds, aht, seats = (
        np.tile(np.array(values, dtype=float), number)
        for values in (
            [60.0 * one.minutes for one in parts],
            forecast.aht[places],
            [agents[one.shift] for one in parts],
        )
    )
    # Counts are small whole numbers, so most intervals of most paths are one of a few queues.
    queues, back = np.unique(
        np.stack([paths.reshape(-1).astype(float), seconds, aht, seats]), axis=1, return_inverse=True
    )
    sums = average_sums(queues[0], queues[1], queues[2], queues[3], target)
    lost = sums.abandoned[back.reshape(-1)].reshape(number, -1).mean(axis=0)
    found: dict[ShiftId, float] = {}
    for one, calls in zip(parts, lost.tolist(), strict=True):
        found[one.shift] = found.get(one.shift, 0.0) + calls
    return found


@dataclass(frozen=True)
class WeekReview:
    """A week's figures, and what is proposed for the shifts after it.

    Parameters
    ----------
    intervals
        How many of the week were counted.
    days
        Each day on which anything was.
    """

    week: Week
    intervals: int
    figures: tuple[KeyFigure, ...]
    changes: tuple[SeatChange, ...]
    days: tuple[CountedDay, ...] = ()

    def figure(self, key: str) -> KeyFigure:
        """Return a figure by its key."""
        return next(one for one in self.figures if one.key == key)


def review_week(
    plan: Plan, history: CallHistory, week: Week, forecast: Forecast | None, roster: Roster | None
) -> WeekReview:
    """Return the key figures of a week.

    Parameters
    ----------
    plan
        Goals, opening hours and shifts.
    history
        What was counted, in this week and before.
    week
        The week.
    forecast
        What had been expected; where there is none the shifts after the week are forecast from what is
        counted up to its end, and the week is held against nothing.
    roster
        Who sits; agents that were not counted are those whom it names.

    Raises
    ------
    HistoryError
        Where nothing was counted in that week, or too little to forecast what comes.
    """
    ahead = [shift for shift in plan.shifts if shift.day > week_days(week)[-1]]
    found = count_week(plan, history, week, forecast, roster)
    expected = forecast
    if expected is None and ahead:
        end = week_days(week)[-1] + timedelta(days=1)
        minutes = plan.hotline.service.interval_minutes
        expected = forecast_calls(history, plan.hotline, minutes, _PATHS, 1, end).forecast
    if expected is None:
        return found
    return replace(found, changes=propose_changes(plan, roster, expected, ahead))


def count_week(
    plan: Plan, history: CallHistory, week: Week, forecast: Forecast | None, roster: Roster | None
) -> WeekReview:
    """Return the key figures of a week, and nothing that is proposed; otherwise as `review_week`.

    Raises
    ------
    HistoryError
        Where nothing was counted in that week.
    """
    hotline, target, minutes = plan.hotline, plan.hotline.service, history.interval_minutes
    counted = intervals_of(history, hotline, week_days(week))
    if not counted:
        raise HistoryError([Fault("calls", None, "date", str(week), COUNTED_WEEK())])
    intervals = counted if roster is None else with_rostered(counted, plan, roster)
    figures = key_figures(intervals, minutes, target)
    handling = next(one.value for one in figures if one.key == "handling_time")
    usual = USUAL_SECONDS if handling is None else max(1.0, float(handling))
    return WeekReview(
        week,
        len(counted),
        (
            *figures,
            *compare_forecast(counted, minutes, forecast, target.interval_minutes),
            *compare_need(intervals, minutes, target, usual),
            *mail_figures(history.mail, week, target),
            *entry_figures(history.entered, week),
        ),
        (),
        compare_days(intervals, minutes, forecast, target, usual),
    )


def with_rostered(intervals: Sequence[CallInterval], plan: Plan, roster: Roster) -> tuple[CallInterval, ...]:
    """Return intervals in which agents that were not counted are those whom a roster names."""
    found = []
    for one in intervals:
        shift = next((s for s in plan.shifts if s.day == one.day and s.start <= one.start < s.end), None)
        if one.agents is None and shift is not None:
            found.append(one._replace(agents=Fraction(len(roster.on(shift.id)))))
        else:
            found.append(one)
    return tuple(found)

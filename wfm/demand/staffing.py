"""The agents that a period needs by a forecast: interval by interval, and seats shift by shift."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wfm.calendar import Shift
from wfm.demand.abandonment import ExpectedAbandonment
from wfm.demand.absence import average_figures, sums_of
from wfm.demand.forecast import Forecast, path_quantiles
from wfm.demand.intervals import Interval, cut_shift
from wfm.demand.mail_work import MailOutlook, foresee_mail, seats_of
from wfm.demand.path_queues import PathQueues
from wfm.demand.requirement import NOTHING_BINDS, Requirement, find_requirement
from wfm.demand.seat_spread import spread_seats
from wfm.demand.shift_need import ShiftNeed
from wfm.demand.shift_paths import shift_starts
from wfm.ids import ShiftId
from wfm.plan import Plan
from wfm.service_target import GoalScope, ServiceTarget
from wfm.tables.column import MOST_SEATS

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]
AGENTS_MIN, AGENTS_MAX = "agents_min", "agents_max"
"""Limits that bind where no goal does."""
MUCH_ABANDONED = 0.15
"""Beyond it many who gave up call again, and calls are more than was forecast."""
LONG_CALLS = 4
"""Intervals shorter than so many handling times are no worlds of their own: what waits at the end of one is
still there in the next."""


@dataclass(frozen=True, eq=False)
class IntervalNeeds:
    """What each interval needs, arrays of shape (intervals,).

    Parameters
    ----------
    intervals
        Of the forecast, in order.
    need_mean, need
        Fewest agents that meet every goal for the mean calls, and on enough paths; without limits.
    binding
        Goal that one agent fewer than `need` would miss.
    service_level, abandoned_share, mean_wait, occupancy
        With `need` agents, for the mean calls.
    """

    intervals: tuple[Interval, ...]
    need_mean: Whole
    need: Whole
    binding: tuple[str, ...]
    service_level: Numbers
    abandoned_share: Numbers
    mean_wait: Numbers
    occupancy: Numbers


@dataclass(frozen=True)
class ShiftSeats:
    """What a shift needs and gets.

    Parameters
    ----------
    shift
        As the plan has it.
    need
        Fewest agents that meet the goals, without limits.
    agents
        Seats it gets: `need` within the limits, or its part of a given number.
    binding
        Goal or limit that asks for the last of `need`; empty where nothing does.
    calls
        Expected calls, as the forecast has them.
    abandoned, abandoned_now
        Expected abandoned calls, the mean over its paths, with `agents`, and with the plan's seats.
    worst, worst_share
        Interval in which the largest share abandons, and that share, with `agents` for the mean calls.
    long_calls
        Intervals in which a call takes more than a quarter of them.
    """

    shift: Shift
    need: int
    agents: int
    binding: str
    calls: float
    abandoned: float
    abandoned_now: float
    worst: Interval
    worst_share: float
    long_calls: int


@dataclass(frozen=True)
class Staffing:
    """A period's agents by a forecast.

    Parameters
    ----------
    intervals
        Interval by interval.
    shifts
        Those that the plan has and the forecast covers, in order.
    without_forecast
        Shifts of the plan that the forecast does not cover; they keep their seats.
    left_over
        Seats of a given number for which no shift has room.
    mail, mail_now
        What becomes of e-mail with these seats, and with the plan's; ``None`` where none is expected.
    """

    intervals: IntervalNeeds
    shifts: tuple[ShiftSeats, ...]
    without_forecast: tuple[Shift, ...] = ()
    left_over: int = 0
    mail: MailOutlook | None = None
    mail_now: MailOutlook | None = None

    @property
    def binding(self) -> str:
        """Goal or limit that binds on most shifts; empty where there is none."""
        found = Counter(one.binding for one in self.shifts if one.binding)
        return found.most_common(1)[0][0] if found else NOTHING_BINDS


class TooFewSeatsError(ValueError):
    """A given number of seats is less than the fewest that the shifts may have.

    Parameters
    ----------
    least
        The fewest in all.
    """

    def __init__(self, least: int) -> None:
        self.least = least
        super().__init__(f"at least {least} seats")


def plan_seats(plan: Plan, forecast: Forecast, seats: int | None = None) -> Staffing:
    """Return the agents needed, and the seats of each shift.

    Parameters
    ----------
    plan
        Its shifts and ``[service]``.
    forecast
        Of its opening hours, or of some.
    seats
        A number to spread over all shifts of the period where it saves most abandoned calls; ``None``
        where each gets what it needs.

    Raises
    ------
    TooFewSeatsError
        Where `seats` are fewer than ``agents_min`` on each shift.
    """
    target = plan.hotline.service
    queues = PathQueues(forecast)
    needs = interval_needs(forecast, target)
    required = _by_shift(forecast, queues, needs, target)
    lost = ExpectedAbandonment(forecast, queues, target)
    place_of = {forecast.intervals[first].shift: place for place, first in enumerate(shift_starts(forecast))}
    covered = find_covered_shifts(plan, forecast)
    shifts = [shift for shift in plan.shifts if shift.id in covered]
    others = tuple(shift for shift in plan.shifts if shift.id not in covered)
    places = [place_of[shift.id] for shift in shifts]
    given = [limit_agents(int(required.agents[place]), target) for place in places]
    left_over = 0
    if seats is not None:
        given, left_over = _spread(seats, sum(one.seats for one in others), places, lost, target)
    details = _Details(forecast, target, required, lost)
    rows = (details.row(*one) for one in zip(shifts, places, given, strict=True))
    now = {shift.id: shift.seats for shift in plan.shifts}
    then = now | {shift.id: agents for shift, agents in zip(shifts, given, strict=True)}
    mail, mail_now = (foresee_mail(forecast, seats_of(forecast, one), target) for one in (then, now))
    return Staffing(needs, tuple(rows), others, left_over, mail, mail_now)


def interval_needs(forecast: Forecast, target: ServiceTarget) -> IntervalNeeds:
    """Return what each interval of a forecast needs."""
    seconds = np.array([60.0 * one.minutes for one in forecast.intervals])
    (likely,) = path_quantiles(forecast.paths, [target.confidence])  # more calls never need fewer agents
    required = find_requirement(likely, seconds, forecast.aht, target)
    figures = average_figures(forecast.calls / seconds, forecast.aht, required.agents, target)
    sums = sums_of(figures, forecast.calls)
    return IntervalNeeds(
        intervals=forecast.intervals,
        need_mean=find_requirement(forecast.calls, seconds, forecast.aht, target).agents,
        need=required.agents,
        binding=required.binding,
        service_level=sums.service_level(target.convention),
        abandoned_share=sums.abandonment(target.convention),
        mean_wait=sums.mean_wait,
        occupancy=np.where(forecast.calls > 0, figures.occupancy, 0.0),
    )


def limit_agents(need: int, target: ServiceTarget) -> int:
    """Return agents needed, within the limits."""
    most = MOST_SEATS if target.agents_max is None else target.agents_max
    return min(max(need, target.agents_min), most)


def _by_shift(
    forecast: Forecast, queues: PathQueues, needs: IntervalNeeds, target: ServiceTarget
) -> Requirement:
    """Return what each shift of the forecast needs, as the scope says."""
    if target.scope is GoalScope.SHIFT:
        return ShiftNeed(forecast, queues, target).find_requirement()
    starts = shift_starts(forecast).tolist()
    ends = [*starts[1:], len(needs.need)]
    worst = [first + int(needs.need[first:last].argmax()) for first, last in zip(starts, ends, strict=True)]
    return Requirement(needs.need[worst], tuple(needs.binding[place] for place in worst))


def find_covered_shifts(plan: Plan, forecast: Forecast) -> set[ShiftId]:
    """Return the shifts of which the forecast has every interval."""
    there = Counter(one.shift for one in forecast.intervals)
    length = plan.hotline.service.interval_minutes
    return {
        shift.id
        for shift in plan.shifts
        if there[shift.id] and there[shift.id] == sum(1 for _ in cut_shift(shift, length, plan.hotline))
    }


def _spread(
    seats: int, kept: int, places: Sequence[int], lost: ExpectedAbandonment, target: ServiceTarget
) -> tuple[list[int], int]:
    """Return the seats of each shift, and how many are left over; `kept` are those of other shifts."""
    least = [target.agents_min] * len(places)
    if seats < sum(least) + kept:
        raise TooFewSeatsError(sum(least) + kept)
    most = [MOST_SEATS if target.agents_max is None else target.agents_max] * len(places)

    def abandoned(shift: int, agents: int) -> float:
        return float(lost.with_agents(agents)[places[shift]])

    given = spread_seats(seats - kept, least, most, abandoned)
    return given, seats - kept - sum(given)


class _Details:
    """Tells of a shift what its seats mean."""

    def __init__(
        self, forecast: Forecast, target: ServiceTarget, required: Requirement, lost: ExpectedAbandonment
    ) -> None:
        self._forecast, self._target, self._required, self._lost = forecast, target, required, lost
        self._seconds = np.array([60.0 * one.minutes for one in forecast.intervals])
        self._starts = shift_starts(forecast)
        self._ends = np.append(self._starts[1:], len(forecast.intervals))
        self._long = forecast.aht * LONG_CALLS > self._seconds
        self._shares: dict[int, Numbers] = {}

    def row(self, shift: Shift, place: int, agents: int) -> ShiftSeats:
        """Return what a shift needs and gets."""
        own = slice(self._starts[place], self._ends[place])
        shares = self._shares_with(agents)[own]
        need = int(self._required.agents[place])
        worst = int(shares.argmax())
        return ShiftSeats(
            shift=shift,
            need=need,
            agents=agents,
            binding=self._binding(place, need),
            calls=float(self._forecast.calls[own].sum()),
            abandoned=float(self._lost.with_agents(agents)[place]),
            abandoned_now=float(self._lost.with_agents(shift.seats)[place]),
            worst=self._forecast.intervals[own][worst],
            worst_share=float(shares[worst]),
            long_calls=int(self._long[own].sum()),
        )

    def _binding(self, place: int, need: int) -> str:
        limited = limit_agents(need, self._target)
        if limited > need:
            return AGENTS_MIN
        return AGENTS_MAX if limited < need else self._required.binding[place]

    def _shares_with(self, agents: int) -> Numbers:
        """Return the share that abandons in each interval, were there so many agents everywhere."""
        if agents not in self._shares:
            calls = self._forecast.calls
            figures = average_figures(calls / self._seconds, self._forecast.aht, agents, self._target)
            self._shares[agents] = np.where(calls > 0, figures.abandoned, 0.0)
        return self._shares[agents]

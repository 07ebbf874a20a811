"""The risk of a shift with those who sit there: goals missed, calls lost, what one more saves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wfm.calendar import Shift
from wfm.demand.call_sums import CallSums, Truths
from wfm.demand.erlang import erlang_a
from wfm.demand.forecast import Forecast
from wfm.demand.intervals import Interval
from wfm.demand.mail_work import MailOutlook, foresee_mail, seats_of
from wfm.demand.path_queues import PathQueues
from wfm.demand.shift_paths import ShiftPaths
from wfm.demand.staffing import find_covered_shifts
from wfm.demand.team import Team, team_of
from wfm.demand.unequal_agents import unequal_figures
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.service_target import GoalScope, ServiceTarget

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class TeamRisk:
    """What a team means for a shift.

    Parameters
    ----------
    met
        Likelihood that every goal is met.
    abandoned
        Expected abandoned calls.
    """

    met: float
    abandoned: float


@dataclass(frozen=True)
class ShiftRisk:
    """The risk of a shift.

    Parameters
    ----------
    shift
        As the plan has it.
    agents
        Who sit there, novices too.
    calls
        Expected calls, as the forecast has them; those abandoned are the mean over its paths.
    now, one_more
        With its agents, and with one more who is no novice.
    worst, worst_share
        Interval in which the largest share of the expected calls is abandoned, and that share.
    """

    shift: Shift
    agents: int
    calls: float
    now: TeamRisk
    one_more: TeamRisk
    worst: Interval
    worst_share: float

    @property
    def saved(self) -> float:
        """Calls that one agent more would save."""
        return self.now.abandoned - self.one_more.abandoned


@dataclass(frozen=True)
class RosterRisk:
    """The risk of each shift that the forecast covers, in order, the shifts that it does not, and e-mail."""

    shifts: tuple[ShiftRisk, ...]
    without_forecast: tuple[Shift, ...] = ()
    mail: MailOutlook | None = None


def roster_risk(plan: Plan, roster: Roster, forecast: Forecast) -> RosterRisk:
    """Return the risk of every shift with the agents whom a roster gives it.

    Absence known beforehand is in the roster; only what comes unexpectedly is averaged over.
    """
    covered = find_covered_shifts(plan, forecast)
    shifts = [shift for shift in plan.shifts if shift.id in covered]
    teams = [team_of(plan, roster, shift) for shift in shifts]
    count = TeamCounter(forecast, plan.hotline.service)
    places = np.array([count.paths.place[shift.id] for shift in shifts], dtype=np.int64)
    found: list[ShiftRisk | None] = [None] * len(shifts)
    for team in sorted(set(teams)):
        those = [number for number, one in enumerate(teams) if one == team]
        risks = count.risks([shifts[number] for number in those], places[those], team)
        for number, risk in zip(those, risks, strict=True):
            found[number] = risk
    without = tuple(shift for shift in plan.shifts if shift.id not in covered)
    agents = seats_of(forecast, {shift.id: len(roster.on(shift.id)) for shift in plan.shifts})
    mail = foresee_mail(forecast, agents, plan.hotline.service)
    return RosterRisk(tuple(risk for risk in found if risk), without, mail)


class TeamCounter:
    """Counts teams on the paths of one forecast; each team that may be there once."""

    def __init__(self, forecast: Forecast, target: ServiceTarget) -> None:
        self._forecast, self._target = forecast, target
        self._queues = PathQueues(forecast)
        self.paths = ShiftPaths(forecast, self._queues)
        self._interval, self._queue, self._part = self._queues.frequencies()
        self._each: dict[Team, CallSums] = {}
        self._calls = self._by_interval(self._queues.calls)

    def risks(self, shifts: list[Shift], places: Whole, team: Team) -> Iterator[ShiftRisk]:
        """Yield the risk of some shifts that have the same team."""
        abandoned, met = self._abandoned(team), self._met(places, team)
        more = Team(team.others + 1, team.novices)
        abandoned_more, met_more = self._abandoned(more), self._met(places, more)
        shares = np.divide(abandoned, self._calls, out=np.zeros_like(abandoned), where=self._calls > 0)
        for number, (shift, place) in enumerate(zip(shifts, places.tolist(), strict=True)):
            own = slice(self.paths.starts[place], self.paths.ends[place])
            worst = int(self.paths.starts[place] + shares[own].argmax())
            yield ShiftRisk(
                shift=shift,
                agents=team.size,
                calls=self.calls_of(place),
                now=TeamRisk(float(met[number]), float(abandoned[own].sum())),
                one_more=TeamRisk(float(met_more[number]), float(abandoned_more[own].sum())),
                worst=self._forecast.intervals[worst],
                worst_share=float(shares[worst]),
            )

    def calls_of(self, place: int) -> float:
        """Return the expected calls of a shift by its place among the paths' shifts."""
        own = slice(self.paths.starts[place], self.paths.ends[place])
        return float(self._forecast.calls[own].sum())

    def _abandoned(self, team: Team) -> Numbers:
        """Return expected abandoned calls of each interval, over absence and paths."""
        there = team.present(float(self._target.shrinkage_unplanned))
        of_queue = sum(chance * self._sums(present).abandoned for chance, present in there)
        return self._by_interval(np.asarray(of_queue))

    def _met(self, places: Whole, team: Team) -> Numbers:
        """Return how likely every goal is met on some shifts, over absence and paths."""
        found = np.zeros(len(self.paths.starts))
        for chance, present in team.present(float(self._target.shrinkage_unplanned)):
            for block in self.paths.blocks(places):
                found[block] += chance * self._met_with(block, present).mean(axis=0)
        return found[places]

    def _met_with(self, block: Whole, present: Team) -> Truths:
        """Return whether every goal is met on each path, shape (paths, shifts)."""
        sums = self._sums(present)
        if self._target.scope is GoalScope.INTERVAL:
            return self.paths.all_of(block, sums.meets(self._target))
        return self.paths.sums(block, sums).meets(self._target)

    def _sums(self, present: Team) -> CallSums:
        """Return what becomes of the calls of each queue with those who are there."""
        if present not in self._each:
            rate, target = self._queues.calls / self._queues.seconds, self._target
            if present.novices:
                factors = [1.0] * present.others + [float(target.novice_factor)] * present.novices
                found = unequal_figures(
                    rate, self._queues.aht, factors, patience=target.patience, within=target.answer_within
                )
            else:
                one = erlang_a(
                    *(rate, self._queues.aht, present.others),
                    patience=target.patience,
                    within=target.answer_within,
                )
                found = one.in_time, one.abandoned, one.abandoned_short, one.wait
            self._each[present] = CallSums(np.ones(len(rate)), *found).times(self._queues.calls)
        return self._each[present]

    def _by_interval(self, of_queue: Numbers) -> Numbers:
        weights = self._part * of_queue[self._queue]
        sums: Numbers = np.bincount(
            self._interval, weights=weights, minlength=len(self._forecast.intervals)
        ).astype(float)
        return sums

"""A first roster without a solver: it keeps every hard rule that its locks allow, and fills what it can.

It goes through the shifts in order of time. On each sits the municipality that is furthest behind
its target, with the team that holds most competences and has sat least. Nothing is taken back, so it
is fast and rarely the best; the search begins from it.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations, count
from math import comb

from solver.params import Clock
from wfm.agent import Agent
from wfm.baseline import Baseline
from wfm.calendar import Shift, Week
from wfm.hotline import Pairing
from wfm.ids import AgentId, CompetenceCode, MunicipalityCode, ShiftId
from wfm.plan import Plan
from wfm.previous_weeks import ends_before, shifts_before
from wfm.roster import Assignment, Roster

MOST_TEAMS = 200
"""Teams compared for a shift; of more agents only those with the least load are looked at."""

GRACE = 1.0
"""Seconds that a first roster may take beyond the time limit: a filled one is worth the wait."""


def locked_roster(plan: Plan, baseline: Baseline | None = None) -> Roster:
    """Return the roster that holds just the assignments that the locks demand, and the frozen ones.

    Every hard rule but ``locks`` is kept the more easily the fewer sit, and ``locks`` demands no
    more than these. So a plan has a roster at all exactly where this one breaks no hard rule. On frozen
    shifts of a baseline no lock counts.
    """
    frozen = frozenset[ShiftId]() if baseline is None else baseline.frozen_shifts(plan)
    stay = Roster() if baseline is None else baseline.frozen_part(plan)
    pairs = dict.fromkeys((lock.agent, lock.shift) for lock in plan.locks if lock.shift not in frozen)
    return Roster.of([*stay, *((agent, shift) for agent, shift in pairs if agent is not None)])


def greedy_roster(plan: Plan, seed: int, clock: Clock, baseline: Baseline | None = None) -> Roster:
    """Return a roster that keeps the hard rules, where :func:`locked_roster` does.

    Parameters
    ----------
    plan
        A plan whose locks can be kept.
    seed
        Of the order among equals.
    clock
        Shifts that are not reached in time, or shortly after, stay as the locks leave them.
    baseline
        What to stay close to, if anything: who sits there and still may is seated first.
    """
    desk = _Desk(plan, locked_roster(plan, baseline), random.Random(seed))
    frozen = frozenset[ShiftId]() if baseline is None else baseline.frozen_shifts(plan)
    for agent, shift_id in () if baseline is None else baseline.roster:
        if shift_id not in frozen:
            desk.keep(plan.agent[agent], plan.shift[shift_id])
    for shift in plan.shifts:
        if shift.id not in frozen and clock.spent < clock.limit + GRACE:
            desk.fill(shift)
    return Roster.of(desk.assignments())


class _Desk:
    """Who sits where so far, and who may still sit."""

    def __init__(self, plan: Plan, start: Roster, chance: random.Random) -> None:
        self._plan = plan
        self._shifts: dict[AgentId, list[Shift]] = {agent.id: [] for agent in plan.agents}
        self._weeks: Counter[tuple[AgentId, Week]] = Counter()
        self._days: dict[tuple[AgentId, date], list[Shift]] = {}
        self._units: Counter[MunicipalityCode] = Counter()
        self._on: dict[str, list[Agent]] = {shift.id: [] for shift in plan.shifts}
        self._ended = {agent.id: max(ends_before(plan, agent.id), default=None) for agent in plan.agents}
        self._tie = {agent.id: chance.random() for agent in plan.agents}
        self._only = {lock.shift: lock.municipality for lock in plan.locks if lock.municipality}
        self._rest = timedelta(minutes=plan.hotline.limits.rest)
        days = self._rest.days + 1
        self._nights = [number for number in range(-days, days + 1) if number]
        self._loads = {agent.id: float(plan.loads[agent.id]) or 1.0 for agent in plan.staffing_agents}
        for agent, shift in start:
            self._seat(plan.agent[agent], plan.shift[shift])

    def assignments(self) -> Iterator[Assignment]:
        """Yield who sits where."""
        for agent, shifts in self._shifts.items():
            for shift in shifts:
                yield agent, shift.id

    def keep(self, agent: Agent, shift: Shift) -> None:
        """Seat an agent where there is room and they may sit."""
        sitting = self._on[shift.id]
        same = self._plan.hotline.pairing is Pairing.MIXED or all(
            other.municipality == agent.municipality for other in sitting
        )
        if same and len(sitting) < shift.seats and agent.id in self._loads and self._may(agent, shift):
            self._seat(agent, shift)

    def fill(self, shift: Shift) -> None:
        """Fill a shift's empty seats as far as somebody may sit there."""
        free = [agent for agent in self._plan.staffing_agents if self._may(agent, shift)]
        sitting = self._on[shift.id]
        if not self._plan.mixed_on(shift.id):
            free = self._one_home(free, sitting, shift)
        for agent in self._team(free, tuple(sitting), shift.seats):
            self._seat(agent, shift)

    def _may(self, agent: Agent, shift: Shift) -> bool:
        plan = self._plan
        if shift.id not in plan.assignable[agent.id] or self._on[shift.id].count(agent):
            return False
        if self._only.get(shift.id, agent.municipality) != agent.municipality:
            return False
        sat = self._weeks[agent.id, shift.week] + shifts_before(plan, agent.id, shift.week)
        of_day = len(self._days.get((agent.id, shift.day), ()))
        if sat >= plan.weekly_limit(agent) or of_day >= plan.hotline.limits.shifts_per_day:
            return False
        return self._rested(agent, shift)

    def _rested(self, agent: Agent, shift: Shift) -> bool:
        """Tell whether the agent has rest on both sides of a shift."""
        ended = self._ended[agent.id]
        if ended is not None and shift.starts_at - ended < self._rest:
            return False
        near = (self._days.get((agent.id, shift.day + timedelta(days=n)), ()) for n in self._nights)
        return not any(self._too_near(shift, other) for others in near for other in others)

    def _too_near(self, one: Shift, other: Shift) -> bool:
        first, second = (one, other) if one.day < other.day else (other, one)
        return second.starts_at - first.ends_at < self._rest

    def _one_home(self, free: Sequence[Agent], sitting: Sequence[Agent], shift: Shift) -> list[Agent]:
        """Return the free agents of the municipality that should have the shift."""
        homes = {agent.municipality for agent in sitting} or {agent.municipality for agent in free}
        teams = {home: [agent for agent in free if agent.municipality == home] for home in sorted(homes)}
        if not teams:
            return []
        return teams[max(teams, key=lambda home: self._fitness(home, teams[home], sitting, shift))]

    def _fitness(
        self, home: MunicipalityCode, team: Sequence[Agent], sitting: Sequence[Agent], shift: Shift
    ) -> tuple[int, int, float]:
        """Rank a municipality for a shift: seats filled, then competences held, then part of target open."""
        filled = min(shift.seats, len(team) + len(sitting))
        target = self._plan.quotas[home].target
        behind = (target - self._units[home]) / max(1, target)
        chosen = self._team(team, sitting, shift.seats)
        missing = sum(self._missing([*sitting, *chosen]).values())
        return (filled if behind > 0 else filled - shift.seats), -missing, behind

    def _team(self, free: Sequence[Agent], sitting: Sequence[Agent], seats: int) -> Sequence[Agent]:
        """Return who of the free should join those who sit: fewest competences missing, then least load."""
        number = min(seats - len(sitting), len(free))
        if number <= 0:
            return ()
        if comb(len(free), number) > MOST_TEAMS:
            free = sorted(free, key=self._rank)[: self._few(number)]
        return min(combinations(free, number), key=lambda team: self._price(team, sitting))

    def _few(self, number: int) -> int:
        """Return how many agents have at most `MOST_TEAMS` teams of a size."""
        return next(n for n in count(number) if comb(n + 1, number) > MOST_TEAMS)

    def _price(self, team: Sequence[Agent], sitting: Sequence[Agent]) -> tuple[int, float]:
        missing = sum(self._missing([*sitting, *team]).values())
        return missing, sum(self._rank(agent) for agent in team)

    def _rank(self, agent: Agent) -> float:
        """Return an agent's load so far for their part of it, after a seat more; a little chance in it."""
        behind = 0.0
        if self._plan.hotline.pairing is Pairing.MIXED:
            target = self._plan.quotas[agent.municipality].target
            behind = 1000.0 * max(0, self._units[agent.municipality] + 1 - target)
        load = (len(self._shifts[agent.id]) + 1) / self._loads[agent.id]
        return behind + load + self._tie[agent.id] / 1000

    def _missing(self, team: Iterable[Agent]) -> Counter[CompetenceCode]:
        held = Counter(code for agent in team for code in agent.competences)
        wanted = {c.code: max(0, c.min_agents - held[c.code]) for c in self._plan.hotline.competences}
        return Counter(wanted)

    def _seat(self, agent: Agent, shift: Shift) -> None:
        mixed = self._plan.hotline.pairing is Pairing.MIXED
        if mixed or not any(other.municipality == agent.municipality for other in self._on[shift.id]):
            self._units[agent.municipality] += 1
        self._on[shift.id].append(agent)
        self._shifts[agent.id].append(shift)
        self._weeks[agent.id, shift.week] += 1
        self._days.setdefault((agent.id, shift.day), []).append(shift)

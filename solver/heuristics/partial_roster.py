"""A partial roster: one in the making, that keeps every hard rule all the way."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations, count
from math import comb

from wfm.agent import Agent
from wfm.calendar import Shift, Week
from wfm.competence import holders_missing
from wfm.hotline import Pairing
from wfm.ids import AgentId, MunicipalityCode
from wfm.plan import Plan
from wfm.previous_weeks import ends_before, shifts_before
from wfm.roster import Assignment, Roster

MOST_TEAMS = 200
"""Teams compared for a shift; of more agents only those with the least load are looked at."""


class PartialRoster:
    """Who sits where so far, and who may still sit.

    Parameters
    ----------
    plan
        A plan whose locks can be kept.
    start
        Who sits in any case.
    chance
        Of the order among equals.
    """

    def __init__(self, plan: Plan, start: Roster, chance: random.Random) -> None:
        self.plan = plan
        self.shifts: dict[AgentId, list[Shift]] = {agent.id: [] for agent in plan.agents}
        self._weeks: Counter[tuple[AgentId, Week]] = Counter()
        self._days: dict[tuple[AgentId, date], list[Shift]] = {}  # by the first agent that a person is
        self.units: Counter[MunicipalityCode] = Counter()
        self.on: dict[str, list[Agent]] = {shift.id: [] for shift in plan.shifts}
        self._person = plan.first_self
        self._alone = len(plan.people) == len(plan.agents)  # nobody has two employments
        self._ended = {
            person[0]: max((end for agent in person for end in ends_before(plan, agent)), default=None)
            for person in plan.people
        }
        last = plan.hotline.period.last_day  # a novice draws nothing: the search goes as without one
        self._tie = {a.id: chance.random() for a in plan.agents if not a.is_novice_on(last)}
        self._only = {lock.shift: lock.municipality for lock in plan.locks if lock.municipality}
        self._mixed = plan.hotline.pairing is Pairing.MIXED
        self._rest = timedelta(minutes=plan.hotline.limits.rest)
        days = self._rest.days + 1
        self._nights = [number for number in range(-days, days + 1) if number]
        self._loads = {agent.id: float(plan.loads[agent.id]) or 1.0 for agent in plan.staffing_agents}
        for agent, shift in start:
            self._seat(plan.agent[agent], plan.shift[shift])

    def assignments(self) -> Iterator[Assignment]:
        """Yield who sits where."""
        for agent, shifts in self.shifts.items():
            for shift in shifts:
                yield agent, shift.id

    def keep(self, agent: Agent, shift: Shift) -> None:
        """Seat an agent where there is room and they may sit."""
        sitting = self.on[shift.id]
        same = self._mixed or all(other.municipality == agent.municipality for other in sitting)
        if same and len(sitting) < shift.seats and agent.id in self._loads and self.may(agent, shift):
            self._seat(agent, shift)

    def fill(self, shift: Shift) -> None:
        """Fill a shift's empty seats as far as somebody may sit there."""
        free = [agent for agent in self.plan.staffing_agents if self.may(agent, shift)]
        sitting = self.on[shift.id]
        if not self.plan.mixed_on(shift.id):
            free = self._one_home(free, sitting, shift)
        elif not self._alone:
            free = self._different(free, sitting)
        for agent in self._team(free, tuple(sitting), shift.seats):
            self._seat(agent, shift)

    def may(self, agent: Agent, shift: Shift) -> bool:
        """Tell whether an agent may sit on a shift too, by every rule but the room there."""
        plan = self.plan
        if shift.id not in plan.assignable[agent.id] or self._is_there(agent, shift):
            return False
        if self._only.get(shift.id, agent.municipality) != agent.municipality:
            return False
        sat = self._weeks[agent.id, shift.week] + shifts_before(plan, agent.id, shift.week)
        of_day = len(self._days.get((self._person[agent.id], shift.day), ()))
        if sat >= plan.weekly_limit(agent) or of_day >= plan.hotline.limits.shifts_per_day:
            return False
        return self._rested(agent, shift)

    def _is_there(self, agent: Agent, shift: Shift) -> bool:
        """Tell whether an agent sits on a shift, in this employment or another."""
        sitting = self.on[shift.id]
        if self._alone:
            return agent in sitting
        return any(self._person[one.id] == self._person[agent.id] for one in sitting)

    def _different(self, free: Sequence[Agent], sitting: Sequence[Agent]) -> list[Agent]:
        """Return free agents of whom no two are one person: of two the one who is the better."""
        ranked = sorted(free, key=lambda one: (self.holders_missing_from([*sitting, one]), self._rank(one)))
        best = {self._person[agent.id]: agent for agent in reversed(ranked)}
        return [agent for agent in free if best[self._person[agent.id]] is agent]

    def _rested(self, agent: Agent, shift: Shift) -> bool:
        """Tell whether the agent has rest on both sides of a shift."""
        person = self._person[agent.id]
        ended = self._ended[person]
        if ended is not None and shift.starts_at - ended < self._rest:
            return False
        near = (self._days.get((person, shift.day + timedelta(days=n)), ()) for n in self._nights)
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
        if not self._alone:
            teams = {home: self._different(team, sitting) for home, team in teams.items()}
        return teams[max(teams, key=lambda home: self._fitness(home, teams[home], sitting, shift))]

    def _fitness(
        self, home: MunicipalityCode, team: Sequence[Agent], sitting: Sequence[Agent], shift: Shift
    ) -> tuple[int, int, float]:
        """Rank a municipality for a shift: seats filled, then competences held, then part of target open."""
        filled = min(shift.seats, len(team) + len(sitting))
        target = self.plan.quotas[home].target
        behind = (target - self.units[home]) / max(1, target)
        chosen = self._team(team, sitting, shift.seats)
        missing = self.holders_missing_from([*sitting, *chosen])
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
        missing = self.holders_missing_from([*sitting, *team])
        return missing, sum(self._rank(agent) for agent in team)

    def _rank(self, agent: Agent) -> float:
        """Return an agent's load so far for their part of it, after a seat more; a little chance in it."""
        behind = 0.0
        if self._mixed:
            target = self.plan.quotas[agent.municipality].target
            behind = 1000.0 * max(0, self.units[agent.municipality] + 1 - target)
        load = (len(self.shifts[agent.id]) + 1) / self._loads[agent.id]
        return behind + load + self._tie[agent.id] / 1000

    def holders_missing_from(self, team: Collection[Agent]) -> int:
        """Return how many holders a team lacks."""
        return holders_missing(self.plan.hotline.competences, team)

    def _seat(self, agent: Agent, shift: Shift) -> None:
        if self._mixed or not any(other.municipality == agent.municipality for other in self.on[shift.id]):
            self.units[agent.municipality] += 1
        self.on[shift.id].append(agent)
        self.shifts[agent.id].append(shift)
        self._weeks[agent.id, shift.week] += 1
        self._days.setdefault((self._person[agent.id], shift.day), []).append(shift)

    def replace(self, agent: Agent, other: Agent, shift: Shift) -> None:
        """Seat another agent in the place of one, under ``mixed``."""
        self.units[agent.municipality] -= 1
        self.on[shift.id].remove(agent)
        self.shifts[agent.id].remove(shift)
        self._weeks[agent.id, shift.week] -= 1
        self._days[self._person[agent.id], shift.day].remove(shift)
        self._seat(other, shift)

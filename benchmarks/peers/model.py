"""The plain model that all peers share: agent × shift, linear rows only, every level a weighted sum.

It is written from the contract, apart from `solver/`, with nothing that helps a search beyond what a
careful modeller writes down at once; the optional rule `standby` it does not know.
A square d² is d steps of cost 1, 3, 5 …
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import compress, islice

from ortools.sat.python import cp_model

from wfm.agent import Agent
from wfm.availability import EntryKind
from wfm.calendar import Shift
from wfm.fair_share import load_bands, unsocial_bands, unsocial_ceilings, upkeep_windows, week_bands
from wfm.finding import SCORED, Level
from wfm.hotline import Pairing
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.plan import Plan
from wfm.previous_weeks import ends_before, shifts_before
from wfm.quota import Band
from wfm.roster import Roster

NO_BOUND = 2**40
"""Stands for infinity in a row: far beyond what any row can sum to."""


class PlainModel:
    """The model of a plan.

    Attributes
    ----------
    model
        Hard rules, and rows that tie what costs to who sits where; no objective yet.
    x
        By agent and shift: whether the agent sits there.
    whole
        Indices of the variables that must be whole; all others are whole of themselves at an optimum.
    terms
        By level: variables with what each costs.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.model = cp_model.CpModel()
        self.terms: dict[Level, list[tuple[cp_model.IntVar, int]]] = {level: [] for level in SCORED}
        self.whole: set[int] = set()
        self.x: dict[tuple[AgentId, ShiftId], cp_model.IntVar] = {}
        self._mine: dict[AgentId, list[tuple[Shift, cp_model.IntVar]]] = {}
        self._on: dict[ShiftId, list[tuple[Agent, cp_model.IntVar]]] = {s.id: [] for s in plan.shifts}
        for agent in plan.staffing_agents:
            self._mine[agent.id] = [
                (shift, self._assigned(agent, shift))
                for shift in plan.shifts
                if shift.id in plan.assignable[agent.id]
            ]
        self._units: dict[MunicipalityCode, list[tuple[Shift, cp_model.IntVar]]] = defaultdict(list)
        self._limits()
        self._weekly_limits()
        self._rest()
        self._locks()
        self._shifts()
        self._competence()
        self._municipalities()
        self._agents()
        self._wishes()

    def value(self, level: Level) -> cp_model.LinearExprT:
        """Return what a level costs."""
        variables = [variable for variable, _ in self.terms[level]]
        costs = [cost for _, cost in self.terms[level]]
        return cp_model.LinearExpr.weighted_sum(variables, costs)

    def assignments(self, values: Iterable[float]) -> tuple[bool, ...]:
        """Read from the values of all variables, in the model's order, which of `x` are chosen.

        They are the first variables of the model.
        """
        return tuple(value > 0.5 for value in islice(values, len(self.x)))

    def roster(self, assignments: Iterable[bool]) -> Roster:
        """Return the roster of these assignments."""
        return Roster.of(compress(self.x, assignments))

    # --- hard rules ----------------------------------------------------------------------------

    def _assigned(self, agent: Agent, shift: Shift) -> cp_model.IntVar:
        variable = self.model.new_bool_var("")
        self.whole.add(variable.index)
        self.x[agent.id, shift.id] = variable
        self._on[shift.id].append((agent, variable))
        return variable

    def _row(self, variables: Sequence[cp_model.IntVar], low: int, high: int) -> None:
        self.model.add_linear_constraint(cp_model.LinearExpr.sum(variables), low, high)

    def _people(self) -> Iterator[tuple[Sequence[AgentId], list[tuple[Shift, cp_model.IntVar]]]]:
        """Yield each human being as all their agents, and where they may sit, in order of time."""
        for person in self.plan.people:
            mine = [cell for agent in person for cell in self._mine.get(agent, ())]
            yield person, sorted(mine, key=lambda cell: cell[0].starts_at)

    def _limits(self) -> None:
        per_day = self.plan.hotline.limits.shifts_per_day
        for person, mine in self._people():
            days, shifts = defaultdict(list), defaultdict(list)
            for shift, variable in mine:
                days[shift.day].append(variable)
                shifts[shift.id].append(variable)
            for group in days.values():
                self._row(group, 0, per_day)
            if len(person) > 1:
                for group in shifts.values():
                    self._row(group, 0, 1)

    def _weekly_limits(self) -> None:
        self._reach: dict[AgentId, int] = {}
        for agent in self.plan.staffing_agents:
            weeks = defaultdict(list)
            for shift, variable in self._mine[agent.id]:
                weeks[shift.week].append(variable)
            reach = 0
            for week, group in weeks.items():
                room = max(0, self.plan.weekly_limit(agent) - shifts_before(self.plan, agent.id, week))
                self._row(group, 0, room)
                reach += min(room, len(group))
            self._reach[agent.id] = reach

    def _rest(self) -> None:
        rest = timedelta(minutes=self.plan.hotline.limits.rest)
        for person, mine in self._people():
            ended = [end for agent in person for end in ends_before(self.plan, agent)]
            for place, (shift, variable) in enumerate(mine):
                if any(shift.starts_at - end < rest for end in ended):
                    self._row([variable], 0, 0)
                for later, another in mine[place + 1 :]:
                    if later.starts_at - shift.ends_at >= rest:
                        break
                    if later.day != shift.day:
                        self._row([variable, another], 0, 1)

    def _locks(self) -> None:
        for lock in self.plan.locks:
            others = [v for a, v in self._on[lock.shift] if a.municipality != lock.municipality]
            if lock.municipality and others:
                self._row(others, 0, 0)
            if lock.agent:
                self._row([self.x[lock.agent, lock.shift]], 1, 1)

    def _shifts(self) -> None:
        """Seats and pairing; a municipality's units are its agents' variables, or whether it sits."""
        for shift in self.plan.shifts:
            on = self._on[shift.id]
            everybody = [variable for _, variable in on]
            self._row(everybody, 0, shift.seats)
            self._below(Level.COVERAGE, 1, everybody, shift.seats)
            homes: dict[MunicipalityCode, list[cp_model.IntVar]] = defaultdict(list)
            for agent, variable in on:
                homes[agent.municipality].append(variable)
            if self.plan.hotline.pairing is Pairing.MIXED:
                for home, group in homes.items():
                    self._units[home] += [(shift, variable) for variable in group]
            else:
                sit = [self._sits(home, shift, group) for home, group in homes.items()]
                self._row(sit, 0, len(sit) if self.plan.mixed_on(shift.id) else 1)

    def _sits(self, home: MunicipalityCode, shift: Shift, group: list[cp_model.IntVar]) -> cp_model.IntVar:
        sits = self.model.new_bool_var("")
        self.whole.add(sits.index)
        self._units[home].append((shift, sits))
        for variable in group:
            self._weighted([(variable, 1), (sits, -1)], -1, 0)
        all_of_them = [(variable, 1) for variable in group]
        self._weighted([*all_of_them, (sits, -1)], 0, NO_BOUND)
        self._weighted([*all_of_them, (sits, -shift.seats)], -NO_BOUND, 0)
        return sits

    def _weighted(self, terms: Sequence[tuple[cp_model.IntVar, int]], low: int, high: int) -> None:
        variables, factors = [variable for variable, _ in terms], [factor for _, factor in terms]
        self.model.add_linear_constraint(cp_model.LinearExpr.weighted_sum(variables, factors), low, high)

    # --- what costs ----------------------------------------------------------------------------

    def _competence(self) -> None:
        for shift in self.plan.shifts:
            for competence in self.plan.hotline.competences:
                holders = [v for a, v in self._on[shift.id] if competence.code in a.competences]
                self._below(Level.COMPETENCE, 1, holders, competence.min_agents)

    def _municipalities(self) -> None:
        plan, weights = self.plan, self.plan.hotline.weights
        unsocial, weeks = unsocial_bands(plan), week_bands(plan)
        for code, quota in plan.quotas.items():
            units = self._units[code]
            every = [variable for _, variable in units]
            # Who sits beside throughout reaches nothing.
            most = min(len(every), sum(self._reach.get(agent.id, 0) for agent in plan.agents_of[code]))
            self._squared(Level.QUOTA, 1, every, Band(quota.target, quota.target), most)
            dark = [variable for shift, variable in units if shift.unsocial]
            self._outside(weights.of("unsocial_share"), dark, unsocial[code])
            by_week = defaultdict(list)
            for shift, variable in units:
                by_week[shift.week].append(variable)
            for week in plan.shifts_of_week:
                self._outside(weights.of("week_spread"), by_week[week], weeks[code, week])

    def _agents(self) -> None:
        plan, weights = self.plan, self.plan.hotline.weights
        loads, ceilings, windows = load_bands(plan), unsocial_ceilings(plan), tuple(upkeep_windows(plan))
        for agent, mine in self._mine.items():
            every = [variable for _, variable in mine]
            self._squared(Level.QUALITY, weights.of("agent_balance"), every, loads[agent], self._reach[agent])
            dark = [variable for shift, variable in mine if shift.unsocial]
            self._outside(weights.of("unsocial_balance"), dark, Band(0, ceilings[agent]))
            for window in windows:
                inside = [variable for shift, variable in mine if shift.week in window]
                if inside:
                    self._below(Level.QUALITY, weights.of("upkeep"), inside, 1)

    def _wishes(self) -> None:
        weight = self.plan.hotline.weights.of("wishes")
        for agent, entries in self.plan.entries_of.items():
            mine = self._mine.get(agent, [])
            undesired = [entry for entry in entries if entry.kind is EntryKind.UNDESIRED]
            self.terms[Level.QUALITY] += [
                (variable, weight) for shift, variable in mine if any(e.overlaps(shift) for e in undesired)
            ]
            for entry in entries:
                overlapped = [variable for shift, variable in mine if entry.overlaps(shift)]
                if entry.kind is EntryKind.PREFERRED and overlapped:
                    self._below(Level.QUALITY, weight, overlapped, 1)

    def _below(self, level: Level, weight: int, variables: Sequence[cp_model.IntVar], wanted: int) -> None:
        """Cost what is missing of a number wanted."""
        missing = self.model.new_int_var(0, wanted, "")
        self._row([*variables, missing], wanted, NO_BOUND)
        self.terms[level].append((missing, weight))

    def _outside(self, weight: int, variables: Sequence[cp_model.IntVar], band: Band) -> None:
        """Cost the distance from a band, of quality."""
        farthest = max(band.outside(0), band.outside(len(variables)))
        if farthest:
            outside = self.model.new_int_var(0, farthest, "")
            self._tie(variables, [outside], band)
            self.terms[Level.QUALITY].append((outside, weight))

    def _squared(
        self, level: Level, weight: int, variables: Sequence[cp_model.IntVar], band: Band, most: int
    ) -> None:
        """Cost the square of the distance from a band: its steps are 1, 3, 5 and so on."""
        steps = [self.model.new_bool_var("") for _ in range(max(band.outside(0), band.outside(most)))]
        self._tie(variables, steps, band)
        self.terms[level] += [(step, weight * (2 * place + 1)) for place, step in enumerate(steps)]

    def _tie(
        self, variables: Sequence[cp_model.IntVar], distance: Iterable[cp_model.IntVar], band: Band
    ) -> None:
        away = list(distance)
        if band.low > 0:
            self._row([*variables, *away], band.low, NO_BOUND)
        inside = [(variable, 1) for variable in variables]
        self._weighted([*inside, *((variable, -1) for variable in away)], -NO_BOUND, band.high)

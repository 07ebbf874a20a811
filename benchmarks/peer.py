"""The peer: one plain CP-SAT model with one weighted sum, as one would write it in an afternoon.

Agent × shift, a large weight for every better level, all workers, all defaults. It shares nothing with
`solver/` but the plan. Its roster is scored by `wfm.measure`, as ours is.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import combinations

from ortools.sat.python import cp_model

from wfm.agent import Agent
from wfm.availability import Kind
from wfm.calendar import Shift
from wfm.fair_share import load_bands, unsocial_bands, unsocial_ceilings, upkeep_windows, week_bands
from wfm.hotline import Pairing
from wfm.plan import Plan
from wfm.previous_weeks import ends_before, shifts_before
from wfm.quota import Band
from wfm.roster import Roster

BIG_M = (10**9, 10**7, 10**5)
"""Weights of coverage, competence and quota beside a weighted quality."""


class WeightedSum:
    """The model; `solve` is all there is to call."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.model = cp_model.CpModel()
        self.cost: list[cp_model.LinearExpr | int] = []
        self.x = {
            (agent, shift): self.model.new_bool_var("")
            for agent, shifts in plan.assignable.items()
            for shift in sorted(shifts)
        }
        self.agents_on = defaultdict(list)
        for agent, shift in self.x:
            self.agents_on[shift].append(agent)
        self._hard()
        self._sits()
        self._first_levels()
        self._municipalities()
        self._agents()
        self._wishes()
        self.model.minimize(sum(self.cost))

    def solve(self, seconds: float, workers: int, seed: int) -> tuple[Roster, float, str]:
        """Return the best roster, the bound of the weighted sum, and the status."""
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.num_workers = workers
        solver.parameters.random_seed = seed
        status = solver.solve(self.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Roster(), 0.0, solver.status_name(status)
        found = Roster.of(pair for pair, variable in self.x.items() if solver.boolean_value(variable))
        return found, solver.best_objective_bound, solver.status_name(status)

    def _hard(self) -> None:
        for shift in self.plan.shifts:
            self.model.add(sum(self.x[a, shift.id] for a in self.agents_on[shift.id]) <= shift.seats)
        for agent in self.plan.staffing_agents:
            self._limits(agent, [shift for shift in self.plan.shifts if (agent.id, shift.id) in self.x])
        for lock in self.plan.locks:
            for someone in self.agents_on[lock.shift]:
                if lock.municipality and self.plan.agent[someone].municipality != lock.municipality:
                    self.model.add(self.x[someone, lock.shift] == 0)
            if lock.agent:
                self.model.add(self.x[lock.agent, lock.shift] == 1)

    def _limits(self, agent: Agent, mine: list[Shift]) -> None:
        limits = self.plan.hotline.limits
        days, weeks = defaultdict(list), defaultdict(list)
        for shift in mine:
            days[shift.day].append(self.x[agent.id, shift.id])
            weeks[shift.week].append(self.x[agent.id, shift.id])
        for group in days.values():
            self.model.add(sum(group) <= limits.shifts_per_day)
        for week, group in weeks.items():
            room = self.plan.weekly_limit(agent) - shifts_before(self.plan, agent.id, week)
            self.model.add(sum(group) <= max(0, room))
        rest = timedelta(minutes=limits.rest)
        for one, other in combinations(mine, 2):
            if one.day != other.day and other.starts_at - one.ends_at < rest:
                self.model.add(self.x[agent.id, one.id] + self.x[agent.id, other.id] <= 1)
        for shift in mine:
            if any(shift.starts_at - ended < rest for ended in ends_before(self.plan, agent.id)):
                self.model.add(self.x[agent.id, shift.id] == 0)

    def _sits(self) -> None:
        self.units: dict[tuple[str, str], cp_model.LinearExpr | int] = {}
        for shift in self.plan.shifts:
            homes = defaultdict(list)
            for agent in self.agents_on[shift.id]:
                homes[self.plan.agent[agent].municipality].append(self.x[agent, shift.id])
            for home, group in homes.items():
                if self.plan.hotline.pairing is Pairing.MIXED:
                    self.units[home, shift.id] = sum(group)
                else:
                    self.units[home, shift.id] = sits = self.model.new_bool_var("")
                    self.model.add_max_equality(sits, group)
            if self.plan.hotline.pairing is not Pairing.MIXED:
                self.model.add(sum(self.units[home, shift.id] for home in homes) <= 1)

    def _first_levels(self) -> None:
        for shift in self.plan.shifts:
            on = self.agents_on[shift.id]
            self.cost.append(BIG_M[0] * (shift.seats - sum(self.x[a, shift.id] for a in on)))
            for competence in self.plan.hotline.competences:
                holders = [a for a in on if competence.code in self.plan.agent[a].competences]
                missing = competence.min_agents - sum(self.x[a, shift.id] for a in holders)
                self.cost.append(BIG_M[1] * self._above_zero(missing, competence.min_agents))

    def _municipalities(self) -> None:
        plan, weights = self.plan, self.plan.hotline.weights
        unsocial, weeks = unsocial_bands(plan), week_bands(plan)
        for code, quota in plan.quotas.items():
            every = [s for s in plan.shifts if (code, s.id) in self.units]
            off = self._outside(sum(self.units[code, s.id] for s in every), Band(quota.target, quota.target))
            self.cost.append(BIG_M[2] * self._squared(off))
            dark = sum(self.units[code, s.id] for s in every if s.unsocial)
            self.cost.append(weights.of("unsocial_share") * self._outside(dark, unsocial[code]))
            for week in plan.shifts_of_week:
                in_week = sum(self.units[code, s.id] for s in every if s.week == week)
                self.cost.append(weights.of("week_spread") * self._outside(in_week, weeks[code, week]))

    def _agents(self) -> None:
        plan, weights = self.plan, self.plan.hotline.weights
        loads, ceilings, windows = load_bands(plan), unsocial_ceilings(plan), tuple(upkeep_windows(plan))
        for agent in plan.staffing_agents:
            mine = [(s, self.x[agent.id, s.id]) for s in plan.shifts if (agent.id, s.id) in self.x]
            outside = self._outside(sum(v for _, v in mine), loads[agent.id])
            self.cost.append(weights.of("agent_balance") * self._squared(outside))
            dark = sum(v for s, v in mine if s.unsocial)
            over = self._above_zero(dark - ceilings[agent.id], len(plan.shifts))
            self.cost.append(weights.of("unsocial_balance") * over)
            for window in windows:
                inside = [v for s, v in mine if s.week in window]
                if inside:
                    self.cost.append(weights.of("upkeep") * self._above_zero(1 - sum(inside), 1))

    def _wishes(self) -> None:
        plan, weight = self.plan, self.plan.hotline.weights.of("wishes")
        for (agent, shift), variable in self.x.items():
            entries = plan.entries_of.get(agent, ())
            if any(e.kind is Kind.UNDESIRED and e.overlaps(plan.shift[shift]) for e in entries):
                self.cost.append(weight * variable)
        for entry in plan.availability:
            shifts = [s.id for s in plan.shifts if entry.overlaps(s) and (entry.agent, s.id) in self.x]
            if entry.kind is Kind.PREFERRED and shifts:
                granted = sum(self.x[entry.agent, shift] for shift in shifts)
                self.cost.append(weight * self._above_zero(1 - granted, 1))

    def _above_zero(self, amount: cp_model.LinearExpr | int, most: int) -> cp_model.IntVar:
        over = self.model.new_int_var(0, max(0, most), "")
        self.model.add(over >= amount)
        return over

    def _outside(self, amount: cp_model.LinearExpr | int, band: Band) -> cp_model.IntVar:
        outside = self.model.new_int_var(0, self.plan.seats + band.high, "")
        self.model.add(outside >= band.low - amount)
        self.model.add(outside >= amount - band.high)
        return outside

    def _squared(self, root: cp_model.IntVar) -> cp_model.IntVar:
        most = self.plan.seats * 2
        squared = self.model.new_int_var(0, most * most, "")
        self.model.add_multiplication_equality(squared, [root, root])
        return squared

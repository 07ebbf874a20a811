"""Stage 3: duties are dealt to named agents; where that fails, hours give way, then competences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import NamedTuple

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

from solver.design.lunches import DutyKind
from wfm.calendar import MINUTE, to_utc
from wfm.design.hours import week_hours
from wfm.design.plan import DesignPlan
from wfm.ids import AgentId

UNDEALT, HOLDER = 100_000, 1_000
"""What a duty without a name, and a missing holder in a step, weigh against a minute of hours."""
MOST_MINUTES = 100_000


class Way(NamedTuple):
    """What a deal keeps: contract hours, competences, and somebody for every duty."""

    hours_bind: bool = True
    competences_bind: bool = True
    all_dealt: bool = True


WAYS = (Way(), Way(False), Way(False, False), Way(False, False, False))
"""In the order in which they are tried; the last always leads somewhere."""


FIRST_WAY = WAYS[0]


@dataclass
class Dealing:
    """The model of who works which duty.

    Parameters
    ----------
    plan, placed
        The question, and how many duties there are of each kind.
    way
        What is kept without exception; what is not is paid for in the objective.
    """

    plan: DesignPlan
    placed: Mapping[DutyKind, int]
    way: Way = FIRST_WAY
    model: CpModel = field(default_factory=CpModel)
    works: dict[tuple[AgentId, DutyKind], IntVar] = field(default_factory=dict)
    costs: list[LinearExpr] = field(default_factory=list)

    def __post_init__(self) -> None:
        by_day: dict[date, list[DutyKind]] = {}
        for one in self.placed:
            by_day.setdefault(one.shape.day, []).append(one)
        self.works = {
            (agent.id, one): self.model.new_bool_var("")
            for agent in self.plan.agents
            for one in self.placed
            if self.plan.fits(agent, one.shape)
        }
        for agent in self.plan.agents:
            for ones in by_day.values():
                self.model.add_at_most_one(self._of(agent.id, ones))
            self._add_rest(agent.id, by_day)
        for one, many in self.placed.items():
            self._add_dealt(one, many)
        self._add_hours()
        self._add_competences(by_day)
        if self.costs:
            self.model.minimize(LinearExpr.sum(self.costs))

    def _of(self, agent: AgentId, ones: Sequence[DutyKind]) -> list[IntVar]:
        return [self.works[agent, one] for one in ones if (agent, one) in self.works]

    def _add_dealt(self, one: DutyKind, many: int) -> None:
        named = [self.works[agent.id, one] for agent in self.plan.agents if (agent.id, one) in self.works]
        if self.way.all_dealt:
            self.model.add(LinearExpr.sum(named) == many)
            return
        left = self.model.new_int_var(0, many, "")
        self.model.add(LinearExpr.sum(named) + left == many)
        self.costs.append(UNDEALT * left)

    def _add_rest(self, agent: AgentId, by_day: Mapping[date, list[DutyKind]]) -> None:
        """Forbid pairs of duties between which there is less rest than the hotline's limit."""
        for first, second in combinations(sorted(by_day), 2):
            if (second - first).days > 1 + self.plan.hotline.limits.rest // (24 * 60):
                continue
            for late, early in tight_pairs(self.plan, by_day[first], by_day[second]):
                ones = [self.works[key] for key in ((agent, late), (agent, early)) if key in self.works]
                if len(ones) == 2:
                    self.model.add_at_most_one(ones)

    def _add_hours(self) -> None:
        worked = {one: self.plan.minutes_of(one.shape) for one in self.placed}
        for agent in self.plan.agents:
            balance: LinearExpr | int = agent.flex_balance
            for hours, days in zip(week_hours(self.plan, agent), self.plan.weeks.values(), strict=True):
                ones = [one for one in self.placed if one.shape.day in days and (agent.id, one) in self.works]
                minutes = [worked[one] * self.works[agent.id, one] for one in ones]
                balance = balance + LinearExpr.sum(minutes) - hours.norm
                if self.way.hours_bind:
                    self.model.add(balance >= hours.least)
                    self.model.add(balance <= hours.most)
                    continue
                beyond = self.model.new_int_var(0, MOST_MINUTES, "")
                self.model.add(balance + beyond >= hours.least)
                self.model.add(balance - beyond <= hours.most)
                self.costs.append(1 * beyond)

    def _add_competences(self, by_day: Mapping[date, list[DutyKind]]) -> None:
        for competence in self.plan.hotline.competences:
            holders = [a.id for a in self.plan.agents if competence.code in a.competences]
            for step in self.plan.steps:
                if not self.plan.need_of(step) or not competence.min_agents:
                    continue
                ones = [one for one in by_day.get(step.day, ()) if one.answers(step)]
                there = [self.works[key] for a in holders for one in ones if (key := (a, one)) in self.works]
                if self.way.competences_bind:
                    self.model.add(LinearExpr.sum(there) >= competence.min_agents)
                    continue
                missing = self.model.new_int_var(0, competence.min_agents, "")
                self.model.add(LinearExpr.sum(there) + missing >= competence.min_agents)
                self.costs.append(HOLDER * missing)


def tight_pairs(
    plan: DesignPlan, before: Sequence[DutyKind], after: Sequence[DutyKind]
) -> Iterator[tuple[DutyKind, DutyKind]]:
    """Yield a duty of an earlier day and one of a later day that lie too close together."""
    zone, rest = plan.hotline.zone, plan.hotline.limits.rest
    ends = {one.shape.end: to_utc(one.shape.day, one.shape.end, zone) for one in before}
    starts = {one.shape.start: to_utc(one.shape.day, one.shape.start, zone) for one in after}
    close = {
        (end, start)
        for end, left in ends.items()
        for start, begun in starts.items()
        if (begun - left) // MINUTE < rest
    }
    for late in before:
        for early in after:
            if (late.shape.end, early.shape.start) in close:
                yield late, early

"""One day of a design that is mended: who keeps the duty of before, and who works what instead.

Duties that stay keep their lunches as well. Those that change are counted by shape, and their lunches by
their first minute, as in the design of a whole period (`solver.design.anonymous`), so that the model stays
small: some thousand booleans for fifty agents. All other days stand as they are, and what they leave of rest
and contract hours says which shapes an agent may take.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

from solver.design.anonymous import add_lunches, count_blocks, square_terms
from wfm.calendar import MINUTE, Shift, to_utc
from wfm.design.agent import DesignAgent
from wfm.design.duty import BLOCKS, OVERSTAFFING, SHORTAGE, Duty
from wfm.design.hours import TOLERANCE, week_hours
from wfm.design.measure import duty_minutes
from wfm.design.plan import DesignPlan
from wfm.design.shapes import Shape
from wfm.ids import AgentId

HOLDERS, CHANGES, MINUTES = "holders", "changes", "minutes"
"""Holders of a competence that are missing, over all steps; duties that are others than before; and the
minutes by which these are longer or shorter."""


@dataclass
class MendedDay:
    """The model of one day.

    Parameters
    ----------
    plan
        The question, as it is now.
    day
        The day that is mended.
    before
        Duties of all days that the plan still allows; those of the day may change, all others stay.
    """

    plan: DesignPlan
    day: date
    before: Sequence[Duty]
    model: CpModel = field(default_factory=CpModel)
    keeps: dict[AgentId, IntVar] = field(default_factory=dict)
    takes: dict[tuple[AgentId, Shape], IntVar] = field(default_factory=dict)
    duties: dict[Shape, IntVar] = field(default_factory=dict)
    lunches: dict[int, dict[int, IntVar]] = field(default_factory=dict)
    costs: dict[str, LinearExpr | int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.own = {duty.agent: duty for duty in self.before if duty.day == self.day}
        self.others = [duty for duty in self.before if duty.day != self.day]
        for agent in self.plan.agents:
            self._add_agent(agent)
        self._count_shapes()
        shapes = [shape for shape in self.duties if shape.lunch]
        for length in sorted({shape.rule.lunch_minutes for shape in shapes}):
            same = [shape for shape in shapes if shape.rule.lunch_minutes == length]
            self.lunches[length] = add_lunches(self.plan, self.model, same, self.duties)
        self._add_costs()

    def _add_agent(self, agent: DesignAgent) -> None:
        model, old = self.model, self.own.get(agent.id)
        choices: list[IntVar] = []
        if old is not None:
            self.keeps[agent.id] = model.new_bool_var(f"k{agent.id}")
            choices.append(self.keeps[agent.id])
        allowed = _Room.of(self.plan, agent, self.day, self.others, old)
        for shape in self.plan.shapes_of[self.day]:
            if self.plan.fits(agent, shape) and allowed.takes(shape):
                taken = self.takes[agent.id, shape] = model.new_bool_var("")
                choices.append(taken)
        if allowed.rests or not choices:
            model.add_at_most_one(choices)
        else:
            model.add_exactly_one(choices)

    def _count_shapes(self) -> None:
        by_shape: dict[Shape, list[IntVar]] = {}
        for (_, shape), taken in self.takes.items():
            by_shape.setdefault(shape, []).append(taken)
        for number, (shape, ones) in enumerate(by_shape.items()):
            self.duties[shape] = self.model.new_int_var(0, len(ones), f"x{number}")
            self.model.add(LinearExpr.sum(ones) == self.duties[shape])

    # --- what it costs -----------------------------------------------------------------------

    def _add_costs(self) -> None:
        short: list[LinearExpr] = []
        beyond: list[LinearExpr] = []
        agents = len(self.plan.agents)
        for step in self.plan.steps_of[self.day]:
            need, there = self.plan.need_of(step), self._answering(step)
            missing = [self.model.new_bool_var("") for _ in range(need)]
            over = [self.model.new_bool_var("") for _ in range(agents - need)]
            self.model.add(there + LinearExpr.sum(missing) - LinearExpr.sum(over) == need)
            short += square_terms(missing)
            beyond += square_terms(over)
        self.costs[HOLDERS] = _sum([*self._missing_holders()])
        self.costs[SHORTAGE], self.costs[OVERSTAFFING] = _sum(short), _sum(beyond)
        self.costs[BLOCKS] = self._missing_elsewhere()
        changed = [1 - keeps for keeps in self.keeps.values()]
        called = [taken for (agent, _), taken in self.takes.items() if agent not in self.keeps]
        self.costs[CHANGES] = _sum([*changed, *(1 * taken for taken in called)])
        self.costs[MINUTES] = _sum(
            [
                abs(self.plan.minutes_of(shape) - duty_minutes(self.plan, self.own[agent])) * taken
                for (agent, shape), taken in self.takes.items()
                if agent in self.own
            ]
        )

    def _answering(self, step: Shift) -> LinearExpr:
        kept = [keeps for agent, keeps in self.keeps.items() if self.own[agent].answers(step)]
        working = [count for shape, count in self.duties.items() if shape.works(step)]
        eating = [
            count
            for length, begun in self.lunches.items()
            for minute, count in begun.items()
            if minute <= step.start < minute + length
        ]
        return LinearExpr.sum(kept) + LinearExpr.sum(working) - LinearExpr.sum(eating)

    def _missing_holders(self) -> Iterator[LinearExpr]:
        """Yield what each competence lacks in each step; whoever changes counts, also where they may eat."""
        for competence in self.plan.hotline.competences:
            holders = {a.id for a in self.plan.agents if competence.code in a.competences}
            for step in self.plan.steps_of[self.day]:
                if not self.plan.need_of(step) or not competence.min_agents:
                    continue
                kept = [k for a, k in self.keeps.items() if a in holders and self.own[a].answers(step)]
                taken = [t for (a, one), t in self.takes.items() if a in holders and one.works(step)]
                missing = self.model.new_int_var(0, competence.min_agents, "")
                self.model.add(
                    LinearExpr.sum(kept) + LinearExpr.sum(taken) + missing >= competence.min_agents
                )
                yield 1 * missing

    def _missing_elsewhere(self) -> LinearExpr | int:
        terms: list[LinearExpr] = []
        for (day, span), wanted in count_blocks(self.plan).items():
            if day != self.day:
                continue
            kept = [keeps for agent, keeps in self.keeps.items() if self.own[agent].block == span]
            sent = [count for shape, count in self.duties.items() if shape.block == span]
            there = LinearExpr.sum(kept) + LinearExpr.sum(sent)
            self.model.add(there <= wanted)
            terms.append((wanted - there) * ((span.end - span.start) // self.plan.grid))
        return _sum(terms)


@dataclass(frozen=True)
class _Room:
    """What the other days leave an agent on the day: which minutes, from when until when, and rest."""

    plan: DesignPlan
    minutes: tuple[int, int]
    """Fewest and most of a duty with which no balance lies farther off than an hour, or than before."""
    earliest: int
    latest: int

    @staticmethod
    def of(
        plan: DesignPlan, agent: DesignAgent, day: date, others: Sequence[Duty], old: Duty | None
    ) -> _Room:
        own = [duty for duty in others if duty.agent == agent.id]
        worked = 0 if old is None else duty_minutes(plan, old)
        low, high = -(10**6), 10**6
        balance = agent.flex_balance
        for hours, days in zip(week_hours(plan, agent), plan.weeks.values(), strict=True):
            balance += sum(duty_minutes(plan, duty) for duty in own if duty.day in days) - hours.norm
            if days[-1] < day:
                continue
            off = max(TOLERANCE, abs(balance + worked - hours.aim))
            low, high = max(low, hours.aim - off - balance), min(high, hours.aim + off - balance)
        return _Room(plan, (low, high), *_between(plan, day, own))

    def takes(self, shape: Shape) -> bool:
        """Tell whether a duty of that shape leaves hours and rest as they have to be."""
        low, high = self.minutes
        inside = self.earliest <= shape.start and shape.end <= self.latest
        return inside and low <= self.plan.minutes_of(shape) <= high

    @property
    def rests(self) -> bool:
        """Whether the agent's hours allow no duty at all."""
        return self.minutes[0] <= 0


def _between(plan: DesignPlan, day: date, own: Sequence[Duty]) -> tuple[int, int]:
    """Return the local minutes between which a duty lies far enough from the agent's other days."""
    zone, rest = plan.hotline.zone, plan.hotline.limits.rest
    earliest, latest = 0, 24 * 60
    for step in plan.steps_of[day]:
        for duty in own:
            if duty.day < day:
                gap = (to_utc(day, step.start, zone) - to_utc(duty.day, duty.span.end, zone)) // MINUTE
                if gap < rest:
                    earliest = max(earliest, step.end)
            else:
                gap = (to_utc(duty.day, duty.span.start, zone) - to_utc(day, step.end, zone)) // MINUTE
                if gap < rest:
                    latest = min(latest, step.start)
    return earliest, latest


def _sum(terms: Sequence[LinearExpr]) -> LinearExpr | int:
    return LinearExpr.sum(terms) if terms else 0

"""Stage 1: how many duties of each shape, level by level, without anybody in them.

Integers `x[shape]` count duties, `y[length, minute]` count lunches that begin. Which duty has which lunch
is left open: lunches can be dealt to duties exactly when, for every span of minutes, at least as many
lunches begin in it as duties have their whole window in it (Hall's condition for windows without holes;
Bechtold & Jacobs 1990). What names would ask of the design stands in it only as sums over all agents, so
that every roster with names is a solution and every bound holds for it as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

from wfm.calendar import Shift, Span, Week
from wfm.design.agent import DesignAgent
from wfm.design.duty import BLOCKS, LATE_MAIL, OVERSTAFFING, SHORTAGE
from wfm.design.hours import TOLERANCE, WeekHours, week_hours
from wfm.design.mail import mail_course
from wfm.design.plan import DesignPlan
from wfm.design.shapes import Shape

LunchKey = tuple[date, int, int]
"""Day, length and first minute of a lunch."""


class Hours(Enum):
    """How contract hours bind a design; tried in this order."""

    TOGETHER = "together"
    """All agents together work their contract hours, to within a step; each may lie an hour from them."""
    EACH = "each"
    """Each agent lies at most an hour from them."""
    FREE = "free"
    """They can't be reached, and bind nobody."""


@dataclass
class Anonymous:
    """The model of a design, with what is read from its solutions.

    Parameters
    ----------
    plan
        The question.
    hours
        How contract hours bind.
    """

    plan: DesignPlan
    hours: Hours
    model: CpModel = field(default_factory=CpModel)
    duties: dict[Shape, IntVar] = field(default_factory=dict)
    lunches: dict[LunchKey, IntVar] = field(default_factory=dict)
    costs: dict[str, LinearExpr | int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for day, shapes in self.plan.shapes_of.items():
            self._add_day(day, shapes)
        self._add_levels()
        if self.hours is not Hours.FREE:
            self._add_hours()

    # --- one day -----------------------------------------------------------------------------

    def _add_day(self, day: date, shapes: tuple[Shape, ...]) -> None:
        plan, model = self.plan, self.model
        fitting: dict[frozenset[int], int] = {}
        for agent in plan.agents:
            own = frozenset(number for number, shape in enumerate(shapes) if plan.fits(agent, shape))
            fitting[own] = fitting.get(own, 0) + 1
        for number, shape in enumerate(shapes):
            most = sum(many for own, many in fitting.items() if number in own)
            if most:
                self.duties[shape] = model.new_int_var(0, most, f"x{day}{number}")
        for kept in fitting:
            others = [self.duties[s] for n, s in enumerate(shapes) if n not in kept and s in self.duties]
            if others:  # a shape outside `kept` needs somebody who can do more than `kept`
                model.add(sum(others) <= sum(many for own, many in fitting.items() if not own <= kept))
        placed = [self.duties[shape] for shape in shapes if shape in self.duties]
        if placed:
            model.add(sum(placed) <= sum(many for own, many in fitting.items() if own))
        for length in {shape.rule.lunch_minutes for shape in shapes if shape.lunch}:
            self._add_lunches(day, length, [s for s in shapes if s.lunch and s.rule.lunch_minutes == length])

    def _add_lunches(self, day: date, length: int, shapes: list[Shape]) -> None:
        begun = add_lunches(self.plan, self.model, shapes, self.duties)
        self.lunches |= {(day, length, minute): count for minute, count in begun.items()}

    # --- levels ------------------------------------------------------------------------------

    def _add_levels(self) -> None:
        short: list[LinearExpr] = []
        beyond: list[LinearExpr] = []
        free: list[LinearExpr | int] = []
        agents = len(self.plan.agents)
        for step in self.plan.steps:
            need, there = self.plan.need_of(step), self._answering(step)
            missing = [self.model.new_bool_var(f"u{step.id}{unit}") for unit in range(need)]
            over = [self.model.new_bool_var(f"o{step.id}{unit}") for unit in range(agents - need)]
            self.model.add(there + sum(missing) - sum(over) == need)
            short += square_terms(missing)
            beyond += square_terms(over)
            free.append(LinearExpr.sum(over) if over else 0)
        self.costs[SHORTAGE] = LinearExpr.sum(short) if short else 0
        self.costs[LATE_MAIL] = self._overdue_mail(free)
        self.costs[BLOCKS] = self._missing_elsewhere()
        self.costs[OVERSTAFFING] = LinearExpr.sum(beyond) if beyond else 0

    def _overdue_mail(self, free: Sequence[LinearExpr | int]) -> LinearExpr | int:
        """Return the minutes of mail work overdue at the end of each step, in all.

        Whatever is beyond the need may be done or not, so that the best choice is the one that is measured.
        """
        course = mail_course(self.plan)
        if not course.due or not course.due[-1]:
            return 0
        overdue: list[LinearExpr] = []
        done: LinearExpr | int = 0
        for agents, arrived, due in zip(free, *course, strict=True):
            now = self.model.new_int_var(0, arrived, "")
            self.model.add(now >= done)
            self.model.add(now - done <= self.plan.grid * agents)
            if due:
                late = self.model.new_int_var(0, due, "")
                self.model.add(late >= due - now)
                overdue.append(1 * late)
            done = 1 * now
        return LinearExpr.sum(overdue)

    def _answering(self, step: Shift) -> LinearExpr:
        working = [
            self.duties[shape]
            for shape in self.plan.shapes_of[step.day]
            if shape in self.duties and shape.works(step)
        ]
        eating = [
            count
            for (day, length, minute), count in self.lunches.items()
            if day == step.day and minute <= step.start < minute + length
        ]
        return LinearExpr.sum(working) - LinearExpr.sum(eating)

    def _missing_elsewhere(self) -> LinearExpr | int:
        terms: list[LinearExpr] = []
        for (day, span), wanted in count_blocks(self.plan).items():
            sent = [count for shape, count in self.duties.items() if shape.day == day and shape.block == span]
            self.model.add(LinearExpr.sum(sent) <= wanted)
            terms.append((wanted - LinearExpr.sum(sent)) * ((span.end - span.start) // self.plan.grid))
        return LinearExpr.sum(terms) if terms else 0

    # --- contract hours, summed over all agents ----------------------------------------------

    def _add_hours(self) -> None:
        plan = self.plan
        worked = {shape: plan.minutes_of(shape) for shape in self.duties}
        totals = {agent.id: week_hours(plan, agent) for agent in plan.agents}
        minutes: list[LinearExpr] = []
        for number, (week, days) in enumerate(plan.weeks.items()):
            placed = [(worked[shape], count) for shape, count in self.duties.items() if shape.day in days]
            minutes.append(LinearExpr.sum([much * count for much, count in placed]))
            norm = sum(sum(one.norm for one in own[: number + 1]) for own in totals.values())
            balance = sum(agent.flex_balance for agent in plan.agents) - norm
            aim = sum(own[number].aim for own in totals.values())
            swing = plan.grid - 1 if self.hours is Hours.TOGETHER else TOLERANCE * len(totals)
            self.model.add_linear_constraint(
                LinearExpr.sum(minutes), aim - swing - balance, aim + swing - balance
            )
            counted = [count for _, count in placed]
            fewest = {agent.id: duty_numbers(plan, agent, week) for agent in plan.agents}
            self.model.add_linear_constraint(
                LinearExpr.sum(counted),
                sum(few for few, _ in fewest.values()),
                max(0, sum(many for _, many in fewest.values())),
            )


def add_lunches(
    plan: DesignPlan, model: CpModel, shapes: Sequence[Shape], duties: Mapping[Shape, IntVar]
) -> dict[int, IntVar]:
    """Return how many lunches begin in each minute, bound so that they can be dealt to the duties.

    Parameters
    ----------
    shapes
        Of one day, each with a lunch, all lunches equally long.
    duties
        How many duties there are of a shape; of one that is missing there can be none.
    """
    there = [(shape.lunch, duties[shape]) for shape in shapes if shape in duties and shape.lunch]
    if not there:
        return {}
    firsts = sorted({first for (first, _), _ in there})
    lasts = sorted({last for (_, last), _ in there})
    begun = {
        minute: model.new_int_var(0, len(plan.agents), f"y{shapes[0].day}{minute}")
        for minute in range(firsts[0], lasts[-1] + 1, plan.grid)
    }
    model.add(sum(begun.values()) == sum(count for _, count in there))
    for first in firsts:
        for last in lasts:
            inside = [count for (a, b), count in there if first <= a and b <= last]
            if inside and (first, last) != (firsts[0], lasts[-1]):
                starts = [count for minute, count in begun.items() if first <= minute <= last]
                model.add(sum(starts) >= sum(inside))
    return begun


def square_terms(units: list[IntVar]) -> list[LinearExpr]:
    """Return the terms of the square of a sum of units: they cost 1, 3, 5 and so on."""
    return [(2 * number + 1) * unit for number, unit in enumerate(units)]


def count_blocks(plan: DesignPlan) -> Mapping[tuple[date, Span], int]:
    """Return the agents that all centres together want, by day and span."""
    found: dict[tuple[date, Span], int] = {}
    for block in plan.blocks:
        found[block.day, block.span] = found.get((block.day, block.span), 0) + block.agents
    return found


def duty_numbers(plan: DesignPlan, agent: DesignAgent, week: Week) -> tuple[int, int]:
    """Return the fewest and the most duties with which an agent's hours of a week can be reached."""
    hours = {one.week: (one, before) for one, before in _with_before(plan, agent)}
    own, (low, high) = hours[week]
    days = [day for day in plan.weeks[week] if day in plan.days_of[agent.id]]
    lengths = sorted(
        {plan.minutes_of(shape) for day in days for shape in plan.shapes_of[day] if plan.fits(agent, shape)}
    )
    least, most = own.norm + own.least - high, own.norm + own.most - low
    if not lengths:
        return 0, 0
    return max(0, -(-least // lengths[-1])), min(len(days), max(0, most // lengths[0]))


def _with_before(plan: DesignPlan, agent: DesignAgent) -> Iterator[tuple[WeekHours, tuple[int, int]]]:
    """Yield every week's hours, and between what the balance may lie before it."""
    before = (agent.flex_balance, agent.flex_balance)
    for one in week_hours(plan, agent):
        yield one, before
        before = (one.least, one.most)


def solve_counts(
    anonymous: Anonymous, solver: cp_model.CpSolver
) -> tuple[Mapping[Shape, int], Mapping[LunchKey, int]]:
    """Return a solution: duties by shape and lunches by their first minute."""
    shapes = {shape: solver.value(count) for shape, count in anonymous.duties.items()}
    lunches = {key: solver.value(count) for key, count in anonymous.lunches.items()}
    return (
        {shape: count for shape, count in shapes.items() if count},
        {key: count for key, count in lunches.items() if count},
    )

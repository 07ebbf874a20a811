"""Mend days of a design: whoever is away leaves a gap, and as few others as possible work otherwise.

Day by day: first what the day comes to at best, level by level; then the fewest changes with which that is
reached, or the best with as many changes as are allowed. All other days stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ortools.sat.python import cp_model

from solver.design.mended_day import CHANGES, HOLDERS, MINUTES, MendedDay
from solver.design.mended_lunches import choose_lunches
from solver.params import Clock, Params, all_cores
from wfm.calendar import Span
from wfm.design.duty import BLOCKS, LEVELS, OVERSTAFFING, SHORTAGE, Design, Duty
from wfm.design.findings import design_findings
from wfm.design.measure import measure_design
from wfm.design.mended import MendedDesign, Rung, duty_changes
from wfm.design.plan import DesignPlan
from wfm.design.quality import measure_quality
from wfm.design.shapes import Shape
from wfm.ids import AgentId
from wfm.result import Status

FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)
FIRST = (HOLDERS, SHORTAGE, BLOCKS)
"""What a change must make better, in this order; overstaffing moves nobody."""


def mend_design(
    plan: DesignPlan,
    before: Sequence[Duty],
    gone: Sequence[tuple[AgentId, date]] = (),
    *,
    days: Sequence[date] | None = None,
    most_changes: int | None = None,
    time_limit: float = 60,
    workers: int | None = None,
    seed: int = 1,
) -> MendedDesign:
    """Return the duties of a plan that has changed since they were designed.

    Parameters
    ----------
    plan
        The question, as it is now.
    before, gone
        Duties that the plan still allows; agent and day of those it does not, which are lost in any case.
    days
        Which days are mended; those on which a duty was lost if left out.
    most_changes
        How many other duties may change on each day; as many as help if left out.
    time_limit, workers, seed
        As of a design.

    Returns
    -------
    MendedDesign
        With a ladder for each day: what it comes to with no change, one, two and so on.
    """
    params = Params(time_limit, workers or all_cores(), seed)
    clock = Clock(time_limit)
    chosen = sorted({day for _, day in gone} if days is None else set(days) & plan.steps_of.keys())
    duties, ladder = list(before), list[Rung]()
    for number, day in enumerate(chosen):
        mending = _DayMending(plan, day, duties, params, clock.left / (len(chosen) - number))
        duties = mending.mend(most_changes)
        ladder += mending.ladder
    duties.sort(key=lambda duty: (duty.day, duty.span.start, duty.agent))
    mended = Design(
        duties=tuple(duties),
        values=measure_design(plan, duties),
        bounds=dict.fromkeys(LEVELS, 0),
        findings=tuple(design_findings(plan, duties, len(duties))),
        status=Status.FEASIBLE,
        seconds=clock.spent,
        workers=params.workers,
        seed=seed,
        quality=measure_quality(plan, duties),
    )
    return MendedDesign(mended, tuple(gone), duty_changes(before, duties), tuple(ladder))


@dataclass
class _DayMending:
    """One day: its ladder, and the duties that it comes to."""

    plan: DesignPlan
    day: date
    before: list[Duty]
    params: Params
    seconds: float
    ladder: list[Rung] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock = Clock(self.seconds)
        self.last: _Solution | None = None

    def mend(self, most_changes: int | None) -> list[Duty]:
        """Return all duties afterwards."""
        best = self._solve(most_changes)
        if best is None:
            return self.before
        reached = most_changes
        last: _Solution | None = None
        for changes in range(best.changes):
            found = self._solve(changes, like=last)
            if found is None or self.clock.left <= 0:
                break
            if last is not None and last.worth <= found.worth:  # fewer changes may be made as well
                found = replace(last, proven=found.proven and last.worth == found.worth)
            last = found
            self.ladder.append(found.rung(self.day, changes))
            if found.worth <= best.worth:
                best, reached = found, changes
                break
        if not self.ladder or self.ladder[-1].values != best.values:
            self.ladder.append(best.rung(self.day, best.changes))
        spread = self._solve(best.changes if reached is None else min(reached, best.changes), best.values)
        return self._named(spread or best)

    def _solve(
        self, most: int | None, fixed: Mapping[str, int] | None = None, like: _Solution | None = None
    ) -> _Solution | None:
        """Return the best of the day with so many changes; with given values, what is spread best."""
        day = self._pose(most, fixed or {}, like)
        model = day.model
        order = FIRST if fixed is None else (MINUTES, OVERSTAFFING)
        values, proven, solver = dict[str, int](fixed or {}), True, None
        for level in (*order, *((CHANGES,) if fixed is None else ())):
            cost = day.costs[level]
            if isinstance(cost, int):
                values.setdefault(level, 0)
                continue
            model.minimize(cost)
            tried = self._solver()
            status = tried.solve(model)
            if status not in FOUND:
                proven = False
                break
            solver, value = tried, round(tried.objective_value)
            proven = proven and status == cp_model.OPTIMAL
            if level in FIRST:
                values[level] = value
            model.add(cost <= value)
            _hint(day, solver)
        if solver is None:
            return None
        return _Solution.read(day, solver, {level: values.get(level, 0) for level in FIRST}, proven)

    def _pose(self, most: int | None, fixed: Mapping[str, int], like: _Solution | None) -> MendedDay:
        """Return the model of the day with at most so many changes and no level above a given value."""
        day = MendedDay(self.plan, self.day, self.before)
        if like is not None:
            like.hint(day)
        if most is not None:
            day.model.add(day.costs[CHANGES] <= most)
        for level, value in fixed.items():
            day.model.add(day.costs[level] <= value)
        return day

    def _solver(self) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = self.params.workers
        solver.parameters.random_seed = self.params.seed
        solver.parameters.max_time_in_seconds = max(0.5, self.clock.left / 3)
        return solver

    def _named(self, found: _Solution) -> list[Duty]:
        """Return all duties, with lunches for those that are new and a centre for each that is elsewhere."""
        kept = [duty for duty in self.before if duty.day != self.day or duty.agent in found.kept]
        places = self._places(kept)
        new: list[Duty] = []
        lunches = {(self.day, *key): many for key, many in found.lunches.items()}
        for agent, one in choose_lunches(self.plan, kept, found.taken, lunches, self.params):
            shape = one.shape
            centre = places[shape.block].pop() if shape.block is not None else ""
            new.append(Duty(agent, shape.day, shape.span, one.lunch, shape.rule, shape.block, centre))
        return [*kept, *new]

    def _places(self, kept: Sequence[Duty]) -> dict[Span, list[str]]:
        """Return the centres that want somebody still, one for each agent wanted, the first last."""
        places: dict[Span, list[str]] = {}
        for block in reversed(self.plan.blocks):
            if block.day == self.day:
                places.setdefault(block.span, []).extend([block.centre] * block.agents)
        for duty in kept:
            if duty.day == self.day and duty.block is not None and duty.centre in places[duty.block]:
                places[duty.block].remove(duty.centre)
        return places


@dataclass(frozen=True)
class _Solution:
    """Who keeps the duty of before, who takes which shape, and when lunches begin."""

    kept: frozenset[AgentId]
    taken: Mapping[AgentId, Shape]
    lunches: Mapping[tuple[int, int], int]
    values: Mapping[str, int]
    changes: int
    proven: bool

    @staticmethod
    def read(day: MendedDay, solver: cp_model.CpSolver, values: Mapping[str, int], proven: bool) -> _Solution:
        kept = frozenset(agent for agent, keeps in day.keeps.items() if solver.value(keeps))
        taken = {agent: shape for (agent, shape), takes in day.takes.items() if solver.value(takes)}
        begun = {
            (length, minute): solver.value(count)
            for length, counts in day.lunches.items()
            for minute, count in counts.items()
            if solver.value(count)
        }
        changes = len(day.keeps) - len(kept) + sum(agent not in day.keeps for agent in taken)
        return _Solution(kept, taken, begun, values, changes, proven)

    @property
    def worth(self) -> tuple[int, ...]:
        """Values in the order in which they are compared."""
        return tuple(self.values[level] for level in FIRST)

    def hint(self, day: MendedDay) -> None:
        """Let a search for the same day begin here."""
        for agent, keeps in day.keeps.items():
            day.model.add_hint(keeps, agent in self.kept)
        for (agent, shape), takes in day.takes.items():
            day.model.add_hint(takes, self.taken.get(agent) == shape)

    def rung(self, day: date, changes: int) -> Rung:
        """Return it as a rung of the ladder."""
        return Rung(day, changes, self.values, self.proven)


def _hint(day: MendedDay, solver: cp_model.CpSolver) -> None:
    day.model.clear_hints()  # type: ignore[no-untyped-call]
    for variable in (*day.keeps.values(), *day.takes.values()):
        day.model.add_hint(variable, solver.value(variable))

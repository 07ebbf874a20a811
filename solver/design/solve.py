"""Design the duties of a plan: three stages, level by level, each level with a proven bound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil, isfinite

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import LinearExpr

from solver.design.anonymous import Anonymous, Hours, LunchKey, solve_counts
from solver.design.lunches import DutyKind, deal_lunches
from solver.design.names import WAYS, Dealing
from solver.design.naming import name_duties
from solver.design.quality import quality_cost
from solver.params import Clock, Params, all_cores
from wfm.design.duty import LEVELS, Design, Duty
from wfm.design.findings import design_findings
from wfm.design.measure import measure_design
from wfm.design.plan import DesignPlan
from wfm.design.quality import measure_quality
from wfm.design.shapes import Shape
from wfm.result import Status

FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)
DEAL_PART = 0.3
"""Of the time limit, kept for the names."""
QUALITY_PART = 0.15
"""Of the time limit, at most, for who works which duty once all else is settled."""
TOLERANCE = 1e-6


@dataclass
class _Counts:
    """The best anonymous design so far, and what is proven of every level."""

    duties: Mapping[Shape, int] = field(default_factory=dict)
    lunches: Mapping[LunchKey, int] = field(default_factory=dict)
    bounds: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LEVELS, 0))
    found: bool = False


@dataclass(frozen=True)
class _Dealt:
    """Duties with names, and what is proven of their quality: no other deal of the same duties has less."""

    duties: tuple[Duty, ...]
    bound: int


def design(plan: DesignPlan, *, time_limit: float = 60, workers: int | None = None, seed: int = 1) -> Design:
    """Return duties for a plan, with the value and a proven bound of every level.

    Parameters
    ----------
    plan
        The question.
    time_limit
        Seconds of wall time in all.
    workers
        Threads; all cores where left out.
    seed
        Of every random choice.

    Returns
    -------
    Design
        Values are measured from the duties. A bound holds for every design that keeps the duties' shapes and
        the agents' presence, with or without what else they ask; one of a level after an open one is 0.
    """
    params = Params(time_limit, workers or all_cores(), seed)
    clock = Clock(time_limit)
    counts = _count(plan, params, clock)
    counted = clock.spent
    placed = deal_lunches(counts.duties, counts.lunches)
    dealt = clock.spent
    deal = _deal(plan, placed, params, clock) if counts.found else None
    duties = deal.duties if deal is not None else ()
    values = measure_design(plan, duties)
    return Design(
        duties=duties,
        values=values,
        bounds=counts.bounds,
        findings=tuple(design_findings(plan, duties, sum(placed.values()))),
        status=Status.OPTIMAL if values == counts.bounds else Status.FEASIBLE,
        seconds=clock.spent,
        workers=params.workers,
        seed=seed,
        found=deal is not None,
        quality=measure_quality(plan, duties),
        quality_bound=deal.bound if deal is not None else 0,
        stages={"design": counted, "lunches": dealt - counted, "names": clock.spent - dealt},
    )


def _count(plan: DesignPlan, params: Params, clock: Clock) -> _Counts:
    """Return the anonymous design: with contract hours, or without them where they can't be reached."""
    counts = _Counts()
    for hours in Hours:
        anonymous = Anonymous(plan, hours)
        if _descend(anonymous, counts, params, clock):
            break
    return counts


def _descend(anonymous: Anonymous, counts: _Counts, params: Params, clock: Clock) -> bool:
    """Minimise one level after another; return whether there is any solution or time is over."""
    proven = True
    for level in LEVELS:
        cost = anonymous.costs[level]
        if isinstance(cost, int):
            continue
        anonymous.model.minimize(cost)
        solver = _solver(params, clock.left - DEAL_PART * clock.limit)
        status = solver.solve(anonymous.model)
        if status == cp_model.INFEASIBLE:
            return False
        if status == cp_model.MODEL_INVALID:
            raise RuntimeError(anonymous.model.validate())
        if proven:
            counts.bounds[level] = _whole(solver.best_objective_bound)
        if status not in FOUND:
            break
        counts.duties, counts.lunches = solve_counts(anonymous, solver)
        counts.found = True
        value = round(solver.objective_value)
        proven = proven and value == counts.bounds[level]
        anonymous.model.add(cost <= value)
        _hint(anonymous, solver)
    return True


def _whole(bound: float) -> int:
    return max(0, ceil(bound - TOLERANCE)) if isfinite(bound) else 0


def _hint(anonymous: Anonymous, solver: cp_model.CpSolver) -> None:
    anonymous.model.clear_hints()  # type: ignore[no-untyped-call]
    for variable in (*anonymous.duties.values(), *anonymous.lunches.values()):
        anonymous.model.add_hint(variable, solver.value(variable))


def _deal(plan: DesignPlan, placed: Mapping[DutyKind, int], params: Params, clock: Clock) -> _Dealt | None:
    for way in WAYS:
        dealing = Dealing(plan, placed, way)
        solver = _solver(params, max(clock.left, 1.0))
        if solver.solve(dealing.model) in FOUND:
            return _improve(dealing, solver, params, clock)
    return None


def _improve(dealing: Dealing, solver: cp_model.CpSolver, params: Params, clock: Clock) -> _Dealt:
    """Return the best deal for those who work it that time allows; what had to give way gives no more way."""
    duties = name_duties(dealing, solver)
    if dealing.costs:
        dealing.model.add(LinearExpr.sum(dealing.costs) <= round(solver.objective_value))
    cost = quality_cost(dealing)
    if isinstance(cost, int):
        return _Dealt(duties, 0)
    for works in dealing.works.values():
        dealing.model.add_hint(works, solver.value(works))
    dealing.model.minimize(cost)
    better = _solver(params, min(clock.left, QUALITY_PART * clock.limit))
    if better.solve(dealing.model) in FOUND:
        duties = name_duties(dealing, better)
    return _Dealt(duties, _whole(better.best_objective_bound))


def _solver(params: Params, seconds: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = params.workers
    solver.parameters.random_seed = params.seed
    solver.parameters.max_time_in_seconds = max(0.05, seconds)
    return solver

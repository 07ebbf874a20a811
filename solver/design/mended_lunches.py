"""Lunches of the duties that are new on a mended day, dealt to the people who have them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

from solver.design.anonymous import LunchKey
from solver.design.lunches import DutyKind
from solver.params import Params
from wfm.calendar import Span
from wfm.design.duty import Duty
from wfm.design.plan import DesignPlan
from wfm.design.shapes import Shape
from wfm.ids import AgentId

FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)
SECONDS = 5.0


def choose_lunches(
    plan: DesignPlan,
    kept: Sequence[Duty],
    taken: Mapping[AgentId, Shape],
    lunches: Mapping[LunchKey, int],
    params: Params,
) -> Iterator[tuple[AgentId, DutyKind]]:
    """Yield who eats when, such that as few holders of a competence as can be are missing meanwhile.

    Parameters
    ----------
    kept
        Duties that stay as they are, lunches and all.
    taken, lunches
        Of one day: the new duty of each agent, and how many lunches begin in each minute; they can be dealt.
    params
        Threads and seed.

    Raises
    ------
    RuntimeError
        Where the lunches can't be dealt: a mistake of ours.
    """
    model = CpModel()
    gets = {
        (agent, one): model.new_bool_var("")
        for agent, shape in taken.items()
        for one in _kinds(plan, shape, lunches)
    }
    for agent in taken:
        model.add_exactly_one([var for (own, _), var in gets.items() if own == agent])
    for (_, length, minute), many in lunches.items():
        lunch = Span(minute, minute + length)
        model.add(LinearExpr.sum([var for (_, one), var in gets.items() if one.lunch == lunch]) == many)
    missing = _holders_missing(plan, kept, gets, model)
    if missing:
        model.minimize(LinearExpr.sum(missing))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.random_seed = params.workers, params.seed
    solver.parameters.max_time_in_seconds = SECONDS
    if solver.solve(model) not in FOUND:
        raise RuntimeError("lunches and duties do not match")
    yield from ((agent, one) for (agent, one), var in gets.items() if solver.value(var))


def _kinds(plan: DesignPlan, shape: Shape, lunches: Mapping[LunchKey, int]) -> Iterator[DutyKind]:
    if shape.lunch is None:
        yield DutyKind(shape, None)
        return
    first, last = shape.lunch
    for minute in range(first, last + 1, plan.grid):
        if (shape.day, shape.rule.lunch_minutes, minute) in lunches:
            yield DutyKind(shape, Span(minute, minute + shape.rule.lunch_minutes))


def _holders_missing(
    plan: DesignPlan,
    kept: Sequence[Duty],
    gets: Mapping[tuple[AgentId, DutyKind], IntVar],
    model: CpModel,
) -> list[LinearExpr]:
    terms: list[LinearExpr] = []
    days = sorted({one.shape.day for _, one in gets})
    for competence in plan.hotline.competences:
        holders = {agent.id for agent in plan.agents if competence.code in agent.competences}
        for step in (step for day in days for step in plan.steps_of[day]):
            if not plan.need_of(step):
                continue
            there = sum(duty.agent in holders and duty.answers(step) for duty in kept)
            if there >= competence.min_agents:
                continue
            ones = [var for (agent, one), var in gets.items() if agent in holders and one.answers(step)]
            short = model.new_int_var(0, competence.min_agents, "")
            model.add(LinearExpr.sum(ones) + short >= competence.min_agents - there)
            terms.append(1 * short)
    return terms

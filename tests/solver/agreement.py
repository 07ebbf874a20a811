"""The two directions in which measuring and solving must agree, for a plan and for a roster."""

from __future__ import annotations

from collections.abc import Sequence

from ortools.sat.python import cp_model

from solver.model.cuts import tighten
from solver.model.draft import Draft
from solver.rules import rules_of
from wfm.baseline import Baseline, levels_of
from wfm.finding import Level
from wfm.plan import Plan
from wfm.roster import Assignment, Roster
from wfm.score import Score, measure


def _all_pairs(plan: Plan) -> Sequence[Assignment]:
    return [(agent.id, shift.id) for agent in plan.agents for shift in plan.shifts]


def posted(plan: Plan, baseline: Baseline | None = None, *, everything: bool = False) -> Draft:
    """Return the plan's draft with every rule posted."""
    draft = Draft(plan, _all_pairs(plan) if everything else None, baseline=baseline)
    for rule in rules_of(baseline):
        rule.post(draft)
    return draft


def solved(draft: Draft) -> cp_model.CpSolver:
    """Solve to the end with one worker."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.solve(draft.model)
    assert solver.response_proto.status in (cp_model.OPTIMAL, cp_model.INFEASIBLE), draft.model.validate()
    return solver


def is_feasible(solver: cp_model.CpSolver) -> bool:
    """Tell whether there is a solution."""
    return bool(solver.response_proto.status == cp_model.OPTIMAL)


def assert_terms_are_measured(draft: Draft, solver: cp_model.CpSolver, level: Level, score: Score) -> None:
    """Compare a minimised level with its measure, in all and rule by rule."""
    assert round(solver.objective_value) == score[level]
    for rule in score.rules:
        if rule.level is level:
            terms = [term for term in draft.terms if term.rule == rule.rule]
            assert sum(term.weight * solver.value(term.amount) for term in terms) == rule.cost, rule


def assert_fixed_roster_agrees(plan: Plan, roster: Roster, baseline: Baseline | None = None) -> bool:
    """Fix a roster in the model: feasible exactly where no hard rule is broken, and as dear as measured.

    Returns whether it is feasible.
    """
    score = measure(plan, roster, baseline)
    draft = posted(plan, baseline, everything=True)
    sitting = set(roster)
    for pair, variable in draft.assigned.items():
        draft.model.add(variable == (pair in sitting))
    feasible = is_feasible(solved(draft))
    assert feasible == (not score.breaches), score.breaches
    for level in score.levels if feasible else ():
        draft.model.minimize(draft.value(level))
        assert_terms_are_measured(draft, solved(draft), level, score)
    return feasible


def best_values(plan: Plan, baseline: Baseline | None = None) -> dict[Level, int]:
    """Solve level by level and measure what comes out, each level as it is proven."""
    draft = posted(plan, baseline)
    values: dict[Level, int] = {}
    for level in levels_of(baseline):
        draft.model.minimize(draft.value(level))
        solver = solved(draft)
        score = measure(plan, draft.seating.roster(solver.response_proto.solution), baseline)
        assert not score.breaches
        assert_terms_are_measured(draft, solver, level, score)
        assert {earlier: score[earlier] for earlier in values} == values
        values[level] = score[level]
        draft.model.add(draft.value(level) <= values[level])
        if level is Level.COMPETENCE:
            tighten(draft, full=not values[Level.COVERAGE] and not values[Level.COMPETENCE])
    return values

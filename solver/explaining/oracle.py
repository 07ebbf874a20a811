"""Ask a question of a plan: yes with a roster, no with irreducible facts, or not decided in time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ortools.sat.python import cp_model

from solver.explaining.facts import Facts, Label
from solver.explaining.questions import post
from solver.infeasibility.cores import Core, CoreVerdict
from solver.model.cuts import tighten
from solver.model.draft import Draft
from solver.model.expressions import Amount, total
from solver.params import Clock
from solver.rules import HARD_RULES
from solver.search.build import hint
from wfm.explanation import Answer, Fact, Question, QuestionScope
from wfm.finding import Level
from wfm.ids import CompetenceCode, ShiftId
from wfm.plan import Plan
from wfm.roster import Roster

PART = 0.25
"""The part of the time left that looking for a roster of the whole plan may take."""

MOST_FACTS = 20
"""Facts that are told although not all of them may be needed; a heap that was not sifted tells nothing."""

WORKERS = 2

SETTINGS = {
    "linearization_level": 1,
    "max_presolve_iterations": 1,
    "cp_model_probing_level": 0,
    "symmetry_level": 0,
}
"""Presolve costs more than it saves on a big plan."""


@dataclass(frozen=True)
class OracleAnswer:
    """What came of a question.

    Parameters
    ----------
    answer
        FORCED where it is no; NOT_FORCED where it is yes.
    core
        The facts that force a no; ``None`` where it is yes, or where they could not be told apart in time.
    roster
        A roster of the whole plan with which it is yes; only of questions about the whole plan.
    """

    answer: Answer
    core: Core[Label] | None = None
    roster: Roster | None = None


def ask(
    plan: Plan, question: Question, roster: Roster, clock: Clock, suspects: Collection[Label] = ()
) -> OracleAnswer:
    """Ask whether a plan has a roster as the question wants it.

    Parameters
    ----------
    plan
        A plan whose locks can be kept.
    question
        What is asked.
    roster
        The roster at hand; the search for another begins from it.
    clock
        When to leave it open.
    suspects
        Facts that forced narrower questions: of the whole plan they are looked at first.
    """
    if question.scope is QuestionScope.PLAN:
        return _ask_whole(plan, question, roster, clock, suspects)
    return _ask_guarded(plan, question, clock)


def possible(plan: Plan, question: Question, clock: Clock) -> bool:
    """Tell whether a narrow question was answered with yes."""
    return Facts(plan, question, clock).verdict() is CoreVerdict.POSSIBLE


def force(plan: Plan, question: Question, facts: tuple[Fact, ...]) -> bool:
    """Tell whether these facts alone force a no, by solving with them; whatever else the plan says."""
    labels = [(fact.rule, fact.subject) for fact in facts]
    return Facts(plan, question, Clock(float("inf"))).verdict(labels) is CoreVerdict.IMPOSSIBLE


def _ask_guarded(plan: Plan, question: Question, clock: Clock) -> OracleAnswer:
    facts = Facts(plan, question, clock)
    verdict = facts.verdict()
    if verdict is CoreVerdict.POSSIBLE:
        return OracleAnswer(Answer.NOT_FORCED)
    core = facts.core() if verdict is CoreVerdict.IMPOSSIBLE else None
    return OracleAnswer(Answer.OPEN if core is None else Answer.FORCED, core)


def _ask_whole(
    plan: Plan, question: Question, roster: Roster, clock: Clock, suspects: Collection[Label]
) -> OracleAnswer:
    """Look for a roster as the search would; only where there is none, find out why."""
    verdict, found = search_for(plan, question, roster, PART * clock.left)
    if verdict is CoreVerdict.POSSIBLE:
        return OracleAnswer(Answer.NOT_FORCED, roster=found)
    core = Facts(plan, question, clock).core(suspects)
    if core is not None and (core.minimal or len(core.labels) <= MOST_FACTS):
        return OracleAnswer(Answer.FORCED, core)
    return OracleAnswer(Answer.FORCED if core or verdict is CoreVerdict.IMPOSSIBLE else Answer.OPEN)


def search_for(
    plan: Plan, question: Question, roster: Roster, seconds: float
) -> tuple[CoreVerdict, Roster | None]:
    """Look for a roster of the whole plan as a question wants it, as the search would, from one at hand."""
    draft = Draft(plan)
    for rule in HARD_RULES:
        rule.post(draft)
    post(draft, question, lambda shift, competence: _holders(draft, shift, competence))
    nothing_missing = not any(question.better.get(level, 1) for level in (Level.COVERAGE, Level.COMPETENCE))
    tighten(draft, full=nothing_missing)
    hint(draft, roster)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = WORKERS
    for name, value in SETTINGS.items():
        setattr(solver.parameters, name, value)
    solver.parameters.random_seed = 1
    solver.parameters.catch_sigint_signal = False
    solver.parameters.max_time_in_seconds = seconds
    solver.solve(draft.model)
    response = solver.response_proto
    if response.status == cp_model.INFEASIBLE:
        return CoreVerdict.IMPOSSIBLE, None
    if response.status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return CoreVerdict.POSSIBLE, draft.seating.roster(response.solution)
    return CoreVerdict.OPEN, None


def _holders(draft: Draft, shift: ShiftId, competence: CompetenceCode) -> Amount:
    holders = [
        draft.assigned[agent, shift]
        for agent in draft.agents_on[shift]
        if competence in draft.plan.agent[agent].competences
    ]
    return total(holders)

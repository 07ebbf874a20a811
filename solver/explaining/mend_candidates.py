"""Changes of a plan that might mend a finding, the cheapest first: each lifts a fact that forces it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from solver.explaining.quality_explanation import home_of
from solver.explaining.rules import EXPLANATIONS, QUALITY
from wfm.agent import Agent
from wfm.change import AddAgent, Change, ShortenEntry
from wfm.explanation import Fact, Question, QuestionScope
from wfm.ids import AgentId, ShiftId
from wfm.plan import Plan

EFFORT = (
    "lift_lock",
    "allow_mixed",
    "shorten_entry",
    "raise_limit",
    "train",
    "extend_employment",
    "add_agent",
)
"""From what a word settles to what takes a new colleague."""

MOST_OF_KIND = 4
"""Candidates of one kind, so that others get a turn."""

MOST_PAIRED = 6
"""Candidates of which two are tried together where none alone helps."""


class Candidate(NamedTuple):
    """Changes to try, and how much they ask of people: kinds first, then days or shifts."""

    effort: tuple[int, ...]
    changes: tuple[Change, ...]


def candidates(plan: Plan, questions: Sequence[Question], facts: Sequence[Fact]) -> list[Candidate]:
    """Return what could be changed about the facts that force some questions, the cheapest first."""
    shifts = _in_question(plan, questions)
    found = [
        Candidate(_effort(changes), changes)
        for fact in facts
        for changes in EXPLANATIONS[fact.rule].mends(plan, fact.subject, shifts)
    ]
    ordered = sorted(dict.fromkeys(found), key=lambda candidate: candidate.effort)
    kinds: Counter[tuple[str, ...]] = Counter()
    kept: list[Candidate] = []
    for candidate in ordered:
        kind = tuple(change.kind for change in candidate.changes)
        kinds[kind] += 1
        if kinds[kind] <= MOST_OF_KIND:
            kept.append(candidate)
    return kept


def pairs(found: Sequence[Candidate]) -> list[Candidate]:
    """Return two candidates together, where none alone was enough."""
    both = [
        Candidate(_effort((*one.changes, *other.changes)), (*one.changes, *other.changes))
        for one, other in combinations(found[:MOST_PAIRED], 2)
    ]
    return sorted(both, key=lambda candidate: candidate.effort)


def one_more(plan: Plan, questions: Sequence[Question]) -> list[Candidate]:
    """Return one agent more for each municipality that could help, trained in everything."""
    subjects = [question.subject for question in questions]
    homes = [home_of(plan, one) for one in subjects if one.municipality or one.agent]
    codes = homes or [municipality.code for municipality in plan.staffing]
    held = frozenset(competence.code for competence in plan.hotline.competences)
    new = (
        AddAgent(Agent(id=_unused(plan, code), name=code, municipality=code, competences=held))
        for code in dict.fromkeys(codes)
    )
    return [Candidate(_effort((change,)), (change,)) for change in new]


def _unused(plan: Plan, code: str) -> AgentId:
    number = 1
    while AgentId(f"{code}-{number:02d}") in plan.agent:
        number += 1
    return AgentId(f"{code}-{number:02d}")


def _in_question(plan: Plan, questions: Sequence[Question]) -> tuple[ShiftId, ...]:
    """Return the shifts that questions name; none where they are about more than a week."""
    named = [
        shift
        for question in questions
        if question.scope not in (QuestionScope.MUNICIPALITY, QuestionScope.PLAN)
        for shift in _shifts_of(plan, question)
    ]
    return tuple(dict.fromkeys(named))


def _shifts_of(plan: Plan, question: Question) -> Sequence[ShiftId]:
    if question.rule:
        return QUALITY[question.rule].shifts(plan, question.subject)
    return question.shifts or (question.subject.shift,)


def _effort(changes: Sequence[Change]) -> tuple[int, ...]:
    kinds = sum(EFFORT.index(kind) + 1 for kind in dict.fromkeys(change.kind for change in changes))
    days = sum(len(change.days) for change in changes if isinstance(change, ShortenEntry))
    return kinds, days, len(changes)

"""Changes of a plan that might mend a finding, the cheapest first: each lifts a fact that forces it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import combinations
from typing import NamedTuple

from wfm.agent import Agent
from wfm.change import (
    AddAgent,
    AllowMixed,
    Change,
    ExtendEmployment,
    LiftLock,
    RaiseLimit,
    ShortenEntry,
    Train,
)
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

MOST_RAISE = 2
"""Shifts a week that an agent is asked for beyond the limit, at most."""

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
    shifts = _in_question(questions)
    found = [
        Candidate(_effort(changes), changes)
        for fact in facts
        if fact.rule in _LIFTED
        for changes in _LIFTED[fact.rule](plan, fact, shifts)
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
    homes = [question.subject.municipality for question in questions if question.subject.municipality]
    codes = homes or [municipality.code for municipality in plan.staffing]
    held = frozenset(competence.code for competence in plan.hotline.competences)
    new = (AddAgent(Agent(_unused(plan, code), code, code, held)) for code in dict.fromkeys(codes))
    return [Candidate(_effort((change,)), (change,)) for change in new]


def _unused(plan: Plan, code: str) -> AgentId:
    number = 1
    while AgentId(f"{code}-{number:02d}") in plan.agent:
        number += 1
    return AgentId(f"{code}-{number:02d}")


def _in_question(questions: Sequence[Question]) -> tuple[ShiftId, ...]:
    """Return the shifts that questions name; none where they are about more than a week."""
    named = [
        shift
        for question in questions
        if question.scope not in (QuestionScope.MUNICIPALITY, QuestionScope.PLAN)
        for shift in (question.shifts or (question.subject.shift,))
    ]
    return tuple(dict.fromkeys(named))


def _effort(changes: Sequence[Change]) -> tuple[int, ...]:
    kinds = sum(EFFORT.index(kind) + 1 for kind in dict.fromkeys(change.kind for change in changes))
    days = sum(len(change.days) for change in changes if isinstance(change, ShortenEntry))
    return kinds, days, len(changes)


# --- by rule of the fact ---------------------------------------------------------------------------

Lifted = Iterator[tuple[Change, ...]]


def _entry(plan: Plan, fact: Fact, shifts: Sequence[ShiftId]) -> Lifted:
    """Yield the entry without the days in question; else without one of its weeks, or gone."""
    entry = plan.availability[fact.subject.entry or 0]
    wanted = [plan.shift[shift] for shift in shifts] or [s for s in plan.shifts if entry.overlaps(s)]
    days = tuple(dict.fromkeys(shift.day for shift in wanted if entry.overlaps(shift)))
    if not days:
        return
    if shifts:
        yield (ShortenEntry(entry, days),)
        return
    weeks: dict[object, list[object]] = {}
    for day in days:
        weeks.setdefault(day.isocalendar()[:2], []).append(day)
    if len(weeks) > 1:
        for of_week in weeks.values():
            yield (ShortenEntry(entry, tuple(day for day in days if day in of_week)),)
    whole = (entry.last_day - entry.first_day).days + 1
    yield (ShortenEntry(entry, tuple(entry.first_day + timedelta(days=n) for n in range(whole))),)


def _employment(plan: Plan, fact: Fact, shifts: Sequence[ShiftId]) -> Lifted:
    agent = plan.agent[fact.subject.agent]
    days = [plan.shift[shift].day for shift in shifts] or [shift.day for shift in plan.shifts]
    if fact.subject.day == agent.first_day:
        yield (ExtendEmployment(agent.id, first_day=min(days)),)
    else:
        yield (ExtendEmployment(agent.id, last_day=max(days)),)


def _weekly_limit(plan: Plan, fact: Fact, shifts: Sequence[ShiftId]) -> Lifted:
    agent = plan.agent[fact.subject.agent]
    for more in range(1, MOST_RAISE + 1):
        yield (RaiseLimit(agent.id, plan.weekly_limit(agent) + more),)


def _competence(plan: Plan, fact: Fact, shifts: Sequence[ShiftId]) -> Lifted:
    yield (Train(fact.subject.agent, fact.subject.competence),)


def _lock(plan: Plan, fact: Fact, shifts: Sequence[ShiftId]) -> Lifted:
    yield (LiftLock(plan.locks[fact.subject.entry or 0]),)


def _pairing(plan: Plan, fact: Fact, shifts: Sequence[ShiftId]) -> Lifted:
    yield (AllowMixed(fact.subject.shift),)
    if len(shifts) > 1:
        yield tuple(AllowMixed(shift) for shift in shifts)


_LIFTED: Mapping[str, Callable[[Plan, Fact, Sequence[ShiftId]], Lifted]] = {
    "availability": _entry,
    "employment": _employment,
    "shifts_per_week": _weekly_limit,
    "competence": _competence,
    "locks": _lock,
    "pairing": _pairing,
}

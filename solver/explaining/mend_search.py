"""Mends: changes of a plan that were seen to help, by solving the changed plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isqrt

from solver.explaining.alternative import other_roster
from solver.explaining.mend_candidates import Candidate, candidates, one_more, pairs
from solver.explaining.mend_sentences import mend_sentence
from solver.explaining.oracle import possible, search_for
from solver.explaining.questions import of_plan, up_to
from solver.explaining.resolving import resolve
from solver.explaining.rules import QUALITY
from solver.params import Clock
from wfm.change import apply_changes
from wfm.errors import PlanError
from wfm.explanation import Fact, Mend, Outlook, Question, QuestionScope
from wfm.finding import Level
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.score import Score, measure

MOST_MENDS = 3
"""Mends shown for a finding."""

MOST_TRIED = 10
"""Candidates solved for a finding."""

SECONDS = 5.0
"""Wall time that a changed plan may take, at most."""


@dataclass(frozen=True)
class MendGoal:
    """What mends are to bring: of these questions of a roster's level, one or more answered with yes."""

    plan: Plan
    roster: Roster
    score: Score
    questions: tuple[Question, ...]
    level: Level


def mends(wanted: MendGoal, facts: Sequence[Fact], clock: Clock) -> tuple[Mend, ...]:
    """Return what mends some questions that were answered with no, the cheapest first.

    Parameters
    ----------
    wanted
        The questions, and the roster at hand.
    facts
        Those that force the answers.
    clock
        Nothing more is tried when it has run out.
    """
    found = candidates(wanted.plan, wanted.questions, facts)
    seen = _some(wanted, found, clock)
    if not seen:
        seen = _some(wanted, pairs(found), clock, most=1)
    if not seen:
        seen = _some(wanted, one_more(wanted.plan, wanted.questions), clock, most=1)
    return tuple(seen)


def _some(wanted: MendGoal, found: Sequence[Candidate], clock: Clock, most: int = MOST_MENDS) -> list[Mend]:
    """Return the first candidates that mend; no dearer change of a row than one that does."""
    seen: list[Mend] = []
    tried = 0
    for candidate in found:
        if len(seen) == most or tried == MOST_TRIED or not clock.left:
            break
        if any(_no_less(candidate, mend) for mend in seen) or not _could(wanted, candidate, clock):
            continue
        tried += 1
        outlook = _outlook(wanted, candidate, clock)
        if outlook is not None:
            seen.append(Mend(candidate.changes, mend_sentence(wanted.plan, candidate.changes), outlook))
    return seen


def _no_less(candidate: Candidate, mend: Mend) -> bool:
    """Tell whether a candidate asks more of the same people than a mend that is enough."""
    mine, theirs = ({_whose(change) for change in changes} for changes in (candidate.changes, mend.changes))
    return bool(mine & theirs)


def _whose(change: object) -> tuple[object, ...]:
    """Return the kind and row of a change, not how far it goes."""
    names = ("entry", "lock", "agent", "competence", "shift")
    return (type(change).__name__, *(getattr(change, name, None) for name in names))


def _could(wanted: MendGoal, candidate: Candidate, clock: Clock) -> bool:
    """Tell whether the changed plan is a plan, in which the narrow questions are answered with yes."""
    try:
        changed = apply_changes(candidate.changes, wanted.plan)
    except PlanError:
        return False
    wide = (QuestionScope.PLAN, QuestionScope.FINDING)
    narrow = [_moved(wanted.plan, changed, one) for one in wanted.questions if one.scope not in wide]
    return all(possible(changed, question, _short(clock)) for question in narrow)


def _moved(plan: Plan, changed: Plan, question: Question) -> Question:
    """Return a question as it is put to a changed plan, in which rows may have moved."""
    if not question.rule:
        return question
    return replace(question, subject=QUALITY[question.rule].relocate(plan, changed, question.subject))


def _short(clock: Clock) -> Clock:
    return Clock(min(SECONDS, clock.left))


def _outlook(wanted: MendGoal, candidate: Candidate, clock: Clock) -> Outlook | None:
    """Return the best roster found in the changed plan, where it is better as wanted."""
    changed = apply_changes(candidate.changes, wanted.plan)
    if wanted.level is Level.QUALITY:
        return _quality_outlook(wanted, changed, clock)
    whole = of_plan(wanted.level, wanted.score.values)
    better = search_for(changed, whole, wanted.roster, min(SECONDS, clock.left))[1]
    if better is None:
        return None
    seconds = min(SECONDS, clock.left / MOST_MENDS)
    outlook = resolve(changed, [better, wanted.roster], seconds, wanted.roster)
    return outlook if outlook is not None and _better(wanted, changed, outlook) else None


def _quality_outlook(wanted: MendGoal, changed: Plan, clock: Clock) -> Outlook | None:
    """Return the best roster found in the changed plan with less of what was asked, no level worse."""
    question = _moved(wanted.plan, changed, wanted.questions[0])
    found = other_roster(changed, question, wanted.roster, _short(clock)).roster
    if found is None:
        return None
    score = measure(changed, found)
    if score.breaches or not reached(score, question):
        return None
    return Outlook(roster=found, values=score.values, bounds={}, changed=len(wanted.roster.difference(found)))


def _better(wanted: MendGoal, changed: Plan, outlook: Outlook) -> bool:
    now = up_to(wanted.level, wanted.score.values)
    then = up_to(wanted.level, outlook.values)
    score = measure(changed, outlook.roster)
    return then < now and any(reached(score, question) for question in wanted.questions)


def reached(score: Score, question: Question) -> bool:
    """Tell whether a roster's score has the amount that a question wants."""
    if question.scope is QuestionScope.PLAN:
        return score[question.level] <= question.most
    amount = sum(finding.amount for finding in score.findings if question.counts(finding))
    return (isqrt(amount) if question.level is Level.QUOTA else amount) <= question.most

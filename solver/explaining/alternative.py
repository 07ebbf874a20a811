"""Another roster, better in one finding of quality or as a whole, as near to the one at hand as may be.

A small plan is searched whole. Of a big one first only the finding's municipality changes among the shifts
that it has, then a few municipalities together, then all of them.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from solver.explaining.quality_explanation import home_of
from solver.explaining.questions import before
from solver.explaining.rules import QUALITY
from solver.infeasibility.cores import CoreVerdict
from solver.model.cuts import tighten
from solver.model.draft import Draft
from solver.model.variables import open_pairs
from solver.params import Clock
from solver.rules import ALL_RULES
from solver.search.build import hint
from solver.search.cp_sat import LIGHT
from solver.search.levels import small
from wfm.explanation import Question, Values
from wfm.finding import Level
from wfm.ids import MunicipalityCode
from wfm.plan import Plan
from wfm.roster import Assignment, Roster

WORKERS = 2

TOGETHER = 3
"""Municipalities that change beside the finding's own, where a few do."""

TRIES = 2
"""Times that a few are drawn."""

SECONDS = 3.0
"""Wall time that a part may take, at most; all of a plan may take what there is."""


@dataclass(frozen=True)
class OtherRoster:
    """What a search for another roster came to.

    Parameters
    ----------
    verdict
        IMPOSSIBLE only where all of the plan was searched.
    roster
        The cheapest that was found.
    """

    verdict: CoreVerdict
    roster: Roster | None = None


def near_roster(plan: Plan, question: Question, roster: Roster, clock: Clock) -> OtherRoster:
    """Look for another roster in which the finding's municipality alone changes."""
    pairs = _parts(plan, roster, {home_of(plan, question.subject)})
    draft = _asked(plan, question, roster, pairs)
    return _solved(draft, min(SECONDS, clock.left))


def better_near(plan: Plan, values: Values, roster: Roster, home: MunicipalityCode, clock: Clock) -> Roster:
    """Return the best roster found in which one municipality alone changes among the shifts that it has.

    Parameters
    ----------
    plan
        Of which the roster at hand keeps the hard rules.
    values
        Of its levels; none before quality may be worse.
    roster
        The roster at hand; it comes back where none is better.
    home
        Who changes.
    clock
        When to leave it.
    """
    draft = _draft(plan, before(Level.QUALITY, values), roster, _parts(plan, roster, {home}))
    return _solved(draft, min(SECONDS, clock.left)).roster or roster


def other_roster(plan: Plan, question: Question, roster: Roster, clock: Clock) -> OtherRoster:
    """Look for the cheapest other roster that keeps every level before quality as good.

    Parameters
    ----------
    plan
        A plan, changed or not, of which the roster at hand keeps the hard rules.
    question
        About a finding of quality, over the whole plan.
    roster
        The roster at hand; the search begins from it.
    clock
        When to leave it.
    """
    if not small(plan):
        for homes in _some_homes(plan, question):
            if not clock.left:
                return OtherRoster(CoreVerdict.OPEN)
            draft = _asked(plan, question, roster, _parts(plan, roster, homes))
            found = _solved(draft, min(SECONDS, clock.left))
            if found.verdict is CoreVerdict.POSSIBLE:
                return found
    draft = _asked(plan, question, roster, open_pairs(plan), whole=True)
    return _solved(draft, clock.left, whole=True)


def _some_homes(plan: Plan, question: Question) -> Iterator[Collection[MunicipalityCode]]:
    """Yield the finding's municipality alone, then with a few others."""
    home, chance = home_of(plan, question.subject), random.Random(1)
    others = [one.code for one in plan.staffing if one.code != home]
    yield {home}
    for _ in range(TRIES):
        yield {home, *chance.sample(others, min(TOGETHER, len(others)))}


def _parts(plan: Plan, roster: Roster, homes: Collection[MunicipalityCode]) -> Sequence[Assignment]:
    """Return the pairs of some municipalities' agents and the shifts that they have or that have room."""
    theirs = {shift for agent, shift in roster if plan.agent[agent].municipality in homes}
    theirs |= {shift.id for shift in plan.shifts if len(roster.on(shift.id)) < shift.seats}
    return [
        pair for pair in open_pairs(plan) if pair[1] in theirs and plan.agent[pair[0]].municipality in homes
    ]


def _asked(
    plan: Plan, question: Question, roster: Roster, pairs: Sequence[Assignment], *, whole: bool = False
) -> Draft:
    """Return the draft of rosters in which the finding that is asked about is less."""
    draft = _draft(plan, question.better, roster, pairs, whole=whole)
    QUALITY[question.rule].restrict(draft, question.subject, question.most)
    return draft


def _draft(
    plan: Plan, better: Values, roster: Roster, pairs: Sequence[Assignment], *, whole: bool = False
) -> Draft:
    """Return the draft that minimises quality where only some pairs can change, the levels before bounded."""
    free = set(pairs)
    draft = Draft(plan, pairs, kept=() if whole else [pair for pair in roster if pair not in free])
    weights = plan.hotline.weights
    for rule in ALL_RULES:
        if rule.LEVEL is not Level.QUALITY or weights.of(rule.KEY):
            rule.post(draft)
    for level, value in better.items():
        draft.model.add(draft.value(level) <= value)
    tighten(draft, full=not (better[Level.COVERAGE] or better[Level.COMPETENCE]))
    draft.model.minimize(draft.value(Level.QUALITY))
    hint(draft, roster)
    return draft


def _solved(draft: Draft, seconds: float, *, whole: bool = False) -> OtherRoster:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = WORKERS
    solver.parameters.random_seed = 1
    solver.parameters.catch_sigint_signal = False
    solver.parameters.max_time_in_seconds = seconds
    for name, value in LIGHT.items():
        setattr(solver.parameters, name, value)
    solver.solve(draft.model)
    response = solver.response_proto
    if response.status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return OtherRoster(CoreVerdict.POSSIBLE, draft.seating.roster(response.solution))
    impossible = whole and response.status == cp_model.INFEASIBLE
    return OtherRoster(CoreVerdict.IMPOSSIBLE if impossible else CoreVerdict.OPEN)

"""Drafts as the search wants them: rules posted, earlier levels held, an objective, a hint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from solver.model.cuts import tighten
from solver.model.draft import Draft
from solver.model.team_columns import Candidates, Wanted
from solver.rules import PostedRule, rules_of
from solver.search.state import Standing
from wfm.finding import Level
from wfm.roster import Assignment, Roster


def strict_draft(standing: Standing, last: Level) -> Draft:
    """Return the draft of rosters that reach the bound of every level up to one; no objective."""
    bounds = {level: standing.bounds[level] for level in standing.up_to(last)}
    wanted = Wanted(
        filled=not bounds[Level.COVERAGE],
        complete=Level.COMPETENCE in bounds and not bounds[Level.COMPETENCE],
    )
    draft = _drafted(standing, bounds, wanted, held=bounds)
    for level, bound in bounds.items():
        draft.model.add(draft.value(level) <= bound)
    hint(draft, standing.best.roster)
    return draft


def held_values(standing: Standing, level: Level) -> Mapping[Level, int]:
    """Return the best roster's values of the levels before one."""
    return {one: standing.score[one] for one in standing.up_to(level)[:-1]}


def held_draft(
    standing: Standing,
    level: Level,
    pairs: Iterable[Assignment] | None = None,
    kept: Iterable[Assignment] = (),
    held: Mapping[Level, int] | None = None,
) -> Draft:
    """Return the draft that minimises a level, earlier ones held.

    It follows from the plan, the baseline, and what is held: a certificate can be checked on a model that is
    built anew. It has no hint.

    Parameters
    ----------
    standing
        Where the search stands.
    level
        What is minimised.
    pairs
        Agents and shifts that may sit; ``None`` for all that could.
    kept
        Agents and shifts that sit in any case.
    held
        By earlier level, the value it may have at most; ``None`` for those of the best roster.
    """
    most = held_values(standing, level) if held is None else held
    wanted = Wanted(filled=most.get(Level.COVERAGE) == 0, complete=most.get(Level.COMPETENCE) == 0)
    draft = _drafted(standing, (*most, level), wanted, pairs, kept, most)
    for one, value in most.items():
        draft.model.add(draft.value(one) <= value)
    draft.model.minimize(draft.value(level))
    return draft


def hint(draft: Draft, roster: Roster) -> None:
    """Tell CP-SAT to look near a roster first."""
    draft.model.clear_hints()  # type: ignore[no-untyped-call]
    for column in draft.columns:
        draft.model.add_hint(column.variable, column.chosen_in(roster))


def _drafted(
    standing: Standing,
    levels: Iterable[Level],
    wanted: Wanted,
    pairs: Iterable[Assignment] | None = None,
    kept: Iterable[Assignment] = (),
    held: Mapping[Level, int] = MappingProxyType({}),
) -> Draft:
    """Return a draft with the hard rules and those of some levels posted, unless they weigh nothing.

    A level that every team keeps at 0 needs no rule.
    """
    full = wanted.filled and wanted.complete
    posted = {Level.HARD, *levels}
    if full and not any(standing.plan.mixed_on(shift.id) for shift in standing.plan.shifts):
        posted -= {Level.COVERAGE, Level.COMPETENCE}
    draft = Draft(
        standing.plan,
        pairs,
        kept=kept,
        candidates=Candidates(standing.plan, wanted),
        baseline=standing.baseline,
        held=held,
    )
    for rule in rules_of(standing.baseline):
        standing.go_on()
        if rule.LEVEL in posted and _weighs(standing, rule):
            rule.post(draft)
    tighten(draft, full=full)
    standing.go_on()
    return draft


def _weighs(standing: Standing, rule: PostedRule) -> bool:
    return rule.LEVEL is not Level.QUALITY or standing.plan.hotline.weights.of(rule.KEY) > 0

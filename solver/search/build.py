"""Drafts as the search wants them: rules posted, earlier levels held, an objective, a hint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from solver.model.cuts import tighten
from solver.model.draft import Draft
from solver.model.team_columns import Candidates, TeamDemands
from solver.rules import PostedRule, rules_of
from solver.search.state import SearchState
from wfm.finding import Level
from wfm.roster import Assignment, Roster


def strict_draft(state: SearchState, last: Level) -> Draft:
    """Return the draft of rosters that reach the bound of every level up to one; no objective."""
    bounds = {level: state.bounds[level] for level in state.up_to(last)}
    wanted = TeamDemands(
        filled=not bounds[Level.COVERAGE],
        complete=Level.COMPETENCE in bounds and not bounds[Level.COMPETENCE],
    )
    draft = _drafted(state, bounds, wanted, held=bounds)
    for level, bound in bounds.items():
        draft.model.add(draft.value(level) <= bound)
    hint(draft, state.best.roster)
    return draft


def earlier_values(state: SearchState, level: Level) -> Mapping[Level, int]:
    """Return the best roster's values of the levels before one."""
    return {one: state.score[one] for one in state.up_to(level)[:-1]}


def draft_after(
    state: SearchState,
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
    state
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
    most = earlier_values(state, level) if held is None else held
    wanted = TeamDemands(filled=most.get(Level.COVERAGE) == 0, complete=most.get(Level.COMPETENCE) == 0)
    draft = _drafted(state, (*most, level), wanted, pairs, kept, most)
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
    state: SearchState,
    levels: Iterable[Level],
    wanted: TeamDemands,
    pairs: Iterable[Assignment] | None = None,
    kept: Iterable[Assignment] = (),
    held: Mapping[Level, int] = MappingProxyType({}),
) -> Draft:
    """Return a draft with the hard rules and those of some levels posted, unless they weigh nothing.

    A level that every team keeps at 0 needs no rule.
    """
    full = wanted.filled and wanted.complete
    posted = {Level.HARD, *levels}
    if full and not any(state.plan.mixed_on(shift.id) for shift in state.plan.shifts):
        posted -= {Level.COVERAGE, Level.COMPETENCE}
    draft = Draft(
        state.plan,
        pairs,
        kept=kept,
        candidates=Candidates(state.plan, wanted),
        baseline=state.baseline,
        held=held,
    )
    for rule in rules_of(state.baseline):
        state.raise_if_over()
        if rule.LEVEL in posted and _weighs(state, rule):
            rule.post(draft)
    tighten(draft, full=full)
    state.raise_if_over()
    return draft


def _weighs(state: SearchState, rule: PostedRule) -> bool:
    return rule.LEVEL is not Level.QUALITY or state.plan.hotline.weights.of(rule.KEY) > 0

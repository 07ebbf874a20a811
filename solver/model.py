"""Drafts as the search wants them: rules posted, earlier levels held, an objective, a hint."""

from __future__ import annotations

from collections.abc import Iterable

from solver.draft import Draft
from solver.rules import PostedRule, rules_of
from solver.standing import Standing
from solver.tighten import tighten
from wfm.finding import Level
from wfm.roster import Assignment, Roster


def strict_draft(standing: Standing) -> Draft:
    """Return the draft of rosters that reach the bound of every level before ``quality``; no objective."""
    wanted = {level: standing.bounds[level] for level in standing.levels[:-1]}
    draft = _drafted(standing, wanted)
    for level, bound in wanted.items():
        draft.model.add(draft.value(level) <= bound)
    tighten(draft, full=not wanted[Level.COVERAGE] and not wanted[Level.COMPETENCE])
    hint(draft, standing.best.roster)
    return draft


def held_draft(standing: Standing, level: Level, pairs: Iterable[Assignment] | None = None) -> Draft:
    """Return the draft that minimises a level, the best roster's earlier values held.

    Parameters
    ----------
    standing
        Where the search stands.
    level
        What is minimised.
    pairs
        Agents and shifts that get a variable; ``None`` for all that may sit.
    """
    earlier = standing.up_to(level)[:-1]
    draft = _drafted(standing, (*earlier, level), pairs)
    for one in earlier:
        draft.model.add(draft.value(one) <= standing.score[one])
    full = {Level.COVERAGE, Level.COMPETENCE} <= {one for one in earlier if not standing.score[one]}
    tighten(draft, full=full)
    draft.model.minimize(draft.value(level))
    hint(draft, standing.best.roster)
    return draft


def hint(draft: Draft, roster: Roster) -> None:
    """Tell CP-SAT to look near a roster first."""
    sitting = set(roster)
    draft.model.clear_hints()  # type: ignore[no-untyped-call]
    for pair, variable in draft.assigned.items():
        draft.model.add_hint(variable, pair in sitting)


def _drafted(standing: Standing, levels: Iterable[Level], pairs: Iterable[Assignment] | None = None) -> Draft:
    """Return a draft with the hard rules and those of some levels posted, unless they weigh nothing."""
    wanted = {Level.HARD, *levels}
    draft = Draft(standing.plan, pairs, baseline=standing.baseline)
    for rule in rules_of(standing.baseline):
        standing.go_on()
        if rule.LEVEL in wanted and _weighs(standing, rule):
            rule.post(draft)
    standing.go_on()
    return draft


def _weighs(standing: Standing, rule: PostedRule) -> bool:
    return rule.LEVEL is not Level.QUALITY or standing.plan.hotline.weights.of(rule.KEY) > 0

"""The levels in order, sharing one time limit; each is minimised with the earlier ones held.

A roster that leaves nothing to wish for at the first three levels is looked for first, without an
objective: where there is one, these levels are proven at once. Only where that fails is each of them
minimised on its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from solver.cpsat import Task, run
from solver.draft import Draft
from solver.params import Params
from solver.progress import Phase
from solver.rules import ALL_RULES, PostedRule
from solver.standing import Standing
from solver.tighten import tighten
from wfm.finding import SCORED, Level
from wfm.roster import Roster

FIRST_LEVELS = (Level.COVERAGE, Level.COMPETENCE, Level.QUOTA)

LIGHT = {"max_presolve_iterations": 1, "cp_model_probing_level": 0, "symmetry_level": 0}
"""Presolve costs more than it saves: the rules are stated tightly already."""

STRICT = LIGHT | {"linearization_level": 0, "max_deterministic_time": 60.0}
"""A roster is found by propagation or not at all; the limit is in CP-SAT's own, repeatable time."""

PART = 0.5
"""The part of the time left that a level may take at most, unless it is the last."""


def search(standing: Standing, params: Params) -> None:
    """Improve a standing level by level, until all is proven or the search must end.

    Raises
    ------
    Ended
        Where it must end.
    """
    if not standing.closed(Level.QUOTA):
        _strictly(standing, params)
    draft = _drafted(standing, ALL_RULES)
    for level in SCORED:
        standing.go_on()
        if not standing.closed(level):
            _minimise(draft, level, standing, params)
        _hold(draft, level, standing.score[level])
        if level is Level.COMPETENCE:
            tighten(draft, full=_full(standing))


def _strictly(standing: Standing, params: Params) -> None:
    """Look for a roster that has value 0 at the first levels, with no objective."""
    standing.enter(Phase.STRICT)
    draft = _drafted(standing, [rule for rule in ALL_RULES if rule.LEVEL is not Level.QUALITY])
    for level in FIRST_LEVELS:
        _hold(draft, level, 0)
    tighten(draft, full=True)
    hint(draft, standing.best.roster)
    seconds = PART * standing.clock.left
    run(Task(draft.model, draft.assigned, seconds=seconds, settings=STRICT), standing, params)


def _minimise(draft: Draft, level: Level, standing: Standing, params: Params) -> None:
    standing.enter(Phase.LEVEL)
    draft.model.minimize(draft.value(level))
    hint(draft, standing.best.roster)
    seconds = standing.clock.left * (1 if level is SCORED[-1] else PART)
    run(Task(draft.model, draft.assigned, level, seconds, LIGHT), standing, params)


def _drafted(standing: Standing, rules: Iterable[PostedRule]) -> Draft:
    """Return a draft with these rules posted, those that weigh nothing left out."""
    draft = Draft(standing.plan)
    for rule in rules:
        standing.go_on()
        if rule.LEVEL is not Level.QUALITY or standing.plan.hotline.weights.of(rule.KEY):
            rule.post(draft)
    standing.go_on()
    return draft


def _hold(draft: Draft, level: Level, value: int) -> None:
    draft.model.add(draft.value(level) <= value)


def _full(standing: Standing) -> bool:
    return standing.score.coverage == 0 and standing.score.competence == 0


def hint(draft: Draft, roster: Roster) -> None:
    """Tell CP-SAT to look near a roster first."""
    sitting = set(roster)
    draft.model.clear_hints()  # type: ignore[no-untyped-call]
    for pair, variable in draft.assigned.items():
        draft.model.add_hint(variable, pair in sitting)

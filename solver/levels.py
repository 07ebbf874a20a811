"""The levels in order, sharing one time limit; each is minimised with the earlier ones held.

A roster that leaves nothing to wish for at the first three levels is looked for first, without an
objective: where there is one, these levels are proven at once. Only where that fails is each of them
minimised on its own. A level is minimised by CP-SAT over the whole model, which proves, and by a
neighbourhood search beside it, which finds.
"""

from __future__ import annotations

from dataclasses import replace

from solver.cpsat import Run, Task
from solver.draft import open_pairs
from solver.model import held_draft, strict_draft
from solver.neighbourhood import Neighbourhoods
from solver.params import Params
from solver.progress import Phase
from solver.standing import Standing
from wfm.finding import Level

LINEAR = {"linearization_level": 2}
"""Relax all that can be relaxed: small plans that take half a minute otherwise are proven in a second."""

LIGHT = LINEAR | {"max_presolve_iterations": 1, "cp_model_probing_level": 0, "symmetry_level": 0}
"""On a big plan presolve costs more than it saves: the rules are stated tightly already."""

STRICT = LIGHT | {"linearization_level": 0, "max_deterministic_time": 60.0}
"""A roster is found by propagation or not at all; the limit is in CP-SAT's own, repeatable time."""

SMALL = 3000
"""Possible assignments up to which a plan is small: CP-SAT needs no neighbourhood search beside it."""

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
    for level in standing.levels:
        standing.go_on()
        if not standing.closed(level):
            _minimise(level, standing, params)


def _strictly(standing: Standing, params: Params) -> None:
    """Look for a roster that reaches the bounds of the first levels, with no objective."""
    standing.enter(Phase.STRICT)
    draft = strict_draft(standing)
    seconds = PART * standing.clock.left
    with Run(Task(draft.model, draft.assigned, seconds=seconds, settings=STRICT), standing, params) as run:
        run.wait()


def _minimise(level: Level, standing: Standing, params: Params) -> None:
    """Minimise a level, with a neighbourhood search where the plan is too big to be proven at a stroke."""
    standing.enter(Phase.LEVEL)
    until = standing.clock.spent + standing.clock.left * (1 if level is standing.levels[-1] else PART)
    if _small(standing):
        _prove(level, standing, params, until)
        return
    near = Neighbourhoods(standing, params, level)
    if params.workers == 1:
        _search_near(near, level, standing, until)
        _prove(level, standing, params, until)
    else:
        _prove(level, standing, replace(params, workers=params.workers - 1), until, near)


def _small(standing: Standing) -> bool:
    return len(open_pairs(standing.plan)) <= SMALL


def _search_near(near: Neighbourhoods, level: Level, standing: Standing, until: float) -> None:
    while not (near.stuck or standing.closed(level) or standing.clock.spent > until):
        standing.go_on()
        near.step()


def _prove(
    level: Level, standing: Standing, params: Params, until: float, beside: Neighbourhoods | None = None
) -> None:
    """Run CP-SAT over the whole model until `until` (s of the search), a neighbourhood search beside it."""
    if standing.closed(level):
        return
    draft = held_draft(standing, level)
    seconds = until - standing.clock.spent
    settings = LINEAR if _small(standing) else LIGHT
    task = Task(draft.model, draft.assigned, level, seconds=seconds, settings=settings)
    with Run(task, standing, params) as run:
        while beside is not None and not (run.done or standing.closed(level)):
            standing.go_on()
            beside.step(run)
        run.wait()

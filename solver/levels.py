"""The levels in order, sharing one time limit; each is minimised with the earlier ones held.

A roster that leaves nothing to wish for at the first three levels is looked for first, without an
objective: where there is one, these levels are proven at once. Only where that fails is each of them
minimised on its own. A small plan is minimised by CP-SAT over the whole model. On a big one a linear
relaxation proves and a neighbourhood search finds, side by side; with more than two workers CP-SAT runs
over the whole model beside them. With a cluster, its workers search neighbourhoods too.
"""

from __future__ import annotations

from dataclasses import replace
from time import sleep

from solver.cpsat import TICK, Beside, Run, Task
from solver.draft import open_pairs
from solver.highs_process import HighsProcess
from solver.model import held_draft, strict_draft
from solver.neighbourhood import Neighbourhoods
from solver.params import Params
from solver.progress import Phase
from solver.relaxation import Relaxation, Step
from solver.spread import Cluster, Spread
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


def search(standing: Standing, params: Params, cluster: Cluster | None = None) -> None:
    """Improve a standing level by level, until all is proven or the search must end.

    A cluster, where there is one, knows the question; its workers search neighbourhoods of a big plan.

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
            _minimise(level, standing, params, cluster)


def _strictly(standing: Standing, params: Params) -> None:
    """Look for a roster that reaches the bounds of the first levels, with no objective."""
    standing.enter(Phase.STRICT)
    draft = strict_draft(standing)
    seconds = PART * standing.clock.left
    with Run(Task(draft.model, draft.seating, seconds=seconds, settings=STRICT), standing, params) as run:
        run.wait()


def _minimise(level: Level, standing: Standing, params: Params, cluster: Cluster | None) -> None:
    """Minimise a level: a small plan at a stroke, a big one by several searches side by side."""
    standing.enter(Phase.LEVEL)
    until = standing.clock.spent + standing.clock.left * (1 if level is standing.levels[-1] else PART)
    if _small(standing):
        _prove(level, standing, params, until)
        return
    with HighsProcess() as process:
        near = Neighbourhoods(standing, params, level)
        if cluster is not None:
            with Spread(standing, params, level, cluster) as spread:
                spread.take()  # they have something to do while the linear side is built
                linear = Relaxation(standing, level, process, params)
                _spread(linear, near, spread, level, standing, params, until)
            return
        linear = Relaxation(standing, level, process, params)
        if params.workers == 1:
            _in_turn(linear, near, level, standing, params, until)
        elif params.workers == 2:
            _side_by_side(linear, near, level, standing, until)
        else:
            _prove(level, standing, replace(params, workers=params.workers - 2), until, near, linear)


def _small(standing: Standing) -> bool:
    return len(open_pairs(standing.plan)) <= SMALL


def _in_turn(
    linear: Relaxation,
    near: Neighbourhoods,
    level: Level,
    standing: Standing,
    params: Params,
    until: float,
) -> None:
    """Let one worker do one thing after the other, so that the same seed gives the same roster."""
    while not (linear.step is Step.WHOLE or linear.over or standing.closed(level)):
        standing.go_on()
        linear.take()
        sleep(TICK)
    linear.stop()
    while not (near.stuck or standing.closed(level) or standing.clock.spent > until):
        standing.go_on()
        near.step()
    _prove(level, standing, params, until)


def _side_by_side(
    linear: Relaxation, near: Neighbourhoods, level: Level, standing: Standing, until: float
) -> None:
    """Let a neighbourhood search find while the linear side proves and finds."""
    while not (standing.closed(level) or standing.clock.spent > until):
        standing.go_on()
        near.step(linear)


def _spread(
    linear: Relaxation,
    near: Neighbourhoods,
    spread: Spread,
    level: Level,
    standing: Standing,
    params: Params,
    until: float,
) -> None:
    """Let a cluster search as well; a single worker here only proves, as long as somebody searches there."""
    if params.workers > 2:
        _prove(level, standing, replace(params, workers=params.workers - 2), until, near, linear, spread)
    while not (standing.closed(level) or standing.clock.spent > until):
        standing.go_on()
        if params.workers == 1 and spread.working and not linear.over:
            linear.take()
            spread.take()
            sleep(TICK)
        else:
            near.step(linear, spread)


def _prove(
    level: Level,
    standing: Standing,
    params: Params,
    until: float,
    near: Neighbourhoods | None = None,
    *beside: Beside,
) -> None:
    """Run CP-SAT over the whole model until `until` (s of the search), other searches beside it."""
    if standing.closed(level):
        return
    draft = held_draft(standing, level)
    seconds = until - standing.clock.spent
    settings = LINEAR if _small(standing) else LIGHT
    task = Task(draft.model, draft.seating, level, seconds=seconds, settings=settings)
    with Run(task, standing, params) as run:
        while near is not None and not (run.done or standing.closed(level)):
            standing.go_on()
            near.step(run, *beside)
        run.wait()

"""The levels in order, sharing one time limit; each is minimised with the earlier ones held.

A roster that leaves nothing to wish for at the first three levels is looked for first, without an
objective: where there is one, these levels are proven at once. Only where that fails is each of them
minimised on its own. A small plan is minimised by CP-SAT over the whole model. On a big one a linear
relaxation proves a bound, while a neighbourhood search improves the roster; then CP-SAT searches what the
relaxation leaves open, which is mostly enough to reach the bound. Where it is not, another solution of the
relaxation is looked at, and at last everything is searched by several searches side by side. Beside all of
it the workers of a cluster, where there is one, search neighbourhoods.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from time import sleep

from solver.linear.highs_process import HighsProcess
from solver.model.draft import Draft
from solver.model.variables import open_pairs
from solver.params import Params
from solver.progress import Phase
from solver.search.block_bounds import BlockBounds
from solver.search.build import draft_after, hint, strict_draft
from solver.search.cp_sat import LIGHT, LINEAR, TICK, Run, SideSearch, Task
from solver.search.distributed_lns import Cluster, DistributedSearch
from solver.search.dives import Dives
from solver.search.lns import Neighbourhoods
from solver.search.relaxation import Relaxation, RelaxationStep
from solver.search.state import SearchState
from wfm.finding import Level
from wfm.plan import Plan

STRICT = LIGHT | {"linearization_level": 0, "max_deterministic_time": 60.0}
"""A roster is found by propagation or not at all; the limit is in CP-SAT's own, repeatable time."""

FULL = STRICT | {"max_deterministic_time": 10.0}
"""For a roster without an empty seat, where more than that can't be had."""

BRIEF = STRICT | {"max_deterministic_time": 2.0}
"""For the levels between: it is found soon, or minimised as quality is."""

SMALL = 3000
"""Possible assignments up to which a plan is small: CP-SAT needs no neighbourhood search beside it."""

ALONE = {"max_deterministic_time": 60.0}
"""For what a relaxation leaves open, where one worker does one thing after the other."""

PATIENCE = 8.0
"""Seconds without a better roster after which what a relaxation leaves open is left, at least."""

NEAR = 0.01
"""The gap, as a part of the value, up to which no other solution of a relaxation is looked at."""

ROUNDS = 3
"""Relaxations that are looked at, before all is."""

TOGETHER = 2
"""Relaxations whose solutions leave enough open together, where each leaves much open."""

PART = 0.5
"""The part of the time left that a level may take at most, unless it is the last."""


def search(
    state: SearchState,
    params: Params,
    process: HighsProcess,
    cluster: Cluster | None = None,
    *,
    strictly: bool = True,
) -> None:
    """Improve a state level by level, until all is proven or the search must end.

    Parameters
    ----------
    state
        Where the search stands.
    params
        Workers and seed.
    process
        For linear programs.
    cluster
        Workers elsewhere that know the question, if any; they are given parts of a big plan.
    strictly
        Whether a roster that reaches all bounds before quality is looked for at first; not where there is
        likely none.

    Raises
    ------
    SearchEndedError
        Where it must end.
    """
    first = state.levels[:-1]
    if strictly and not _strictly(first[-1], STRICT, state, params) and not small(state.plan):
        for last in first[:-1]:
            settings = FULL if last is Level.COVERAGE else BRIEF
            if not _strictly(last, settings, state, params):
                break
    for level in state.levels:
        state.raise_if_over()
        if not state.closed(level):
            _minimise(level, state, params, process, cluster)


def _strictly(last: Level, settings: Mapping[str, object], state: SearchState, params: Params) -> bool:
    """Look for a roster that reaches the bounds of all levels up to one; tell whether there is one."""
    if state.closed(last):
        return True
    state.enter(Phase.STRICT)
    draft = strict_draft(state, last)
    seconds = PART * state.clock.left
    with Run(Task(draft.model, draft.seating, seconds=seconds, settings=settings), state, params) as run:
        run.wait()
    return state.closed(last)


def _minimise(
    level: Level, state: SearchState, params: Params, process: HighsProcess, cluster: Cluster | None
) -> None:
    """Minimise a level: a small plan at a stroke, a big one by several searches side by side."""
    state.enter(Phase.LEVEL)
    until = state.clock.spent + state.clock.left * (1 if level is state.levels[-1] else PART)
    if small(state.plan):
        draft = draft_after(state, level)
        hint(draft, state.best.roster)
        seconds = until - state.clock.spent
        task = Task(draft.model, draft.seating, level, seconds=seconds, settings=LINEAR)
        with Run(task, state, params) as run:
            run.wait()
        return
    with ExitStack() as stack:
        beside: list[DistributedSearch] = []
        if cluster is not None:
            beside.append(
                stack.enter_context(
                    DistributedSearch(state=state, params=params, level=level, cluster=cluster)
                )
            )
            beside[0].take()  # they have something to do while the linear side is built
        big = _BigLevel(level=level, state=state, params=params, until=until, process=process, beside=beside)
        for _ in range(ROUNDS):
            big.relax()
            big.dive()
            big.prove_by_blocks()
            big.look_near()
            if big.near_enough:
                break
        big.finish()


def small(plan: Plan) -> bool:
    """Tell whether CP-SAT alone is enough for a plan."""
    return len(open_pairs(plan)) <= SMALL


class _BigLevel:
    """A level of a big plan: what is done with it, in order."""

    def __init__(
        self,
        level: Level,
        state: SearchState,
        params: Params,
        until: float,
        process: HighsProcess,
        beside: Sequence[DistributedSearch] = (),
    ) -> None:
        self._level = level
        self._state = state
        self._params = params
        self._until = until
        self._beside = beside
        self._linear = Relaxation(state=state, level=level, process=process, params=params)
        self._dives = Dives(state=state, level=level, linear=self._linear, process=process, params=params)
        self._blocks = BlockBounds(state=state, level=level, linear=self._linear, process=process)
        self._near = Neighbourhoods(state, params, level)

    @property
    def _is_over(self) -> bool:
        """Whether this level is done with, or the whole search must end."""
        closed = self._state.closed(self._level)
        return self._state.over or closed or self._state.clock.spent > self._until

    @property
    def near_enough(self) -> bool:
        """Whether another solution of the relaxation would hardly help: the bound is what is too low.

        Of a plan of which many columns are left open nobody can prove more than the relaxation does.
        """
        if self._linear.many:
            return False
        value, bound = self._state.score[self._level], self._state.bounds[self._level]
        return value - bound <= value * NEAR

    def relax(self) -> None:
        """Solve the relaxation, while a neighbourhood search improves the roster."""
        if self._is_over or self._linear.step is RelaxationStep.OVER:
            return
        self._linear.relax()
        self._wait_for(self._linear, lambda: self._linear.step is RelaxationStep.RELAXED)
        self._near.favour(self._linear.promising)
        for spread in self._beside:
            spread.favour(self._linear.promising)

    def dive(self) -> None:
        """Look for a whole solution from the relaxation's, then near the best one."""
        dive = True
        while self._dives.worthwhile and not self._is_over and self._linear.step is RelaxationStep.IDLE:
            self._dives.begin(dive=dive)
            self._wait_for(self._dives, lambda: self._dives.busy)
            self._dives.stop()
            dive = False

    def prove_by_blocks(self) -> None:
        """Look for a higher bound, where dives have missed the relaxation's."""
        if self._is_over or not self._blocks.worthwhile or self._linear.step is not RelaxationStep.IDLE:
            return
        self._blocks.begin()
        self._wait_for(self._blocks, lambda: self._blocks.busy)
        self._blocks.stop()

    def _wait_for(self, linear: SideSearch, busy: Callable[[], bool]) -> None:
        """Wait while the process is at work, a neighbourhood search beside it unless there is one worker."""
        while busy() and not self._is_over:
            if self._params.workers == 1:
                working: tuple[SideSearch, ...] = (linear, *self._beside)
                for one in working:
                    one.take()  # one thing after the other, so that the same seed gives the same roster
                sleep(TICK)
            else:
                self._near.step(linear, *self._beside, until=lambda: not busy())

    def look_near(self) -> None:
        """Search what the relaxations leave open; of a huge plan the neighbourhood search does.

        Where that is much, a second relaxation is waited for: the best roster mostly lies between the two.
        """
        if self._is_over or self._linear.huge or self._linear.step is RelaxationStep.OVER:
            return
        if self._linear.many and self._linear.rounds < TOGETHER:
            return
        alone = self._params.workers == 1
        settings = LIGHT | ALONE if alone else LIGHT
        narrowed = self._linear.narrow()
        task = self._task(narrowed.draft, settings, whole=False)
        if not alone:
            if self._linear.many:
                self._search_beside(task)
                return
            self._linear.solve_narrowed(narrowed)
        with Run(task, self._state, self._params) as run:
            if alone:
                run.wait(*self._beside)
            else:
                run.wait(
                    self._linear,
                    *self._beside,
                    patience=PATIENCE,
                    until=lambda: self._linear.step is RelaxationStep.IDLE,  # HiGHS has solved it to the end
                )
        self._linear.stop()

    def _search_beside(self, task: Task) -> None:
        """Search what is left open by CP-SAT and by parts, until neither finds anything more."""
        with Run(task, self._state, self._params) as run:
            while not (run.done or self._near.stuck or self._is_over):
                self._near.step(run, *self._beside)

    def finish(self) -> None:
        """Search everything until the time is over."""
        if self._is_over:
            return
        if self._params.workers == 1:
            while not (self._near.stuck or self._is_over):
                self._near.step(*self._beside)
            self._prove(self._params)
            return
        if self._linear.huge:
            self._near.workers = self._params.workers
        else:
            self._linear.solve_whole()
            if self._params.workers > 2:
                self._prove(replace(self._params, workers=self._params.workers - 2), self._linear)
        while not self._is_over:
            self._near.step(self._linear, *self._beside)

    def _task(self, draft: Draft, settings: Mapping[str, object], *, whole: bool) -> Task:
        seconds = self._until - self._state.clock.spent
        return Task(
            model=draft.model,
            seating=draft.seating,
            level=self._level,
            whole=whole,
            seconds=seconds,
            settings=settings,
        )

    def _prove(self, params: Params, *beside: SideSearch) -> None:
        """Run CP-SAT over the whole model, a neighbourhood search beside it where others run."""
        if self._is_over:
            return
        task = self._task(self._linear.whole().draft, LIGHT, whole=True)
        with Run(task, self._state, params) as run:
            while beside and not (run.done or self._is_over):
                self._near.step(run, *beside, *self._beside)
            run.wait(*self._beside)

"""The public verb: a plan in, the best roster found and what is proven about it out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from types import MappingProxyType

from solver.heuristics.greedy import greedy_roster, pin_locks
from solver.infeasibility.conflict import find_conflict
from solver.linear.highs_process import HighsProcess
from solver.params import Clock, Params, all_cores
from solver.progress import Progress
from solver.search.counting_bounds import plain_bounds
from solver.search.distributed_lns import Cluster, SharedQuestion, strip_names
from solver.search.levels import search, small
from solver.search.repair import mend
from solver.search.state import Incumbent, SearchEndedError, SearchState
from wfm.baseline import Baseline
from wfm.finding import Level
from wfm.plan import Plan
from wfm.proof import COUNTING
from wfm.result import Result, Status
from wfm.roster import Roster
from wfm.score import measure


def solve(
    plan: Plan,
    time_limit: float = 60,
    workers: int | None = None,
    seed: int = 1,
    *,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
    baseline: Baseline | None = None,
    start: Iterable[Roster] = (),
    cluster: Cluster | None = None,
    incumbent: Incumbent | None = None,
) -> Result:
    """Find the best roster of a plan, and prove how good it is.

    Parameters
    ----------
    plan
        The question.
    time_limit
        Seconds of wall time from this call on; a roster that keeps every hard rule comes back however
        short it is.
    workers
        Threads that search at once; ``None`` for all cores. With one, and where the time limit is not
        reached, the same plan and seed give the same roster.
    seed
        Of every random choice; 0 to 2³¹ − 1.
    progress
        Called in this thread with every change of incumbent or bound.
    stop
        Set it from another thread to end the search with the best roster so far; so does Ctrl-C.
    baseline
        A roster to stay close to: ``changes`` then stands after ``competence``, and frozen shifts stay as
        they are.
    start
        Rosters to begin from besides; those that break a hard rule are left out.
    cluster
        Workers elsewhere that search as well (:func:`solver.cluster.connect`); on a small plan they are not
        needed. What they find depends on how busy they are: then no seed gives the same roster again.
    incumbent
        Called in this thread with every better roster and its measured score, before the progress that
        follows from it. Each keeps every hard rule and scores better than the one before; given as `start`
        to another solve, the search goes on from there.

    Returns
    -------
    Result
        INFEASIBLE with the conflict where the locks can't be kept, decided in any case. Otherwise the
        best roster with its measured score, OPTIMAL where each level's value equals its bound.
    """
    params = Params(time_limit, all_cores() if workers is None else workers, seed)
    clock = Clock(params.time_limit)
    first = pin_locks(plan, baseline)
    if measure(plan, first, baseline).breaches:
        return infeasible_result(plan, baseline, params, clock)
    state = SearchState(
        plan=plan,
        roster=first,
        clock=clock,
        stop=stop,
        progress=progress,
        baseline=baseline,
        incumbent=incumbent,
    )
    try:
        with HighsProcess() as process:
            if not small(plan):
                process.start()  # it loads while a first roster is made
            for roster in start:
                state.offer(roster)
            _improve(state, params, process, cluster)
    except SearchEndedError:
        pass
    except KeyboardInterrupt:
        state.interrupted = True
    finally:
        if cluster is not None:
            cluster.drop()
    return result_of(state, params)


def _improve(state: SearchState, params: Params, process: HighsProcess, cluster: Cluster | None) -> None:
    if cluster is not None:
        cluster.ask(SharedQuestion(strip_names(state.plan), state.baseline))
    state.offer(greedy_roster(state.plan, params.seed, state.clock, state.baseline))
    for level, bound in plain_bounds(state.plan, state.baseline).items():
        state.prove(level, bound, COUNTING)
    state.raise_if_over()
    mend(state, params)
    if not state.closed(Level.QUALITY):
        search(state, params, process, cluster)


def infeasible_result(plan: Plan, baseline: Baseline | None, params: Params, clock: Clock) -> Result:
    """Return the answer of a plan whose locks can't be kept, with the conflict."""
    return Result(
        Status.INFEASIBLE,
        roster=None,
        score=None,
        conflict=find_conflict(plan, baseline),
        seconds=clock.spent,
        workers=params.workers,
        seed=params.seed,
        baseline=baseline,
    )


def result_of(state: SearchState, params: Params) -> Result:
    """Return the answer where a search ended."""
    optimal = state.closed(Level.QUALITY)
    return Result(
        status=Status.OPTIMAL if optimal else Status.FEASIBLE,
        roster=state.best.roster,
        score=state.best.score,
        bounds=MappingProxyType(state.bounds),
        seconds=state.clock.spent,
        workers=params.workers + state.helpers,
        seed=params.seed,
        interrupted=state.interrupted,
        proofs=MappingProxyType(state.proofs),
        baseline=state.baseline,
        certificates=MappingProxyType(state.certificates),
    )

"""Session: a plan in one process and its best roster; edits are answered from there.

What is kept is the roster. From it the relaxation of an edited plan is solved in a fraction of a second, and
its corner is mostly the new best roster, few assignments from the old one (`solver.linear.near_simplex`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from solver.heuristics.greedy import pin_locks
from solver.linear.highs_process import HighsProcess
from solver.params import Clock, Params, all_cores
from solver.progress import Progress
from solver.search.solve import infeasible_result, result_of, solve
from solver.search.state import Incumbent, SearchEndedError, SearchState
from solver.session.fewer_changes import keep_known, within_changes
from solver.session.improving import Improving
from solver.session.open_level import OpenLevel
from wfm.baseline import Baseline
from wfm.change import Change, apply_changes
from wfm.plan import Plan
from wfm.result import Result
from wfm.roster import Roster
from wfm.roster_changes import TeamChange, roster_changes


@dataclass(frozen=True)
class SessionAnswer:
    """What came of edits.

    Parameters
    ----------
    plan
        With the edits made.
    result
        As :func:`solver.solve` returns it for that plan.
    before
        The roster from which changes are counted.
    within
        Whether it has no more changes than were allowed; where it has, none with fewer was found.
    """

    plan: Plan
    result: Result
    before: Roster
    within: bool = True

    @property
    def changes(self) -> tuple[TeamChange, ...]:
        """Every shift on which others sit than before, in order of time; none where there is no roster."""
        if self.result.roster is None:
            return ()
        return roster_changes(self.plan, self.before, self.result.roster)

    @property
    def changed(self) -> int:
        """Assignments of the roster before that are gone."""
        return 0 if self.result.roster is None else len(self.before.difference(self.result.roster))


class Session:
    """An open model of a plan; to be closed, or used in a ``with`` block.

    Parameters
    ----------
    plan
        The question.
    roster
        A roster of it at hand, if there is one: the first answer then goes out from it.
    workers
        Threads where the whole plan must be searched; ``None`` for all cores. With one the same plan, edits
        and seed give the same rosters, where no time limit is reached.
    seed
        Of every random choice.

    Attributes
    ----------
    plan
        The question, with all edits that were kept.
    result
        Its last answer; ``None`` before the first.
    opened
        The last model that was built for it; ``None`` where none was.
    """

    def __init__(
        self, plan: Plan, roster: Roster | None = None, *, workers: int | None = None, seed: int = 1
    ) -> None:
        self.plan = plan
        self.result: Result | None = None
        self.opened: OpenLevel | None = None
        self._roster = roster
        self._workers = all_cores() if workers is None else workers
        self._seed = seed
        self._process = HighsProcess()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process that searches beside this one."""
        self._process.end()

    @property
    def roster(self) -> Roster:
        """The roster from which the next answer goes out; empty before there is one."""
        found = None if self.result is None else self.result.roster
        return found or self._roster or Roster()

    def solve(
        self,
        time_limit: float = 60,
        *,
        progress: Callable[[Progress], None] | None = None,
        stop: threading.Event | None = None,
        incumbent: Incumbent | None = None,
    ) -> Result:
        """Return the best roster of the plan as it is, and what is proven of it.

        Parameters
        ----------
        time_limit, progress, stop, incumbent
            As of :func:`solver.solve`.
        """
        params = Params(time_limit, self._workers, self._seed)
        if not self.roster.agents_on:
            self.result = solve(
                self.plan,
                time_limit,
                self._workers,
                self._seed,
                progress=progress,
                stop=stop,
                incumbent=incumbent,
            )
        else:
            self.result, self.opened = self._from_roster(self.plan, params, progress, stop, incumbent)
        return self.result

    def answer(
        self,
        edits: Iterable[Change],
        time_limit: float = 60,
        *,
        most_changes: int | None = None,
        fewest_changes: bool = False,
        keep: bool = True,
        progress: Callable[[Progress], None] | None = None,
        stop: threading.Event | None = None,
        incumbent: Incumbent | None = None,
    ) -> SessionAnswer:
        """Make edits, and return the best roster then.

        Parameters
        ----------
        edits
            One after the other.
        time_limit, progress, stop, incumbent
            As of :func:`solver.solve`.
        most_changes
            So many assignments of the roster at hand may be gone at most. What is proven is still of all
            rosters of the plan.
        fewest_changes
            Whether as few as possible are to be gone, once no more seats are empty and no more competences
            are missing than must be; then the answer has the level ``changes``.
        keep
            Whether the edits stay made for what is asked next.

        Returns
        -------
        SessionAnswer
            INFEASIBLE where the locks can't be kept; then the roster at hand stays what it was.

        Raises
        ------
        PlanError
            Where the edits make no plan.
        ValueError
            Where both limits of changes are asked for.
        """
        if fewest_changes and most_changes is not None:
            raise ValueError("most_changes and fewest_changes: only one of them can be asked for")
        plan, before = apply_changes(edits, self.plan), self.roster
        params = Params(time_limit, self._workers, self._seed)
        opened = None
        within = True
        if fewest_changes:
            result = solve(
                plan,
                time_limit,
                self._workers,
                self._seed,
                progress=progress,
                stop=stop,
                incumbent=incumbent,
                baseline=Baseline(keep_known(plan, before)),
            )
        else:
            clock = Clock(time_limit)
            result, opened = self._from_roster(plan, params, progress, stop, incumbent)
            if most_changes is not None and result.roster is not None:
                params = replace(params, time_limit=clock.left)
                result, within = within_changes(plan, result, before, most_changes, params, self._process)
        if keep:
            self.plan, self.opened = plan, opened
            self._roster, self.result = before, result
        return SessionAnswer(plan, result, before, within)

    def _from_roster(
        self,
        plan: Plan,
        params: Params,
        progress: Callable[[Progress], None] | None,
        stop: threading.Event | None,
        incumbent: Incumbent | None,
    ) -> tuple[Result, OpenLevel | None]:
        """Return the answer of a plan, from the roster at hand."""
        clock = Clock(params.time_limit)
        state = SearchState(
            plan=plan,
            roster=pin_locks(plan),
            clock=clock,
            stop=stop,
            progress=progress,
            incumbent=incumbent,
        )
        if state.score.breaches:
            return infeasible_result(plan, None, params, clock), None
        improving = Improving(state, params, self._ready(), keep_known(plan, self.roster))
        try:
            improving.run()
        except SearchEndedError:
            pass
        except KeyboardInterrupt:
            state.interrupted = True
        return result_of(state, params), improving.opened

    def _ready(self) -> HighsProcess:
        """Return a process that lives."""
        if self._process.ended:
            self._process = HighsProcess()
        return self._process

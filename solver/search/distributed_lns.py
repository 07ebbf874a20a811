"""The neighbourhood search spread over workers elsewhere: they solve parts, what counts is measured here.

Nothing here knows how they are reached; `solver.cluster` does, by Dask. A worker is not trusted with a score
or a bound: every roster that comes back is measured, and no bound is taken.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import Protocol

from solver.params import Clock, Params
from solver.search.cp_sat import Run
from solver.search.lns import Neighbourhoods, Part, part_task
from solver.search.state import SearchEndedError, SearchState
from wfm.agent import Agent
from wfm.baseline import Baseline
from wfm.finding import Level
from wfm.plan import Plan
from wfm.roster import Assignment, Roster

SECONDS = 10.0
"""Wall time that a part may take elsewhere, whatever CP-SAT's own limit says."""

AT_ONCE = 4
"""Parts that are drawn at one go: who waits for a search beside this one is not kept waiting."""

SEEDS = 2**31

_NUMBERS = count(1)
"""Of all orders of this process: an answer that comes late is never taken for another's."""


@dataclass(frozen=True)
class SharedQuestion:
    """What does not change during a solve: every worker gets it once, and no names of people."""

    plan: Plan
    baseline: Baseline | None


def strip_names(plan: Plan) -> Plan:
    """Return a plan without what no search needs: people's names, addresses, telephones and notes."""
    return replace(
        plan,
        agents=tuple(_nameless(plan, agent) for agent in plan.agents),
        availability=tuple(replace(entry, note="") for entry in plan.availability),
    )


def _nameless(plan: Plan, agent: Agent) -> Agent:
    """Return an agent without what no search needs; who else it is, is told by an id."""
    person = plan.first_self[agent.id] if len(plan.selves[agent.id]) > 1 else ""
    return replace(agent, name=agent.id, email="", phone="", person=person)


@dataclass(frozen=True)
class PartOrder:
    """A part, as it travels.

    Parameters
    ----------
    number
        Comes back with the answer.
    level
        What is minimised; the earlier levels are held at the roster's values.
    roster, freed
        See :class:`solver.search.lns.Part`.
    seconds
        Wall time at most.
    seed
        Of CP-SAT.
    """

    number: int
    level: Level
    roster: tuple[Assignment, ...]
    freed: tuple[Assignment, ...]
    seconds: float
    seed: int


@dataclass(frozen=True)
class PartAnswer:
    """What came of an order.

    Parameters
    ----------
    number
        The order's.
    roster
        The best that was found; ``None`` where nothing was.
    settled
        Whether the part was solved to the end.
    lost
        Whether nobody solved it: its worker went away, or failed.
    failed
        At what a worker failed, in a line; empty where it did not.
    """

    number: int
    roster: tuple[Assignment, ...] | None = None
    settled: bool = False
    lost: bool = False
    failed: str = ""


class Cluster(Protocol):
    """Workers elsewhere. All of it is called in one thread and returns at once."""

    @property
    def workers(self) -> int:
        """Threads that solve parts there at this moment."""
        ...

    @property
    def room(self) -> int:
        """How many orders can be given now."""
        ...

    def ask(self, question: SharedQuestion) -> None:
        """Tell the question that the orders to come are about."""
        ...

    def give(self, order: PartOrder) -> None:
        """Give an order; just one answer to it will come."""
        ...

    def take(self) -> Iterator[PartAnswer]:
        """Yield the answers that have arrived."""
        ...

    def drop(self) -> None:
        """Forget all orders: who is at one stops."""
        ...


class DistributedSearch:
    """One level's neighbourhood search on a cluster, beside what is searched here.

    Lasts as long as the ``with`` block; then nobody works at it any more.

    Parameters
    ----------
    state
        Where the search stands.
    params
        Its seed counts.
    level
        What is minimised.
    cluster
        Knows the question.
    """

    def __init__(self, state: SearchState, params: Params, level: Level, cluster: Cluster) -> None:
        self._state = state
        self._level = level
        self._cluster = cluster
        self._seed = params.seed
        drawing = Params(params.time_limit, 1, (params.seed + 1) % SEEDS)  # other parts than here
        self._near = Neighbourhoods(state, drawing, level)
        self._given: dict[int, Part] = {}

    def __enter__(self) -> DistributedSearch:
        return self

    def __exit__(self, *_: object) -> None:
        self._cluster.drop()

    @property
    def working(self) -> bool:
        """Whether somebody is there to work."""
        return self._cluster.workers > 0

    def favour(self, pairs: frozenset[Assignment]) -> None:
        """Draw parts from some agents and shifts first; see :meth:`Neighbourhoods.favour`."""
        self._near.favour(pairs)

    def take(self) -> None:
        """Take what has been found, and give further parts to those who are idle."""
        for answer in self._cluster.take():
            part = self._given.pop(answer.number, None)
            if part is not None and not answer.lost:
                self._near.take(part, _roster(answer, part), settled=answer.settled)
        for _ in range(min(AT_ONCE, self._cluster.room)):
            if self._state.over or self._state.closed(self._level):
                return
            self._give()

    def _give(self) -> None:
        part = self._near.draw()
        number = next(_NUMBERS)
        self._state.helpers = max(self._state.helpers, self._cluster.workers)
        self._given[number] = part
        order = PartOrder(
            number=number,
            level=self._level,
            roster=tuple(part.roster),
            freed=tuple(part.freed),
            seconds=min(SECONDS, self._state.clock.left),
            seed=(self._seed + number) % SEEDS,
        )
        self._cluster.give(order)


def _roster(answer: PartAnswer, part: Part) -> Roster | None:
    """Return the roster that came, if it is one of the part."""
    if answer.roster is None or not {*part.roster, *part.freed}.issuperset(answer.roster):
        return None
    return Roster.of(answer.roster)


def solve_part(question: SharedQuestion, order: PartOrder, stop: threading.Event) -> PartAnswer:
    """Solve a part: what a worker does."""
    roster = Roster.of(order.roster)
    state = SearchState(
        plan=question.plan, roster=roster, clock=Clock(order.seconds), stop=stop, baseline=question.baseline
    )
    try:
        task = part_task(roster, order.freed, state, order.level)
        with Run(task, state, Params(order.seconds, 1, order.seed)) as run:
            run.wait()
    except SearchEndedError:
        return PartAnswer(order.number)
    return PartAnswer(order.number, None if run.roster is None else tuple(run.roster), run.settled)

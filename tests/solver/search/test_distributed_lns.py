"""Parts solved elsewhere: what comes back is measured, joined with what was found meanwhile, not trusted."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

import solver
import solver.search.levels
from benchmarks.plans import quarter
from solver.heuristics.greedy import pin_locks
from solver.model.variables import open_pairs
from solver.params import Clock, Params
from solver.search.distributed_lns import DistributedSearch, PartAnswer, PartOrder, SharedQuestion, solve_part
from solver.search.lns import Neighbourhoods
from solver.search.state import SearchState
from tests.builders import agent, entry, plan
from tests.solver.search.test_lns import small_plan, state
from wfm.finding import SCORED, Level
from wfm.plan import Plan
from wfm.result import Status
from wfm.roster import Roster
from wfm.score import measure
from wfm.serialization import pack


class Near:
    """A cluster in this process: orders travel as they do, and are done when answers are asked for."""

    workers = 1

    def __init__(
        self,
        change: Callable[[PartOrder, PartAnswer], PartAnswer] = lambda order, answer: answer,
        room: int = 2,
    ) -> None:
        self.change = change
        self.most = room
        self.orders: list[PartOrder] = []
        self.done = 0
        self.packed = b""

    @property
    def room(self) -> int:
        return self.most - len(self.orders)

    def ask(self, question: SharedQuestion) -> None:
        self.packed = pack(question)

    def give(self, order: PartOrder) -> None:
        self.orders.append(order)

    def take(self) -> Iterator[PartAnswer]:
        orders, self.orders = self.orders, []
        for order in orders:
            self.done += 1
            travelled = pickle.loads(pack(order))
            answer = solve_part(pickle.loads(self.packed), travelled, threading.Event())
            yield self.change(order, answer)

    def drop(self) -> None:
        self.orders.clear()


def searched(question: Plan, cluster: Near, level: Level, steps: int = 6) -> SearchState:
    """Return where a search stands after a few looks at what a cluster has found."""
    where = state(question)
    cluster.ask(SharedQuestion(question, None))
    with DistributedSearch(where, Params(60, 1, 1), level, cluster) as spread:
        for _ in range(steps):
            before = where.score
            spread.take()
            assert not before < where.score
    assert cluster.orders == []
    assert where.score == measure(question, where.best.roster)
    assert not where.score.breaches
    return where


@pytest.mark.parametrize("level", SCORED)
def test_no_answer_makes_the_level_or_an_earlier_one_worse(level: Level) -> None:
    cluster = Near()
    searched(small_plan(), cluster, level)
    assert cluster.done


def test_answers_alone_make_a_quarter_better() -> None:
    question = quarter(5)
    assert searched(question, Near(), Level.QUALITY, steps=3).score < state(question).score


def crowded(order: PartOrder, answer: PartAnswer) -> PartAnswer:
    """Return an answer that seats everybody who can sit, whatever the rules say."""
    return replace(answer, roster=tuple({*order.roster, *order.freed}))


def foreign(order: PartOrder, answer: PartAnswer) -> PartAnswer:
    """Return an answer about people and shifts that nobody knows."""
    return replace(answer, roster=((*(answer.roster or ()), ("nobody", "never"))))  # type: ignore[arg-type]


def empty(order: PartOrder, answer: PartAnswer) -> PartAnswer:
    """Return an answer that is much worse than what was asked about."""
    return replace(answer, roster=())


def lost(order: PartOrder, answer: PartAnswer) -> PartAnswer:
    """Return no answer."""
    return PartAnswer(answer.number, lost=True)


def unknown(order: PartOrder, answer: PartAnswer) -> PartAnswer:
    """Return an answer to what was never ordered."""
    return replace(answer, number=-1)


@pytest.mark.parametrize("change", [crowded, foreign, empty, lost, unknown])
def test_an_answer_of_no_use_changes_nothing(change: Callable[[PartOrder, PartAnswer], PartAnswer]) -> None:
    cluster = Near(change)
    where = searched(small_plan(), cluster, Level.QUALITY)
    assert cluster.done
    assert where.score == state(small_plan()).score


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_with_it_the_same_values_are_proven_as_without(monkeypatch: pytest.MonkeyPatch, workers: int) -> None:
    without = solver.solve(small_plan(), workers=1)
    monkeypatch.setattr(solver.search.levels, "SMALL", 0)
    beside = solver.solve(small_plan(), workers=workers, cluster=Near())
    assert without.status is beside.status is Status.OPTIMAL
    assert without.bounds == beside.bounds
    assert beside.score == measure(small_plan(), beside.roster) if beside.roster else False
    assert beside.workers == workers + 1


def test_a_small_plan_gives_nobody_anything_to_do() -> None:
    cluster = Near()
    assert solver.solve(small_plan(), workers=1, cluster=cluster).workers == 1
    assert not cluster.done


class Watched(Near):
    """Keeps what it was asked."""

    def ask(self, question: SharedQuestion) -> None:
        self.question = question
        super().ask(question)


def test_no_name_note_or_address_of_anybody_travels() -> None:
    people = [replace(agent("1-1"), name="Secret", email="a@secret.dk", phone="secret"), agent("1-2")]
    question = plan({"1": 5}, people, availability=[entry("1-1", "undesired", note="secret")])
    cluster = Watched()
    result = solver.solve(question, workers=1, cluster=cluster)
    assert b"secret" in pack(question)
    assert b"secret" not in cluster.packed.lower()
    assert result.roster is not None
    assert result.score is not None
    assert measure(cluster.question.plan, result.roster).values == result.score.values


def test_two_parts_that_were_solved_at_once_both_count() -> None:
    question = quarter(5)
    where = SearchState(question, pin_locks(question), Clock(600))
    near = Neighbourhoods(where, Params(600, 1, 1), Level.COVERAGE)
    weeks = list(question.shifts_of_week)
    empty_seats = where.score.coverage
    filled = []
    for number, theirs in enumerate((weeks[:2], weeks[4:6])):
        freed = [pair for pair in open_pairs(question) if question.shift[pair[1]].week in theirs]
        part = replace(near.draw(), roster=pin_locks(question), freed=freed)
        order = PartOrder(number, Level.COVERAGE, tuple(part.roster), tuple(freed), 60, 1)
        answer = solve_part(SharedQuestion(question, None), order, threading.Event())
        assert answer.roster is not None
        filled.append(len(answer.roster))
        assert near.take(part, Roster.of(answer.roster), settled=answer.settled)
    assert min(filled) > 0
    assert where.score.coverage == empty_seats - sum(filled)
    assert not where.score.breaches

"""The neighbourhood search: it never makes a roster worse, and what it leaves out it does not touch."""

from __future__ import annotations

import pytest

import solver
import solver.search.levels
import solver.search.lns
import solver.search.relaxation
from benchmarks.plans import quarter
from solver.heuristics.greedy import greedy_roster, pin_locks
from solver.model.variables import open_pairs
from solver.params import Clock, Params
from solver.search.lns import Neighbourhoods
from solver.search.state import SearchState
from tests.builders import agent, competence, hotline, plan
from wfm.finding import SCORED, Level
from wfm.plan import Plan
from wfm.result import Status
from wfm.score import measure


def small_plan() -> Plan:
    """Return two weeks of three municipalities, too few agents for every competence."""
    line = hotline(days=12, competences=(competence("a"), competence("b")))
    people = [
        agent("1-1", competences="a"),
        agent("1-2", competences="b"),
        agent("2-1", competences="ab"),
        agent("2-2"),
        agent("3-1", shifts_per_week=1),
    ]
    return plan({"1": 5, "2": 3, "3": 1}, people, hotline=line)


def state(question: Plan) -> SearchState:
    """Return where a search stands after its first roster."""
    found = SearchState(question, pin_locks(question), Clock(60))
    found.offer(greedy_roster(question, 1, found.clock))
    return found


@pytest.mark.parametrize("level", SCORED)
def test_no_step_makes_the_level_or_an_earlier_one_worse(level: Level) -> None:
    where = state(small_plan())
    near = Neighbourhoods(where, Params(60, 1, 3), level)
    for _ in range(8):
        before = where.score
        near.step()
        assert not before < where.score
        assert not where.score.breaches


def test_a_quarter_gets_better_in_a_few_steps() -> None:
    where = state(quarter(5))
    near = Neighbourhoods(where, Params(60, 1, 1), Level.QUALITY)
    before = where.score
    for _ in range(2):
        near.step()
    assert where.score < before


@pytest.mark.parametrize("workers", [1, 2])
def test_with_it_the_same_values_are_proven_as_without(monkeypatch: pytest.MonkeyPatch, workers: int) -> None:
    without = solver.solve(small_plan(), workers=1)
    monkeypatch.setattr(solver.search.levels, "SMALL", 0)
    beside = solver.solve(small_plan(), workers=workers)
    assert without.status is beside.status is Status.OPTIMAL
    assert without.bounds == beside.bounds
    assert beside.score == measure(small_plan(), beside.roster) if beside.roster else False


def test_of_a_huge_plan_what_a_relaxation_leaves_open_is_searched_by_parts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    best = solver.solve(small_plan(), workers=1)
    monkeypatch.setattr(solver.search.levels, "SMALL", 0)
    monkeypatch.setattr(solver.search.relaxation, "HUGE", 0)
    alone = solver.solve(small_plan(), workers=1)
    assert alone.status is Status.OPTIMAL
    assert alone.bounds == best.bounds
    beside = solver.solve(
        small_plan(), time_limit=4, workers=2
    )  # nobody is left to prove what the bound lacks
    assert beside.score is not None
    for level, bound in beside.bounds.items():
        assert bound <= best.bounds[level] <= beside.score[level]


def test_with_one_worker_it_gives_the_same_roster_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver.search.levels, "SMALL", 0)
    first, second = (solver.solve(small_plan(), workers=1, seed=4) for _ in range(2))
    assert first.roster == second.roster


def test_favoured_pairs_come_first_and_others_once_they_bring_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    where = state(quarter(5))
    near = Neighbourhoods(where, Params(60, 1, 1), Level.QUALITY)
    now = frozenset(where.best.roster)
    favoured = frozenset(open_pairs(where.plan)[::7])
    near.favour(favoured)
    for _ in range(5):
        assert now | favoured >= set(near.draw().freed)
    monkeypatch.setattr(solver.search.lns, "TIRED", 0)  # as after many parts that brought nothing
    assert any(not now | favoured >= set(near.draw().freed) for _ in range(20))


def test_parts_of_favoured_pairs_are_larger() -> None:
    where = state(quarter(5))
    near = Neighbourhoods(where, Params(60, 1, 1), Level.QUALITY)
    near.favour(frozenset(open_pairs(where.plan)))

    def freed() -> float:
        return sum(len(near.draw().freed) for _ in range(20))

    close = freed()
    near.favour(frozenset())
    assert close > 2 * freed()

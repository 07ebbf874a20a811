"""Dives: they find rosters, never better than the best, and the best where everything is open."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import solver.linear.dive
from solver.linear.complete_hint import complete
from solver.linear.dive import FAILURES, ROUNDS, ChoiceOption, DiveJob, ShiftChoice, answer_to_dive
from solver.linear.highs import HighsAnswer, Job, answers_to
from solver.linear.model import LinearModel, linear_model
from solver.params import Clock
from solver.search.build import draft_after
from solver.search.dives import choices_of
from solver.search.state import SearchState
from tests.examples import examples
from tests.solver.linear.linear_models import best_of, keeps
from tests.solver.plans import rosters, tiny_plans
from wfm.plan import Plan
from wfm.score import measure


def solve(job: Job) -> HighsAnswer:
    return answers_to(job, lambda _: None)


def cost(model: LinearModel, values: Sequence[float]) -> int:
    return model.offset + sum(price * round(value) for price, value in zip(model.cost, values, strict=True))


@settings(max_examples=examples(24), deadline=None, suppress_health_check=list(HealthCheck))
@given(tiny_plans(), st.data())
def test_a_dive_finds_a_roster_that_costs_what_is_measured_and_no_less_than_the_best(
    plan: Plan, data: st.DataObject
) -> None:
    roster = data.draw(rosters(plan))
    assume(not measure(plan, roster).breaches)
    where = SearchState(plan, roster, Clock(600))
    level = data.draw(st.sampled_from(where.levels))
    draft = draft_after(where, level)
    model = linear_model(draft.model.proto)
    relaxed = solve(Job(1, model, whole=False, seconds=60, seed=1))
    assume(relaxed.values)  # seldom HiGHS does not know how it ended
    best = best_of(model)
    assert best is not None
    start = complete(model, draft.columns, roster)
    everything = [1.0] * len(model.cost)
    for kept, values in ((None, relaxed.values), (0.5, relaxed.values), (0.0, everything)):
        job = DiveJob(
            number=7,
            model=model,
            choices=choices_of(draft),
            values=values,
            start=() if kept is None else start,
            target=best,
            kept=kept,
            seconds=60,
            seed=data.draw(st.integers(0, 9)),
        )
        answer = answer_to_dive(job, solve)
        assert (answer.number, answer.ended) == (7, True)
        if kept is not None:
            assert answer.values, "the best roster is among what is open"
            assert best <= cost(model, answer.values) <= where.score[level]
        if kept == 0.0:
            assert cost(model, answer.values) == best
        if answer.values:
            assert keeps(model, map(round, answer.values))
            score = measure(plan, draft.seating.roster(answer.values))
            assert not score.breaches
            assert score[level] <= cost(model, answer.values)
            assert all(score[one] <= where.score[one] for one in where.levels[: where.levels.index(level)])


def shifts(number: int) -> tuple[LinearModel, tuple[ShiftChoice, ...]]:
    """Return so many shifts that each of two could have, the first at no cost; just one of them has each."""
    model = LinearModel([0, 1] * number, [0] * 2 * number, [1] * 2 * number)
    for first in range(0, 2 * number, 2):
        model.add_row([(first, 1), (first + 1, 1)], 1, 1)
    options = [(ChoiceOption((first,)), ChoiceOption((first + 1,))) for first in range(0, 2 * number, 2)]
    return model, tuple(ShiftChoice(pair, alone=True) for pair in options)


def job(
    model: LinearModel, choices: tuple[ShiftChoice, ...], start: Sequence[float], kept: float | None
) -> DiveJob:
    values = [0.5] * len(model.cost)
    return DiveJob(1, model, choices, values, start, target=0, kept=kept, seconds=60, seed=1)


def test_what_a_corner_decides_is_given_to_nobody_else_and_not_searched() -> None:
    model, choices = shifts(4)
    asked: list[Job] = []

    def noted(one: Job) -> HighsAnswer:
        asked.append(one)
        return solve(one)

    answer = answer_to_dive(job(model, choices, (), None), noted)
    assert cost(model, answer.values) == 0
    assert len(asked[0].model.cost) == 8
    assert all(one.corner is not one.whole for one in asked)
    assert len(asked[-1].model.cost) == 4  # who has each shift is decided; the seat itself is searched


def test_a_dive_is_deep_where_corners_take_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver.linear.dive, "DEEP_PART", 0.25)
    found = {}
    for large in (8, 7):
        monkeypatch.setattr(solver.linear.dive, "LARGE", large)
        asked: list[Job] = []

        def undecided(one: Job, asked: list[Job] = asked) -> HighsAnswer:
            asked.append(one)
            if one.whole:
                return solve(one)
            return HighsAnswer(
                1, ended=True, settled=True, values=[0.1 if price else 0.9 for price in one.model.cost]
            )

        model, choices = shifts(4)
        answer = answer_to_dive(job(model, choices, (), None), undecided)
        assert keeps(model, map(round, answer.values))
        found[large] = asked
    assert [one.interior for one in found[8]] == [False] * len(found[8])
    assert found[7][0].interior, "more columns than the simplex method is given"
    assert not found[7][-1].interior, "what is left is few"
    assert len(found[7]) > len(found[8]) == ROUNDS + 2


def test_after_some_failures_no_more_is_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver.linear.dive, "LARGE", 0)
    model, choices = shifts(4)
    asked: list[Job] = []

    def dear(one: Job) -> HighsAnswer:
        asked.append(one)
        if one.whole:
            return solve(one)
        first = len(asked) == 1
        values = [(0.4 if price else 0.6) if first else float(price) for price in one.model.cost]
        return HighsAnswer(1, ended=True, settled=True, values=values)

    answer = answer_to_dive(job(model, choices, (), None), dear)
    assert cost(model, answer.values) == 0, "what cost too much was taken back"
    assert len(asked) == 1 + FAILURES + 1


def test_what_costs_too_much_is_taken_back() -> None:
    model, choices = shifts(2)
    model.add_row(
        [(0, 1), (2, 1)], None, 1
    )  # not both at no cost: the best costs 1, the bound that is known is 0
    answer = answer_to_dive(job(model, choices, (), None), solve)
    assert cost(model, answer.values) == 1


def test_all_that_the_best_and_a_corner_agree_on_is_kept() -> None:
    model, choices = shifts(4)
    asked: list[Job] = []

    def noted(one: Job) -> HighsAnswer:
        asked.append(one)
        return solve(one)

    start = [1, 0, 1, 0, 0, 1, 1, 0]
    answer = answer_to_dive(job(model, choices, start, 1.0), noted)
    assert cost(model, answer.values) == 0
    assert len(asked[-1].model.cost) == 5
    assert len(asked[-1].start) == 5


def test_without_time_nothing_is_found() -> None:
    def late(one: Job) -> HighsAnswer:
        return HighsAnswer(one.number, ended=True)

    model, choices = shifts(2)
    for kept in (None, 0.5):
        answer = answer_to_dive(job(model, choices, [0, 1, 0, 1], kept), late)
        assert not answer.values
        assert not answer.settled


def test_of_a_shift_for_all_each_agent_is_taken_alone() -> None:
    model = LinearModel([3, 2, 1], [0] * 3, [1] * 3)
    model.add_row([(0, 1), (1, 1), (2, 1)], 2, 2)
    choice = ShiftChoice(tuple(ChoiceOption((column,)) for column in range(3)), alone=False)
    answer = answer_to_dive(job(model, (choice,), (), None), solve)
    assert [round(value) for value in answer.values] == [0, 1, 1]

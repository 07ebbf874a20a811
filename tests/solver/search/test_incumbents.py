"""What a solve hands over while it searches: rosters to keep as they are, each better than the last."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import HealthCheck, assume, given, settings

import solver
from solver.progress import Progress
from tests.builders import hotline, plan
from tests.examples import examples
from tests.solver.plans import can_be_kept, tiny_plans
from wfm.baseline import Baseline
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.score import Score, measure

SMALL = plan({"1": 300, "2": 100}, ["1-1", "1-2", "1-3", "1-4", "2-1", "2-2"], hotline=hotline(days=5))


@settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
@given(tiny_plans())
def test_every_incumbent_keeps_the_hard_rules_and_is_better_than_the_one_before(question: Plan) -> None:
    assume(can_be_kept(question))
    found: list[tuple[Roster, Score]] = []
    result = solver.solve(question, workers=1, seed=2, incumbent=lambda *one: found.append(one))
    assert [score for _, score in found] == [measure(question, roster) for roster, _ in found]
    assert not any(score.breaches for _, score in found)
    assert all(after < before for (_, before), (_, after) in pairwise(found))
    assert not found or found[-1] == (result.roster, result.score)


def test_an_incumbent_is_told_before_the_progress_that_follows_from_it() -> None:
    told: list[Score | Progress] = []
    solver.solve(SMALL, workers=1, progress=told.append, incumbent=lambda _, score: told.append(score))
    best: Score | None = None
    for one in told:
        if isinstance(one, Score):
            best = one
        elif best is not None:
            assert one.value == best[one.level]
    assert best is not None


def test_a_search_goes_on_from_an_incumbent_of_another() -> None:
    found: list[Roster] = []
    solver.solve(SMALL, workers=1, incumbent=lambda roster, _: found.append(roster))
    again: list[Score] = []
    on = solver.solve(
        SMALL, time_limit=0, workers=1, start=[found[-1]], incumbent=lambda _, score: again.append(score)
    )
    assert again == [measure(SMALL, found[-1])]
    assert on.roster == found[-1]


def test_incumbents_near_a_baseline_are_measured_with_it() -> None:
    first = solver.solve(SMALL, workers=1)
    assert first.roster is not None
    baseline = Baseline(first.roster)
    found: list[tuple[Roster, Score]] = []
    solver.solve(SMALL, workers=1, baseline=baseline, incumbent=lambda *one: found.append(one))
    assert [score for _, score in found] == [measure(SMALL, roster, baseline) for roster, _ in found]

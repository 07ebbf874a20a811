"""The central property once more, with a roster to stay close to and shifts that stay as they are."""

from __future__ import annotations

from itertools import chain, combinations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import solver
from tests.examples import examples
from tests.solver.agreement import assert_fixed_roster_agrees, best_values, is_feasible, posted, solved
from tests.solver.plans import baselines, can_be_kept, rosters, tiny_plans
from wfm.baseline import Baseline
from wfm.plan import Plan
from wfm.result import Status
from wfm.roster import Roster
from wfm.score import measure

SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


def kept(plan: Plan, baseline: Baseline, roster: Roster) -> Roster:
    """Return a roster with the frozen shifts as they are."""
    frozen = baseline.frozen_shifts(plan)
    free = ((agent, shift) for agent, shift in roster if shift not in frozen)
    return Roster.of([*baseline.frozen_part(plan), *free])


@settings(max_examples=examples(80), deadline=None, suppress_health_check=SLOW_TO_DRAW)
@given(st.data())
def test_a_fixed_roster_is_feasible_and_costs_as_it_is_measured(data: st.DataObject) -> None:
    plan = data.draw(tiny_plans(most_locks=3))
    baseline = data.draw(baselines(plan))
    assert_fixed_roster_agrees(plan, kept(plan, baseline, data.draw(rosters(plan))), baseline)


@settings(max_examples=examples(40), deadline=None, suppress_health_check=SLOW_TO_DRAW)
@given(st.data())
def test_a_roster_that_changes_a_frozen_shift_is_none(data: st.DataObject) -> None:
    plan = data.draw(tiny_plans())
    baseline = data.draw(baselines(plan))
    frozen = [(agent.id, shift) for agent in plan.agents for shift in sorted(baseline.frozen_shifts(plan))]
    assume(frozen)
    changed = data.draw(st.sets(st.sampled_from(frozen), min_size=1, max_size=3))
    roster = Roster.of({*kept(plan, baseline, data.draw(rosters(plan)))} ^ changed)
    assert "frozen" in {finding.rule for finding in measure(plan, roster, baseline).breaches}


@settings(max_examples=examples(60), deadline=None, suppress_health_check=SLOW_TO_DRAW)
@given(st.data())
def test_what_is_solved_level_by_level_measures_the_same(data: st.DataObject) -> None:
    plan = data.draw(tiny_plans())
    baseline = data.draw(baselines(plan))
    assume(can_be_kept(plan, baseline))
    values = best_values(plan, baseline)
    result = solver.solve(plan, workers=1, baseline=baseline)
    assert result.score is not None
    assert result.roster is not None
    assert dict(result.score.values) == values
    assert dict(result.bounds) == values
    assert result.status is Status.OPTIMAL
    assert not result.score.breaches
    assert result.roster == kept(plan, baseline, result.roster)


@settings(max_examples=examples(40), deadline=None, suppress_health_check=SLOW_TO_DRAW)
@given(st.data())
def test_a_plan_has_a_roster_exactly_where_what_must_sit_breaks_no_rule(data: st.DataObject) -> None:
    plan = data.draw(tiny_plans(most_locks=4))
    baseline = data.draw(baselines(plan))
    assert is_feasible(solved(posted(plan, baseline))) == can_be_kept(plan, baseline)


@settings(max_examples=12, deadline=None, suppress_health_check=SLOW_TO_DRAW)
@given(st.data())
def test_no_roster_at_all_is_better_than_the_one_called_optimal(data: st.DataObject) -> None:
    plan = data.draw(tiny_plans())
    baseline = data.draw(baselines(plan))
    frozen = baseline.frozen_shifts(plan)
    pairs = [(agent, shift) for agent, open_to in plan.assignable.items() for shift in open_to - frozen]
    assume(2 <= len(pairs) <= 9 and can_be_kept(plan, baseline))
    stay = tuple(baseline.frozen_part(plan))
    every = chain.from_iterable(combinations(pairs, number) for number in range(len(pairs) + 1))
    scores = (measure(plan, Roster.of([*stay, *chosen]), baseline) for chosen in every)
    best = min(tuple(score.values.values()) for score in scores if not score.breaches)
    result = solver.solve(plan, workers=1, baseline=baseline)
    assert tuple(result.bounds.values()) == best

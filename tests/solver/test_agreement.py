"""The central property: what the solver minimises at each level is what `wfm` measures."""

from __future__ import annotations

from itertools import chain, combinations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import solver
from tests.examples import examples
from tests.solver.agreement import assert_fixed_roster_agrees, best_values, is_feasible, posted, solved
from tests.solver.plans import can_be_kept, rosters, tiny_plans
from wfm.finding import SCORED
from wfm.plan import Plan
from wfm.result import Status
from wfm.roster import Roster
from wfm.score import measure

SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@settings(max_examples=examples(60), deadline=None, suppress_health_check=SLOW_TO_DRAW)
@given(st.data())
def test_a_fixed_roster_is_feasible_and_costs_as_it_is_measured(data: st.DataObject) -> None:
    plan = data.draw(tiny_plans())
    assert_fixed_roster_agrees(plan, data.draw(rosters(plan)))


@settings(max_examples=examples(40), deadline=None, suppress_health_check=SLOW_TO_DRAW)
@given(tiny_plans())
def test_what_is_solved_level_by_level_measures_the_same(plan: Plan) -> None:
    assume(can_be_kept(plan))
    values = best_values(plan)
    result = solver.solve(plan, workers=1)
    assert result.score is not None
    assert result.score.values == values
    assert result.bounds == values
    assert result.status is Status.OPTIMAL
    assert not result.score.breaches


@settings(max_examples=examples(40), deadline=None, suppress_health_check=SLOW_TO_DRAW)
@given(tiny_plans(most_locks=4))
def test_a_plan_has_a_roster_exactly_where_what_its_locks_demand_breaks_no_rule(plan: Plan) -> None:
    assert is_feasible(solved(posted(plan))) == can_be_kept(plan)


@settings(max_examples=12, deadline=None, suppress_health_check=SLOW_TO_DRAW)
@given(tiny_plans())
def test_no_roster_at_all_is_better_than_the_one_called_optimal(plan: Plan) -> None:
    pairs = [(agent, shift) for agent, shifts in plan.assignable.items() for shift in sorted(shifts)]
    assume(2 <= len(pairs) <= 9 and can_be_kept(plan))
    every = chain.from_iterable(combinations(pairs, number) for number in range(len(pairs) + 1))
    scores = (measure(plan, Roster.of(chosen)) for chosen in every)
    best = min(tuple(score.values.values()) for score in scores if not score.breaches)
    result = solver.solve(plan, workers=1)
    assert tuple(result.bounds[level] for level in SCORED) == best

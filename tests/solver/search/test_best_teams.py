"""What can be had of a shift alone: held against every team there is."""

from __future__ import annotations

from itertools import chain, combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import solver.search.best_teams
from solver.search.best_teams import Worth, choice, worth
from solver.search.counting_bounds import able_on, groups_of
from tests.examples import examples
from tests.solver.plans import rosters, tiny_plans


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_team_is_worth_more_and_all_the_best_come_from_those_named(data: st.DataObject) -> None:
    plan = data.draw(tiny_plans())
    baseline = data.draw(rosters(plan))
    for shift in plan.shifts:
        sat = frozenset(baseline.on(shift.id))
        groups = groups_of(plan, shift, able_on(plan, shift))
        sizes = range(shift.seats + 1)
        some = chain.from_iterable(combinations(group, n) for group in groups for n in sizes)
        every = [(), *some]
        teams = [team for team in every if len({plan.first_self[one.id] for one in team}) == len(team)]
        priced = [(worth(plan, shift, team, sat), frozenset(agent.id for agent in team)) for team in teams]
        best = choice(plan, shift, baseline)
        assert best.least == min(price for price, _ in priced)
        assert best.agents is not None
        assert all(team <= best.agents for price, team in priced if price == best.least)


@settings(max_examples=examples(30), deadline=None, suppress_health_check=[*HealthCheck])
@given(st.data())
def test_where_teams_are_too_many_a_bound_is_counted(data: st.DataObject) -> None:
    plan = data.draw(tiny_plans())
    baseline = data.draw(rosters(plan))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solver.search.best_teams, "MOST_TEAMS", 0)
        weak = [choice(plan, shift, baseline) for shift in plan.shifts]
    for shift, counted in zip(plan.shifts, weak, strict=True):
        exact = choice(plan, shift, baseline).least
        assert counted.agents is None or counted.least == exact
        assert all(one <= other for one, other in zip(counted.least[:1], exact[:1], strict=True))
        assert counted.least <= exact


def test_worths_add_up_figure_by_figure() -> None:
    assert Worth.total([Worth(1, 2, 3), Worth(0, 1, 0)]) == Worth(1, 3, 3)
    assert Worth.total([]) == Worth(0, 0, 0)

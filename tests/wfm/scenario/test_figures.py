"""Figures through the quarters: first the quota table, then the course of balances, prices by day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import builders as b
from tests.examples import examples
from tests.strategies import plans
from wfm.ids import AgentId, MunicipalityCode
from wfm.plan import Plan
from wfm.quota_outlook import outlook
from wfm.quota_table import quota_table
from wfm.roster import Roster
from wfm.rules import HARD_RULES
from wfm.scenario.capacity import count_capacity
from wfm.scenario.figures import find_figures
from wfm.settlement import Tariff


@settings(max_examples=examples(40))
@given(plans())
def test_the_first_quarter_is_the_quota_table_by_target(plan: Plan) -> None:
    for row, one in zip(quota_table(plan), find_figures(plan, 1).municipalities, strict=True):
        first = one.quarters[0]
        assert (row.quota, row.seats, row.hours) == (first.quota, first.seats, first.hours)
        assert (row.settlement, row.carry_over_out) == (first.settlement, first.balance)


@settings(max_examples=examples(15))
@given(plans())
def test_balances_are_those_of_the_outlook(plan: Plan) -> None:
    own = outlook(plan).courses[plan.hotline.method]
    for one in find_figures(plan).municipalities:
        if one.municipality.staffing:
            told = [quarter.balance[one.municipality.code] for quarter in own.quarters]
            assert [quarter.balance for quarter in one.quarters] == told


def test_a_municipality_that_joins_pays_and_staffs_from_its_own_days_on() -> None:
    joined = b.MONDAY + timedelta(days=5)  # the first day of the second quarter of five days
    towns = [b.municipality("1", 100), b.municipality("2", 300, joined=joined)]
    tariff = Tariff(Decimal("3.65"), Decimal(0))
    found = find_figures(b.plan(towns, ["1-1"], hotline=b.hotline(tariff=tariff)), 3)
    two = found.municipalities[1]
    assert two.quarters[0].quota.target == 0
    assert [quarter.settlement.price for quarter in two.quarters] == [0, Decimal("15.00"), Decimal("15.00")]
    assert two.quarters[1].quota.share == Fraction(3, 4)
    assert two.largest_seats > 0
    assert two.missing_seats == two.largest_seats  # it has no agents


def test_a_plan_without_municipalities_has_no_figures() -> None:
    with pytest.raises(ValueError, match="no figures"):
        find_figures(replace(b.plan(), municipalities=(), agents=()))


@settings(max_examples=examples(25), deadline=None)
@given(plans(), st.randoms(use_true_random=False))
def test_no_roster_gives_more_than_is_counted(plan: Plan, chance: object) -> None:
    """Seats are filled one by one as long as no hard rule is broken, in any order."""
    bound = count_capacity(plan)
    places = [(agent.id, shift.id) for agent in plan.agents for shift in plan.shifts]
    chance.shuffle(places)  # type: ignore[attr-defined]
    roster = Roster()
    for agent, shift in places[:60]:
        tried = Roster.of([*roster, (agent, shift)])
        if not any(
            finding for rule in HARD_RULES for finding in rule.measure(plan, tried) if rule.KEY != "locks"
        ):
            roster = tried
    assert plan.seats - len(roster) >= bound.empty_seats
    for code, most in bound.most_seats.items():
        assert sum(plan.agent[agent].municipality == code for agent, _ in roster) <= most


@pytest.mark.parametrize(
    ("per_week", "per_day", "most"), [(3, 1, 6), (1, 1, 2), (10, 1, 10), (10, 2, 20), (0, 1, 0)]
)
def test_limits_a_day_and_a_week_bound_what_two_agents_give(per_week: int, per_day: int, most: int) -> None:
    limits = replace(b.hotline().limits, shifts_per_week=per_week, shifts_per_day=per_day)
    plan = b.plan(hotline=b.hotline(limits=limits))
    found = count_capacity(plan)
    assert found.most_seats == {MunicipalityCode("1"): most}
    assert found.empty_seats == 20 - most


def test_who_is_away_gives_less_and_who_joins_later_is_counted_as_if_there() -> None:
    towns = [b.municipality("1"), b.municipality("2", joined=b.MONDAY + timedelta(days=400))]
    plan = b.plan(towns, ["1-1", "2-1"], availability=[b.entry("1-1", "unavailable", b.MONDAY)])
    limits = replace(plan.hotline.limits, shifts_per_week=5)
    found = count_capacity(replace(plan, hotline=replace(plan.hotline, limits=limits)))
    assert found.most_seats == {MunicipalityCode("1"): 4, MunicipalityCode("2"): 5}
    assert found.empty_seats == 20 - 4
    assert plan.assignable[AgentId("2-1")] == frozenset()

"""Wishes and late duties: counted a second time, and held against every other deal of the same duties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.design import design
from tests.designs import MONDAY, SHORT, design_agent, design_plan, random_design, random_wishes, wish
from tests.independent_design import broken_rules, penalty_points
from wfm.availability import EntryKind
from wfm.calendar import Span
from wfm.design.duty import Duty
from wfm.design.plan import DesignPlan
from wfm.design.quality import LATE_DUTIES, WISHES
from wfm.ids import AgentId

BY_DAY = {hour: 2 for hour in range(8, 16)}


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**20))
def test_penalty_points_are_what_a_second_count_comes_to_and_never_below_the_bound(seed: int) -> None:
    plan = random_wishes(random_design(seed), Random(seed))
    found = design(plan, time_limit=20, workers=1)
    assert dict(found.quality) == penalty_points(plan, found.duties)
    assert found.quality_bound <= sum(found.quality.values())


def other_deals(plan: DesignPlan, duties: Sequence[Duty]) -> Iterator[list[Duty]]:
    """Yield every way in which the same duties may be worked by others."""
    names = [agent.id for agent in plan.agents]
    days = sorted({duty.day for duty in duties})
    of_days = [[duty for duty in duties if duty.day == day] for day in days]
    for chosen in product(*(permutations(names, len(own)) for own in of_days)):
        yield [
            replace(duty, agent=agent)
            for own, agents in zip(of_days, chosen, strict=True)
            for duty, agent in zip(own, agents, strict=True)
        ]


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**20))
def test_no_other_deal_of_the_same_duties_has_fewer_penalty_points(seed: int) -> None:
    chance = Random(seed)
    agents = tuple(design_agent(name, chance.choice((20, 25))) for name in "abc")
    plan = random_wishes(design_plan(agents, BY_DAY, rules=(SHORT,), days=2), chance)
    found = design(plan, time_limit=20, workers=1)
    given_way = {finding.rule for finding in found.findings}
    best = min(
        sum(penalty_points(plan, deal).values())
        for deal in other_deals(plan, found.duties)
        if broken_rules(plan, deal) <= given_way
    )
    if not given_way:
        assert (sum(found.quality.values()), found.quality_bound) == (best, best)


@pytest.mark.parametrize("favoured", ["a", "b"])
def test_who_would_rather_not_begin_early_begins_late(favoured: str) -> None:
    """Two duties a day, from 8 to 12 and from 12 to 16; late ones are shared, but for the wish of one."""
    agents = (design_agent("a", 20), design_agent("b", 20))
    wishes = tuple(wish(favoured, EntryKind.UNDESIRED, day, 8, 9) for day in range(2))
    need = {hour: 1 for hour in range(8, 16)}
    plan = design_plan(agents, need, rules=(SHORT,), days=2, availability=wishes)
    found = design(plan, workers=1)
    early = {duty.agent for duty in found.duties if duty.span.start == 8 * 60}
    late = sum(duty.agent == favoured for duty in found.duties if duty.span.end == 16 * 60)
    assert sum(found.quality.values()) == found.quality_bound == 1  # a wish against each late duty more
    assert (early == {"a", "b"}) == (late == 1)


@pytest.mark.parametrize(("start", "granted"), [(8, True), (9, False), (12, False)])
def test_a_wish_for_the_morning_is_granted_by_a_duty_that_covers_it(start: int, granted: bool) -> None:
    plan = design_plan(
        (design_agent("a", 20),),
        {hour: 1 for hour in range(start, start + 4)},
        rules=(SHORT,),
        availability=(wish("a", EntryKind.PREFERRED, 0, 8, 9),),
    )
    found = design(plan, workers=1)
    assert found.duties[0].span == Span(start * 60, start * 60 + 240)
    assert found.quality[WISHES] == (0 if granted else 1)


@pytest.mark.parametrize(("late", "points"), [(("a",), 0), (("a", "b"), 0), (("a", "a"), 1), (("b", "b"), 1)])
def test_late_duties_beyond_the_fair_part_are_squared(late: tuple[str, ...], points: int) -> None:
    agents = (design_agent("a", 20), design_agent("b", 20))
    plan = design_plan(agents, {8: 1}, rules=(SHORT,), days=2)
    days = sorted(plan.steps_of)
    duties = [
        Duty(AgentId(name), day, Span(12 * 60, 16 * 60), None, SHORT)
        for day, name in zip(days, late, strict=False)
    ]
    from wfm.design.quality import measure_quality

    assert measure_quality(plan, duties)[LATE_DUTIES] == points
    assert days[0] == MONDAY

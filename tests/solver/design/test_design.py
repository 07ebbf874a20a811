"""Designs against what can be counted by hand, and against every design there is of a tiny plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.design import design
from tests.designs import (
    LUNCH,
    MONDAY,
    SHORT,
    A,
    away,
    design_agent,
    design_plan,
    random_design,
    random_mail,
    with_mail,
)
from tests.independent_design import broken_rules, levels
from wfm.calendar import Span
from wfm.competence import Competence
from wfm.design.duty import Duty
from wfm.design.measure import measure_design
from wfm.design.plan import DesignPlan
from wfm.design.shapes import Shape
from wfm.design.shift_rule import Block, Need
from wfm.result import Status

NINE_TO_FIVE = dict.fromkeys(range(8, 16), 1)


def solved(plan: DesignPlan) -> dict[str, int]:
    found = design(plan, time_limit=20, workers=1)
    assert found.values == measure_design(plan, found.duties)
    return dict(found.values)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**20))
def test_a_design_keeps_its_rules_and_says_where_not_and_its_bounds_are_never_above_its_values(
    seed: int,
) -> None:
    plan = random_design(seed)
    if seed % 2:
        plan = random_mail(plan, Random(seed))
    found = design(plan, time_limit=20, workers=1)
    assert levels(plan, found.duties) == found.values
    given_way = {finding.rule for finding in found.findings}
    assert broken_rules(plan, found.duties) == given_way - {"undealt", "late_mail"}
    assert ("late_mail" in given_way) == (found.values["late_mail"] > 0)
    assert (found.status is Status.OPTIMAL) == (found.values == found.bounds)
    order = ("shortage", "late_mail", "blocks", "overstaffing")
    assert [found.bounds[level] for level in order] <= [found.values[level] for level in order]


def all_duties(plan: DesignPlan) -> Iterator[tuple[Duty, ...]]:
    """Yield every way in which the agents of a plan of one day may work, hours and competences aside."""
    choices = [[None, *own_duties(plan, agent.id)] for agent in plan.agents]
    for chosen in product(*choices):
        yield tuple(duty for duty in chosen if duty is not None)


def own_duties(plan: DesignPlan, agent: str) -> Iterator[Duty]:
    for shape in plan.shapes_of[MONDAY]:
        person = plan.agent[agent]  # type: ignore[index]
        if plan.fits(person, shape):
            for lunch in lunches(shape, plan.grid):
                yield Duty(person.id, shape.day, shape.span, lunch, shape.rule, shape.block, "Centre")


def lunches(shape: Shape, grid: int) -> Iterator[Span | None]:
    if shape.lunch is None:
        yield None
        return
    for minute in range(shape.lunch[0], shape.lunch[1] + 1, grid):
        yield Span(minute, minute + shape.rule.lunch_minutes)


@pytest.mark.parametrize(
    "need",
    [
        {10: 1, 11: 2, 12: 1},
        {8: 3, 9: 3, 14: 1, 15: 1},
        {9: 4, 13: 2, 14: 2},
        {8: 2, 12: 2, 13: 2, 15: 1},
        dict.fromkeys(range(8, 16), 1),
    ],
)
def test_no_other_design_of_a_tiny_plan_is_better(need: dict[int, int]) -> None:
    block = Block("Centre", MONDAY, Span(9 * 60, 11 * 60), 1)
    plan = design_plan((design_agent("a", 25), design_agent("b", 25)), need, blocks=(block,))
    kept = [duties for duties in all_duties(plan) if not broken_rules(plan, duties)]
    best = min([*levels(plan, duties).values()] for duties in kept)
    found = design(plan, time_limit=20, workers=1)
    assert [*found.values.values()] == best
    assert found.status is Status.OPTIMAL


@pytest.mark.parametrize("rows", [((0, 8, 60),), ((0, 8, 120), (0, 10, 60)), ((0, 3, 90), (0, 12, 30))])
@pytest.mark.parametrize("within", [1, 2])
def test_no_other_design_of_a_tiny_plan_answers_mail_sooner(
    rows: tuple[tuple[int, int, int], ...], within: int
) -> None:
    agents = (design_agent("a", 20), design_agent("b", 20))
    need = dict.fromkeys(range(8, 16), 1)
    plan = with_mail(design_plan(agents, need, rules=(SHORT,)), within, *rows)
    kept = [duties for duties in all_duties(plan) if not broken_rules(plan, duties)]
    best = min([*levels(plan, duties).values()] for duties in kept)
    found = design(plan, time_limit=20, workers=1)
    assert [*found.values.values()] == best
    assert found.status is Status.OPTIMAL


@pytest.mark.parametrize(("hour", "start"), [(8, 9), (11, 12)])
def test_whoever_is_not_needed_answers_mail_once_it_has_come(hour: int, start: int) -> None:
    """Four hours of work due four hours after it came: the duty lies just there, whatever else would do."""
    plan = with_mail(design_plan((design_agent("a", 20),), {}, rules=(SHORT,)), 4, (0, hour, 240))
    found = design(plan, workers=1)
    assert found.duties[0].span.start == start * 60
    assert found.values["late_mail"] == 0
    phones = replace(plan, need=tuple(Need(MONDAY, minute * 60, 1) for minute in range(8, 16)))
    assert design(phones, workers=1).values["late_mail"] > 0  # who is needed on the phones answers none


@pytest.mark.parametrize(("work", "late"), [(60, 0), (61, 1), (121, 66)])
def test_mail_that_is_overdue_counts_its_minutes_at_the_end_of_each_step(work: int, late: int) -> None:
    """One agent from 8 to 12, mail of 9 to 10 due at 11: what is left counts then, at 12, and at 13 to 16."""
    plan = with_mail(design_plan((design_agent("a", 20),), {8: 1}, rules=(SHORT,)), 1, (0, 9, work))
    found = design(plan, workers=1)
    assert found.duties[0].span == Span(8 * 60, 12 * 60)
    assert found.values["late_mail"] == late


def test_two_missing_at_once_are_worse_than_one_missing_twice() -> None:
    """One agent for 4 hours in which 2 are wanted, or for the others in which 1 is: squares decide."""
    plan = design_plan((design_agent("a", 20),), {8: 2, 9: 2, 10: 2, 11: 2}, rules=(SHORT,))
    assert solved(plan)["shortage"] == 4


def test_lunch_takes_the_agent_off_the_phones_within_its_window() -> None:
    plan = design_plan((design_agent("a", 30),), {hour: 1 for hour in range(8, 14)})
    (duty,) = design(plan, workers=1).duties
    assert duty.lunch is not None
    assert LUNCH.lunch_from <= duty.lunch.start
    assert duty.lunch.end <= LUNCH.lunch_to
    assert solved(plan)["shortage"] == 1


def test_phones_come_before_work_elsewhere() -> None:
    block = Block("Centre", MONDAY, Span(9 * 60, 11 * 60), 1)
    busy = design_plan((design_agent("a", 20),), {8: 1, 9: 1, 10: 1, 11: 1}, rules=(SHORT,), blocks=(block,))
    quiet = design_plan((design_agent("a", 20),), {8: 1, 11: 1}, rules=(SHORT,), blocks=(block,))
    assert solved(busy)["blocks"] == 2
    assert solved(quiet)["blocks"] == 0


def test_a_competence_is_held_in_every_hour_with_a_need_or_told() -> None:
    agents = (design_agent("a", 20, A), design_agent("b", 20))
    wanted = (Competence(A, "A", 1),)
    need = dict.fromkeys(range(8, 12), 1)
    held = design(design_plan(agents, need, rules=(SHORT,), competences=wanted), workers=1)
    assert held.findings == ()
    without = design_plan(
        agents, need, rules=(SHORT,), competences=wanted, availability=(away("a", 0, 8, 9),)
    )
    assert [finding.rule for finding in design(without, workers=1).findings] == ["competence"]


@pytest.mark.parametrize("holder", "abcd")
def test_the_one_holder_of_a_competence_works_when_it_is_needed(holder: str) -> None:
    """Half of them work in the morning, in which somebody is needed: the holder is always among them."""
    agents = tuple(design_agent(name, 20, *((A,) if name == holder else ())) for name in "abcd")
    block = Block("Centre", MONDAY, Span(12 * 60, 16 * 60), 3)
    plan = design_plan(
        agents,
        dict.fromkeys(range(8, 12), 1),
        rules=(SHORT,),
        competences=(Competence(A, "A", 1),),
        blocks=(block,),
    )
    found = design(plan, workers=1)
    assert found.findings == ()
    assert found.values["blocks"] == 0


@pytest.mark.parametrize(("rest", "kept"), [(18, True), (19, False)])
def test_rest_lies_between_two_days(rest: int, kept: bool) -> None:
    """Wanted from 10 to 14 and from 8 to 12 of the next day: 18 hours lie between."""
    plan = design_plan((design_agent("a", 20),), {}, rules=(SHORT,), days=2, rest=rest)
    rows = tuple(
        Need(MONDAY + timedelta(days=day), hour * 60, 1)
        for day, first in ((0, 10), (1, 8))
        for hour in range(first, first + 4)
    )
    found = design(replace(plan, need=rows), workers=1)
    assert (found.values["shortage"] == 0) is kept
    assert (found.status is Status.OPTIMAL) is kept
    assert (found.findings == ()) is kept


@pytest.mark.parametrize("short", ["a", "b", "c"])
def test_each_agent_gets_duties_of_the_own_hours(short: str) -> None:
    """Two work 6 hours and one 3, whoever it is; by name, nobody gives an hour more or less than one."""
    agents = tuple(design_agent(name, 15 if name == short else 30) for name in "abc")
    found = design(design_plan(agents, NINE_TO_FIVE, rules=(LUNCH, SHORT)), workers=1)
    assert found.findings == ()
    hours = {duty.agent: (duty.span.end - duty.span.start) // 60 for duty in found.duties}
    assert sum(hours.values()) == 15
    assert all(abs(hours[agent.id] - agent.weekly_minutes // 300) <= 1 for agent in agents)


def test_who_is_away_works_no_minute_of_that_time() -> None:
    plan = design_plan((design_agent("a", 20),), {8: 1}, rules=(SHORT,), availability=(away("a", 0, 8, 9),))
    (duty,) = design(plan, workers=1).duties
    assert duty.span.start >= 9 * 60


@pytest.mark.parametrize(("flex", "hours"), [(0, 4), (60, 3), (-60, 4), (-3000, 4)])
def test_the_balance_brought_in_is_led_back(flex: int, hours: int) -> None:
    """Of 20 hours a week a day is 4; who is an hour above works an hour less, and no duty is above 4."""
    plan = design_plan((design_agent("a", 20, flex=flex),), {}, rules=(SHORT,))
    found = design(plan, workers=1)
    (duty,) = found.duties
    assert duty.span.end - duty.span.start == hours * 60


def test_hours_give_way_where_no_duty_reaches_them_and_that_is_told() -> None:
    plan = design_plan((design_agent("a", 37),), NINE_TO_FIVE, rules=(SHORT,))
    found = design(plan, workers=1)
    assert {finding.rule for finding in found.findings} == {"hours", "together"}
    assert len(found.duties) == 1


def test_the_same_seed_gives_the_same_duties() -> None:
    plan = random_design(5)
    assert design(plan, workers=1).duties == design(plan, workers=1).duties

"""Mended days: all others stand, as little changes as helps, and every rung is the best that there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from solver.design import design, mend_design, mending
from solver.params import Params
from tests.designs import LUNCH, MONDAY, SHORT, A, away, design_agent, design_plan, random_design
from tests.independent_design import broken_rules, levels, minutes
from tests.solver.design.test_design import own_duties
from wfm.calendar import Span
from wfm.competence import Competence
from wfm.design.duty import Duty
from wfm.design.mended import MendedDesign
from wfm.design.plan import DesignPlan

GIVES_WAY = {"hours", "together", "competence"}


def lost(plan: DesignPlan, duties: Sequence[Duty], agent: str, day: int) -> tuple[DesignPlan, MendedDesign]:
    """Return the plan in which an agent is away on a day, and the design that comes of it."""
    changed = replace(plan, availability=(*plan.availability, away(agent, day)))
    when = MONDAY + timedelta(days=day)
    gone = [(one.agent, one.day) for one in duties if (one.agent, one.day) == (agent, when)]
    kept = [one for one in duties if (one.agent, one.day) not in gone]
    return changed, mend_design(changed, kept, gone, time_limit=20, workers=1)


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**20))
def test_all_other_days_stand_and_no_hard_rule_is_broken(seed: int) -> None:
    chance = Random(seed)
    plan = random_design(seed)
    before = design(plan, time_limit=20, workers=1).duties
    assume(before)
    victim = chance.choice(before)
    changed, mended = lost(plan, before, victim.agent, (victim.day - MONDAY).days)
    after = mended.design.duties
    assert {one for one in after if one.day != victim.day} == {one for one in before if one.day != victim.day}
    assert broken_rules(changed, after) <= GIVES_WAY
    assert levels(changed, after) == mended.design.values
    worths = [tuple(rung.values.values()) for rung in mended.ladder]
    assert worths == sorted(worths, reverse=True)
    assert len(set(worths)) == len(worths) or len(worths) > len(set(worths))
    assert len(mended.changes) <= mended.ladder[-1].changes


def best_by_changes(plan: DesignPlan, before: Sequence[Duty]) -> dict[int, tuple[int, ...]]:
    """Return what one day comes to at best with so many changes, over every choice that there is."""
    old = {duty.agent: duty for duty in before}
    choices = [[*_allowed(plan, agent.id, old.get(agent.id))] for agent in plan.agents]
    best: dict[int, tuple[int, ...]] = {}
    for chosen in product(*choices):
        duties = [duty for duty in chosen if duty is not None]
        values = levels(plan, duties)
        changes = sum(one != old.get(a.id) for one, a in zip(chosen, plan.agents, strict=True))
        worth = (values["shortage"], values["blocks"])
        best[changes] = min(best.get(changes, worth), worth)
    return {most: min(best[n] for n in best if n <= most) for most in range(max(best) + 1)}


def _allowed(plan: DesignPlan, agent: str, old: Duty | None) -> Iterator[Duty | None]:
    """Yield what leaves the agent's balance an hour from its aim, or no farther than it was."""
    person = plan.agent[agent]  # type: ignore[index]
    norm = int(person.weekly_minutes / 5) if MONDAY in plan.days_of[person.id] else 0
    off = max(60, abs((minutes(old) if old else 0) - norm))
    for duty in (None, *(replace(one, centre="") for one in own_duties(plan, agent))):
        if abs((minutes(duty) if duty else 0) - norm) <= off:
            yield duty


@pytest.mark.parametrize("seed", range(6))
def test_every_rung_is_the_best_with_so_many_changes(seed: int) -> None:
    chance = Random(seed)
    agents = tuple(design_agent(name, chance.choice((15, 20, 25))) for name in "abc")
    need = {hour: chance.randint(0, 3) for hour in range(8, 16)}
    plan = design_plan(agents, need, rules=(SHORT, LUNCH))
    before = design(plan, time_limit=20, workers=1).duties
    changed, mended = lost(plan, before, chance.choice("abc"), 0)
    kept = [duty for duty in before if duty.agent not in {agent for agent, _ in mended.gone}]
    best = best_by_changes(changed, kept)
    for rung in mended.ladder:
        assert (rung.values["shortage"], rung.values["blocks"]) == best[min(rung.changes, max(best))]
        assert rung.proven
    assert best[max(best)] == best[mended.ladder[-1].changes]


def test_a_rung_that_time_ran_out_on_is_no_worse_than_the_one_before() -> None:
    """A search that is cut short may find less with two changes than was found with one."""
    found = iter([(0, 0, 3), (0, 9, 0), (0, 4, 0), (0, 7, 0)])  # the day's best, then no change, one and two

    class CutShort(mending._DayMending):
        def _solve(self, *_: object, **__: object) -> mending._Solution | None:
            values = dict(zip(mending.FIRST, next(found, (0, 0, 3)), strict=True))
            return mending._Solution(frozenset(), {}, {}, values, 3, values["shortage"] != 7)

    plan = design_plan((design_agent("a", 20),), {8: 1}, rules=(SHORT,))
    day = CutShort(plan, MONDAY, [], Params(9, 1, 1), 9)
    assert day.mend(None) == []
    told = [(rung.changes, tuple(rung.values.values()), rung.proven) for rung in day.ladder]
    assert told == [(0, (0, 9, 0), True), (1, (0, 4, 0), True), (2, (0, 4, 0), False), (3, (0, 0, 3), True)]


@pytest.mark.parametrize("most", [0, 1])
def test_no_more_duties_change_than_may(most: int) -> None:
    """Two are wanted from 8 to 12 and one from 12 to 16: who is free in the afternoon steps in."""
    agents = tuple(design_agent(name, 20) for name in "abc")
    need = {**{hour: 2 for hour in range(8, 12)}, **{hour: 1 for hour in range(12, 16)}}
    plan = design_plan(agents, need, rules=(SHORT,))
    before = design(plan, workers=1).duties
    first = next(duty for duty in before if duty.span.start == 8 * 60)
    changed = replace(plan, availability=(away(first.agent, 0),))
    kept = [duty for duty in before if duty != first]
    mended = mend_design(changed, kept, [(first.agent, MONDAY)], most_changes=most, workers=1)
    assert len(mended.changes) == 0  # four hours without one, whichever four: no change makes it better
    assert mended.design.values["shortage"] == 4


def test_the_only_holder_left_takes_the_hours_in_which_the_competence_is_wanted() -> None:
    agents = (design_agent("a", 20, A), design_agent("b", 20, A), design_agent("c", 20))
    plan = design_plan(
        agents, dict.fromkeys(range(8, 12), 1), rules=(SHORT,), competences=(Competence(A, "A", 1),)
    )
    morning, afternoon = Span(8 * 60, 12 * 60), Span(12 * 60, 16 * 60)
    duties = [
        Duty(agent.id, MONDAY, span, None, SHORT)
        for agent, span in zip(agents, (morning, afternoon, morning), strict=True)
    ]
    _, mended = lost(plan, duties, "a", 0)
    (change,) = mended.changes
    assert (change.agent, change.after and change.after.span) == ("b", morning)
    assert [rung.values["holders"] for rung in mended.ladder] == [4, 0]


def test_rest_to_the_days_beside_is_kept() -> None:
    """Away on Tuesday morning, needed then: whoever worked late on Monday may not begin early."""
    plan = design_plan(
        (design_agent("a", 20), design_agent("b", 20)), {8: 1}, rules=(SHORT,), days=2, rest=18
    )
    tuesday = MONDAY + timedelta(days=1)
    late, early = Span(12 * 60, 16 * 60), Span(8 * 60, 12 * 60)
    a, b = (agent.id for agent in plan.agents)
    duties = [
        Duty(a, MONDAY, late, None, SHORT),
        Duty(b, MONDAY, early, None, SHORT),
        Duty(a, tuesday, late, None, SHORT),
        Duty(b, tuesday, early, None, SHORT),
    ]
    changed, mended = lost(plan, duties, "b", 1)
    assert mended.changes == ()
    assert "rest" not in broken_rules(changed, mended.design.duties)
    limits = replace(plan.hotline.limits, rest=16 * 60)
    loose = replace(changed, hotline=replace(plan.hotline, limits=limits))
    kept = [duty for duty in duties if (duty.agent, duty.day) != (b, tuesday)]
    (change,) = mend_design(loose, kept, [(b, tuesday)], workers=1).changes
    assert (change.agent, change.after and change.after.span) == (a, early)


def test_a_day_that_nobody_lost_a_duty_on_stays_unless_it_is_named() -> None:
    plan = design_plan((design_agent("a", 20),), {8: 1}, rules=(SHORT,))
    duties = [Duty(plan.agents[0].id, MONDAY, Span(10 * 60, 14 * 60), None, SHORT)]
    assert mend_design(plan, duties, workers=1).changes == ()
    (change,) = mend_design(plan, duties, days=[MONDAY, date(2030, 1, 1)], workers=1).changes
    assert change.after is not None
    assert change.after.span == Span(8 * 60, 12 * 60)

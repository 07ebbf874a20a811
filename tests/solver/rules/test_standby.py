"""standby: what the model counts is what is measured, and with a weight the best roster has stand-ins."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

import solver
from tests.builders import MONDAY, agent, competence, entry, hotline, lock, municipality, plan, roster
from tests.solver.agreement import assert_fixed_roster_agrees
from wfm.agent import Agent
from wfm.hotline import Pairing
from wfm.limits import Limits, Weights
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.score import measure

WEIGHTS = Weights({"standby": 3, "agent_balance": 1})


def question(chance: random.Random) -> Plan:
    """Return a small plan in which standing in is often impossible, for one reason or another."""
    line = hotline(
        days=chance.choice((2, 4)),
        hours=chance.choice(("08:00-14:00", "14:00-20:00")),
        limits=Limits(chance.randint(1, 2), chance.randint(1, 3), chance.choice((0, 660, 1080))),
        competences=(competence("a", chance.randint(0, 2)), competence("b")),
        pairing=chance.choice(list(Pairing)),
        agents=chance.choice((1, 2)),
        weights=WEIGHTS,
    )
    names = ["1-1", "1-2", "1-3", "2-1", "2-2"]
    people = [agent(name, competences=chance.choice(("", "a", "b", "ab"))) for name in names]
    people[0] = replace(people[0], person="p")
    people[3] = replace(people[3], person=chance.choice(("p", "")))
    away = [entry(chance.choice(names), "unavailable", MONDAY + timedelta(days=chance.randrange(2)))]
    usual = plan([municipality("1"), municipality("2")], people, hotline=line, availability=away)
    locks = [lock(chance.choice(usual.shifts).id, municipality=chance.choice("12"))]
    return replace(usual, locks=tuple(locks) if chance.random() < 0.5 else ())


def sitting(question: Plan, chance: random.Random) -> Roster:
    """Return some roster that keeps the hard rules."""
    pairs = [(one, shift) for one, shifts in question.assignable.items() for shift in sorted(shifts)]
    chance.shuffle(pairs)
    found = Roster()
    for pair in pairs:
        more = Roster.of({*found, pair})
        if chance.random() < 0.8 and not measure(question, more).breaches:
            found = more
    return found


@pytest.mark.parametrize("seed", range(12))
def test_the_model_counts_the_seats_that_are_measured(seed: int) -> None:
    chance = random.Random(seed)
    asked = question(chance)
    assert assert_fixed_roster_agrees(asked, sitting(asked, chance))


def standing(people: Iterable[str | Agent], weight: int) -> Plan:
    """Return a plan of two shifts, which could have a stand-in each."""
    line = hotline(
        days=1,
        agents=1,
        competences=(competence("a"),),
        limits=Limits(1, 5, 0),
        weights=Weights({"standby": weight, "agent_balance": 1}),
    )
    return plan(agents=people, hotline=line)


def test_with_a_weight_the_best_roster_leaves_somebody_who_could_step_in() -> None:
    people = [agent("1-1", competences="a"), agent("1-2", competences="a"), agent("1-3", competences="a")]
    for weight in (0, 50):
        asked = standing(people, weight)
        found = solver.solve(asked, workers=1)
        assert found.status == "OPTIMAL"
        assert found.score is not None
        assert found.score.quality == (0 if not weight else measure(asked, found.roster or Roster()).quality)
        counted = next(rule for rule in found.score.rules if rule.rule == "standby")
        assert counted.amount == 0


def test_at_weight_0_it_is_counted_and_costs_nothing() -> None:
    asked = standing(["1-1", agent("1-2", competences="a")], 0)
    score = measure(asked, roster({"2027-01-04T08:00": ["1-2"], "2027-01-04T11:00": ["1-1"]}))
    counted = next(rule for rule in score.rules if rule.rule == "standby")
    assert (counted.weight, counted.amount, counted.cost) == (0, 2, 0)
    assert [one.rule for one in score.counted] == ["standby", "standby"]
    assert all(one.rule != "standby" for one in score.findings)
    weighed = measure(replace(asked, hotline=replace(asked.hotline, weights=WEIGHTS)), Roster())
    assert weighed.counted == ()

"""The instances: what they are said to be, and the same for the same seed on every machine and day."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

import pytest

from benchmarks.plans import DENMARK, FAMILIES, KINDS, nation
from wfm.calendar import Week
from wfm.hotline import Pairing
from wfm.ids import AgentId
from wfm.plan import Plan

SMALL = [kind for kind in KINDS if kind not in ("agents_980", "agents_4000", "two_years")]

DRAWN = {
    ("quarter", 1): "c9e7060efa49dfe4",
    ("quarter", 7): "4d18d9b5ca4aa88e",
    ("tight", 1): "1b99cd4e6b69a161",
    ("locked", 1): "4010b6dd5665d124",
    ("locked", 7): "7185de4fbc7ba093",
    ("short", 1): "f40cd99a72d28fff",
    ("mixed", 1): "ec17558edd46b903",
    ("week", 1): "3b2ebcf977363c0c",
    ("year", 1): "1d0a64a5c3be5f16",
}
"""Digests: a result file names kind and seed, so these plans must never change."""


def digest(plan: Plan) -> str:
    """Return a short hash of what is drawn; columns that plans may get later are no part of it."""
    municipalities = (f"{m.code} {m.population} {m.staffing} {m.carry_over}" for m in plan.municipalities)
    agents = (
        f"{a.id} {a.municipality} {sorted(a.competences)} {a.fte} {a.shifts_per_week}" for a in plan.agents
    )
    entries = (
        f"{e.agent} {e.kind} {e.first_day} {e.last_day} {sorted(e.days)} {tuple(e.span)}"
        for e in plan.availability
    )
    locks = (f"{lock.day} {lock.start} {lock.municipality} {lock.agent}" for lock in plan.locks)
    hotline = f"{plan.hotline.agents} {plan.hotline.pairing} {plan.hotline.period} "
    return sha256("\n".join((*municipalities, *agents, *entries, *locks, hotline)).encode()).hexdigest()[:16]


@pytest.mark.parametrize(("kind", "seed"), DRAWN)
def test_a_kind_and_a_seed_name_the_same_plan_for_ever(kind: str, seed: int) -> None:
    assert digest(KINDS[kind](seed)) == DRAWN[kind, seed]


@pytest.mark.parametrize("kind", SMALL)
def test_every_seed_is_another_plan(kind: str) -> None:
    assert digest(KINDS[kind](3)) != digest(KINDS[kind](4))


@pytest.mark.parametrize("kind", SMALL)
def test_there_are_people_enough_for_every_seat_and_every_target(kind: str) -> None:
    plan = KINDS[kind](5)
    rooms = dict(weekly_rooms(plan))
    for week, shifts in plan.shifts_of_week.items():
        assert sum(rooms[agent.id, week] for agent in plan.staffing_agents) >= sum(s.seats for s in shifts)
    for code, owed in plan.seats_owed.items():
        assert sum(rooms[a.id, week] for a in plan.agents_of[code] for week in plan.shifts_of_week) >= owed


def weekly_rooms(plan: Plan) -> Iterator[tuple[tuple[AgentId, Week], int]]:
    """Yield how many shifts each agent could sit on in each week, by days and weekly limit."""
    for agent in plan.staffing_agents:
        for week, shifts in plan.shifts_of_week.items():
            days = {shift.day for shift in shifts if shift.id in plan.assignable[agent.id]}
            yield (agent.id, week), min(plan.weekly_limit(agent), len(days))


@pytest.mark.parametrize("kind", SMALL)
def test_every_municipality_can_fill_a_shift_alone_where_it_must(kind: str) -> None:
    plan = KINDS[kind](5)
    fewest = min(len(plan.agents_of[m.code]) for m in plan.staffing)
    assert plan.hotline.pairing is Pairing.MIXED or fewest >= plan.hotline.agents


def test_the_nation_has_as_many_people_as_denmark_and_few_of_its_municipalities_are_large() -> None:
    plan = nation(1)
    citizens = sorted(m.population for m in plan.municipalities)
    assert (len(plan.staffing), len(plan.agents), len(plan.shifts), plan.seats) == (DENMARK, 980, 248, 2976)
    assert plan.hotline.pairing is Pairing.MIXED
    assert 5_850_000 < sum(citizens) < 5_950_000
    assert citizens[0] < 10_000
    assert citizens[-1] > 250_000
    assert citizens[DENMARK // 2] < sum(citizens) / DENMARK  # heavy-tailed: the median lies below the mean


@pytest.mark.parametrize(
    ("kind", "weeks", "agents", "seats"),
    [("week", 1, 80, 2), ("half_year", 26, 80, 2), ("two_years", 104, 80, 2), ("threes", 13, 126, 3)],
)
def test_sizes(kind: str, weeks: int, agents: int, seats: int) -> None:
    plan = KINDS[kind](1)
    assert (len(plan.weeks), len(plan.agents), plan.hotline.agents) == (weeks, agents, seats)


@pytest.mark.parametrize(("agents", "kind"), FAMILIES["agents"].items())
def test_every_agent_of_a_growing_crowd_is_wanted_as_often(agents: int, kind: str) -> None:
    plan = KINDS[kind](1)
    assert len(plan.agents) == agents
    assert len(plan.staffing) == agents // 10
    assert plan.seats / agents == pytest.approx(252 / 40, rel=0.03)


@pytest.mark.parametrize(("weeks", "kind"), FAMILIES["weeks"].items())
def test_a_growing_period_has_the_same_people(weeks: int, kind: str) -> None:
    plan = KINDS[kind](1)
    assert len(plan.weeks) == weeks
    assert {agent.id for agent in plan.agents} == {agent.id for agent in KINDS["quarter"](1).agents}

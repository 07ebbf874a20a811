"""The instances: what they are said to be, and the same for the same seed on every machine and day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from itertools import combinations

import pytest

from benchmarks.plans import DENMARK, FAMILIES, KINDS, nation
from wfm.calendar import Week
from wfm.hotline import Pairing
from wfm.ids import AgentId, MunicipalityCode
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
    ("federation", 1): "10390a5c9626c571",
    ("six_hours", 1): "1410fd4b5e148070",
    ("sixty", 1): "82d21790be016bcc",
    ("scarce", 1): "f5b20d98864c8e36",
    ("floors", 1): "2924aa9720657740",
    ("many_locks", 1): "acfb9d4dc85a2a7e",
    ("standby", 1): "2881c6912e1cf975",
    ("carried", 1): "e9317b11c1ebdd69",
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
    later = tuple(later_columns(plan))
    rows = (*municipalities, *agents, *entries, *locks, hotline, *later)
    return sha256("\n".join(rows).encode()).hexdigest()[:16]


def later_columns(plan: Plan) -> Iterator[str]:
    """Yield what only newer kinds draw, so that the digests of the older ones stay."""
    if plan.hotline.shift_minutes != 180:
        yield f"shift {plan.hotline.shift_minutes}"
    if plan.hotline.weights.of("standby"):
        yield f"standby {plan.hotline.weights.of('standby')}"
    yield from (f"floor {m.code} {m.min_shifts}" for m in plan.municipalities if m.min_shifts)
    for agent in plan.agents:
        if agent.carry_over or agent.unsocial_carry_over:
            yield f"carried {agent.id} {agent.carry_over} {agent.unsocial_carry_over}"


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
    [
        ("week", 1, 80, 2),
        ("half_year", 26, 80, 2),
        ("two_years", 104, 80, 2),
        ("threes", 13, 126, 3),
        ("federation", 13, 200, 2),
        ("floors", 13, 240, 2),
    ],
)
def test_sizes(kind: str, weeks: int, agents: int, seats: int) -> None:
    plan = KINDS[kind](1)
    assert (len(plan.weeks), len(plan.agents), plan.hotline.agents) == (weeks, agents, seats)


def test_the_federation_is_open_60_hours_a_week_and_has_36_municipalities() -> None:
    plan = KINDS["federation"](1)
    assert len(plan.staffing) == 36
    days = plan.hotline.opening_hours.values()
    assert sum(span.end - span.start for spans in days for span in spans) == 60 * 60


def test_shifts_of_six_hours_are_two_a_day_and_the_later_one_is_unsocial() -> None:
    plan = KINDS["six_hours"](1)
    assert {shift.span.end - shift.span.start for shift in plan.shifts} == {360}
    assert {shift.start for shift in plan.shifts if shift.unsocial} == {14 * 60}


def test_one_municipality_has_sixty_agents_and_the_others_what_they_have_in_a_quarter() -> None:
    crowded, usual = (
        {code: len(agents) for code, agents in KINDS[kind](1).agents_of.items()}
        for kind in ("sixty", "quarter")
    )
    assert crowded == usual | {MunicipalityCode("751"): 60}


@pytest.mark.parametrize("seed", range(1, 6))
def test_few_hold_each_of_three_competences(seed: int) -> None:
    plan = KINDS["scarce"](seed)
    holders = [sum(c.code in a.competences for a in plan.agents) for c in plan.hotline.competences]
    assert max(holders[2:]) < len(plan.agents) / 2 < min(holders[:2])
    assert min(holders[2:]) > 10


def test_floors_lift_some_and_leave_others_alone() -> None:
    plan = KINDS["floors"](1)
    assert {m.min_shifts for m in plan.staffing} == {3}
    without = replace(plan, municipalities=tuple(replace(m, min_shifts=0) for m in plan.municipalities))
    assert min(quota.target for quota in plan.quotas.values()) == 3
    assert 5 < sum(quota.target < 3 for quota in without.quotas.values()) < 40


@pytest.mark.parametrize("seed", range(1, 11))
def test_many_locks_leave_a_seat_empty_and_three_competences_missing(seed: int) -> None:
    plan = KINDS["many_locks"](seed)
    assert len({lock.day for lock in plan.locks}) > 40
    assert sorted(best_of_locked(plan)) == [(0, 1)] * 3 + [(1, 0)]


def best_of_locked(plan: Plan) -> Iterator[tuple[int, int]]:
    """Yield, where it is not all 0, the empty seats and missing competences of each locked shift at best."""
    wanted = {competence.code for competence in plan.hotline.competences}
    for shift in plan.shifts:
        locks = [lock for lock in plan.locks if lock.shift == shift.id]
        if not locks:
            continue
        forced = {lock.agent for lock in locks if lock.agent}
        codes = {lock.municipality for lock in locks if lock.municipality}
        codes |= {plan.agent[agent].municipality for agent in forced}
        able = [a for code in codes for a in plan.agents_of[code] if shift.id in plan.assignable[a.id]]
        seats = min(shift.seats, len(able))
        teams = [team for team in combinations(able, seats) if forced <= {agent.id for agent in team}]
        assert teams
        lacking = min(len(wanted.difference(*(a.competences for a in team))) for team in teams)
        if lacking or seats < shift.seats:
            yield shift.seats - seats, lacking


def test_what_agents_carry_sums_to_nothing_in_each_municipality() -> None:
    plan = KINDS["carried"](1)
    assert plan.hotline.weights.of("standby") == KINDS["standby"](1).hotline.weights.of("standby") > 0
    for agents in plan.agents_of.values():
        assert sum(agent.carry_over for agent in agents) == 0
        assert sum(agent.unsocial_carry_over for agent in agents) == 0
    assert sum(abs(agent.carry_over) > 1 for agent in plan.agents) > 20


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

"""Locks by chance; and locks that cannot be kept without an empty seat and missing competences."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Iterator
from itertools import combinations

from wfm.agent import Agent
from wfm.calendar import Shift
from wfm.ids import MunicipalityCode
from wfm.lock import Lock
from wfm.plan import Plan

SOME, MANY = 0.12, 0.6
"""Chance of a shift to be locked; at most one on a day is."""
EMPTY, LACKING = 1, 3
"""Seats that stay empty, and competences that are missing, for what is locked in `with_hard_locks`."""


def with_locks(plan: Plan, seed: int, chance: float = SOME) -> Plan:
    """Return the plan with a lock on every eighth shift or so, on a municipality or an agent."""
    return _locked(plan, _locks(plan, random.Random(seed), chance, ()))


def with_hard_locks(plan: Plan, seed: int) -> Plan:
    """Return the plan with many locks, for which a seat stays empty and competences are missing.

    `EMPTY` shifts are locked on a municipality of which one agent too few can sit then, who together hold
    every competence; `LACKING` on a whole team that lacks one. Every other lock can be kept without either.

    Raises
    ------
    ValueError
        Where the plan has no such shifts.
    """
    draw = random.Random(f"hard {seed}")
    hard: list[Lock] = []
    for candidates, wanted in ((_too_few(plan), EMPTY), (_lacking(plan), LACKING)):
        found = list(candidates)
        draw.shuffle(found)
        kept = 0
        for locks in found:
            if kept < wanted and _apart(plan, locks[0], hard):
                hard += locks
                kept += 1
        if kept < wanted:
            raise ValueError(f"{kept} of {wanted} shifts for hard locks")
    locked = list(hard)
    for lock in _locks(plan, random.Random(seed), MANY, hard):
        if _apart(plan, lock, locked) and _full(plan, lock):
            locked.append(lock)
    return _locked(plan, locked)


def _apart(plan: Plan, lock: Lock, others: Iterable[Lock]) -> bool:
    """Tell whether no other lock is of the same day, or of the same municipality and week.

    So what each of them costs at best can be reached, whatever the others ask for.
    """
    week, home = plan.shift[lock.shift].week, _home(plan, lock)
    return all(
        lock.day != other.day and (week, home) != (plan.shift[other.shift].week, _home(plan, other))
        for other in others
    )


def _home(plan: Plan, lock: Lock) -> MunicipalityCode:
    if lock.agent is not None:
        return plan.agent[lock.agent].municipality
    assert lock.municipality is not None
    return lock.municipality


def _full(plan: Plan, lock: Lock) -> bool:
    """Tell whether the lock can be kept with no seat empty and no competence missing."""
    shift = plan.shift[lock.shift]
    teams = combinations(_able(plan, shift, _home(plan, lock)), shift.seats)
    return any(
        _missing(plan, team) == 0 and (lock.agent is None or lock.agent in {agent.id for agent in team})
        for team in teams
    )


def _locked(plan: Plan, locks: Iterable[Lock]) -> Plan:
    locks = tuple(locks)
    return Plan(plan.hotline, plan.municipalities, plan.agents, plan.availability, locks)


def _locks(plan: Plan, draw: random.Random, chance: float, kept: Collection[Lock]) -> Iterator[Lock]:
    days = {lock.day for lock in kept}
    agents = {lock.agent for lock in kept}
    for shift in plan.shifts:
        able = [agent for agent in plan.staffing_agents if shift.id in plan.assignable[agent.id]]
        if draw.random() >= chance or shift.day in days:
            continue
        agent = draw.choice(able)
        if draw.random() < 0.5:
            days.add(shift.day)
            yield Lock(shift.day, shift.start, municipality=agent.municipality)
        elif agent.id not in agents:
            days.add(shift.day)
            agents.add(agent.id)
            yield Lock(shift.day, shift.start, agent=agent.id)


def _able(plan: Plan, shift: Shift, code: MunicipalityCode) -> list[Agent]:
    return [agent for agent in plan.agents_of[code] if shift.id in plan.assignable[agent.id]]


def _too_few(plan: Plan) -> Iterator[tuple[Lock, ...]]:
    for shift in plan.shifts:
        for code in plan.quotas:
            able = _able(plan, shift, code)
            if len(able) == shift.seats - 1 and _missing(plan, able) == 0:
                yield (Lock(shift.day, shift.start, municipality=code),)


def _lacking(plan: Plan) -> Iterator[tuple[Lock, ...]]:
    for shift in plan.shifts:
        for code in plan.quotas:
            for team in combinations(_able(plan, shift, code), shift.seats):
                if _missing(plan, team) == 1:
                    yield tuple(Lock(shift.day, shift.start, agent=agent.id) for agent in team)


def _missing(plan: Plan, agents: Iterable[Agent]) -> int:
    held = {code for agent in agents for code in agent.competences}
    return sum(competence.code not in held for competence in plan.hotline.competences)

"""Plans with a planted cause of an agent's overload each: without it nobody need have more than is fair."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from tests.builders import MONDAY, agent, competence, entry, hotline, lock, plan
from tests.solver.explaining.planted import Planted
from wfm.finding import Level
from wfm.limits import Limits
from wfm.plan import Plan

WEEKS = 2
SHIFTS = 5 * WEEKS
"""One a day, of two seats."""


def fair(chance: random.Random, *, people: int = 4, **changes: object) -> Plan:
    """Return a plan of one shift a day for one municipality, in which everybody could have as much."""
    hours = chance.choice(["08:00-11:00", "09:00-12:00", "16:00-19:00"])
    line = hotline(days=7 * WEEKS, hours=hours, limits=Limits(1, 5, 11 * 60), competences=(competence("a"),))
    who = [agent(f"1-{n}", competences=("a",)) for n in range(1, people + 1)]
    return plan(agents=changes.pop("agents", who), hotline=line, **changes)  # type: ignore[arg-type]


def competence_alone(chance: random.Random) -> Planted:
    """Let one agent alone know what every shift wants."""
    people = chance.choice((3, 4, 5))
    knows = chance.randint(1, people)
    who = [agent(f"1-{n}", competences=("a",) if n == knows else ()) for n in range(1, people + 1)]
    return Planted(fair(chance, agents=who), "competence", Level.QUALITY, f"1-{knows}")


def absence_of_the_others(chance: random.Random) -> Planted:
    """Let only two be there on most days of each week, so that the others' fair loads stay as they are."""
    there = chance.sample(range(1, 5), 2)
    free = chance.randrange(5)
    away = [
        entry(
            f"1-{n}",
            "unavailable",
            MONDAY + timedelta(days=7 * week),
            days=frozenset(range(5)) - {free},
            last=MONDAY + timedelta(days=7 * week + 4),
        )
        for n in range(1, 5)
        for week in range(WEEKS)
        if n not in there
    ]
    return Planted(fair(chance, availability=away), "availability", Level.QUALITY, f"1-{there[0]}")


def lock_of_the_agent(chance: random.Random) -> Planted:
    """Lock more shifts to an agent than are fair."""
    who = f"1-{chance.randint(1, 4)}"
    days = [MONDAY + timedelta(days=7 * week + day) for week in range(WEEKS) for day in range(5)]
    usual = fair(chance)
    start = usual.shifts[0].id.split("T")[1]
    locked = [lock(f"{day}T{start}", agent=who) for day in chance.sample(days, chance.randint(7, 9))]
    return Planted(replace(usual, locks=tuple(locked)), "locks", Level.QUALITY, who)


OVERLOADS: tuple[Callable[[random.Random], Planted], ...] = (
    competence_alone,
    absence_of_the_others,
    lock_of_the_agent,
)

"""Plans in which every agent's id and name stand in no other text, and something is amiss for everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from tests.api.access.world import canary
from tests.builders import MONDAY, agent, competence, entry, hotline, lock, municipality, plan
from wfm.agent import Agent
from wfm.hotline import Pairing
from wfm.limits import Limits
from wfm.plan import Plan

TOWNS = ("751", "730")
POST = "post"


def people(skilled: int = 2) -> list[Agent]:
    """Return three agents of each of two municipalities; the first ones of each are trained."""
    return [
        replace(
            agent(canary("id", code, n), municipality=code, competences=(POST,) if n <= skilled else ()),
            name=canary("name", code, n),
        )
        for code in TOWNS
        for n in (1, 2, 3)
    ]


def canary_plan(seed: int) -> Plan:
    """Return a plan of two weeks with absences, wishes, a lock and a competence that some lack."""
    chance = Random(seed)
    everybody = people(1 + seed % 3)
    entries = [
        entry(one.id, chance.choice(("unavailable", "undesired", "preferred")), MONDAY + timedelta(days=day))
        for one in everybody
        for day in range(12)
        if chance.random() < 0.45
    ]
    first = f"{MONDAY}T08:00"
    locks = (lock(first, agent=chance.choice(everybody).id),) if seed % 2 else ()
    line = hotline(
        days=12,
        hours="08:00-14:00",
        language="en",
        agents=1,
        pairing=Pairing.MIXED if seed % 2 else Pairing.SAME_MUNICIPALITY,
        competences=(competence(POST),),
        limits=Limits(shifts_per_week=3),
    )
    entries = [one for one in entries if not locks or one.agent != locks[0].agent or one.first_day != MONDAY]
    towns = tuple(municipality(code, 100) for code in TOWNS)
    return plan(towns, tuple(everybody), hotline=line, availability=entries, locks=locks)


def named_in(text: str, *, but: frozenset[str]) -> set[str]:
    """Return the agents whom a text names, by id or by name, others than some."""
    return {one.id for one in people() if one.id not in but and (one.id in text or one.name in text)}

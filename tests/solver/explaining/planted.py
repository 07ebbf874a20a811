"""Plans with a planted impossibility each: sound before, and after it a seat, competence or quota is lost."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tests.builders import MONDAY, agent, competence, entry, hotline, lock, municipality, plan, span
from wfm.agent import Agent
from wfm.calendar import Period
from wfm.finding import Level, Subject
from wfm.ids import AgentId
from wfm.limits import Limits
from wfm.lock import Previous
from wfm.plan import Plan

DAYS = 3


@dataclass(frozen=True)
class Planted:
    """A plan, and the fact that was planted in it.

    Parameters
    ----------
    plan
        With the fact; without it no level of the first three is above 0.
    rule, agent, row
        The fact's rule; its agent, or its row of locks or availability, where it has one.
    level
        The level that it costs.
    """

    plan: Plan
    rule: str
    level: Level
    agent: str = ""
    row: int | None = None

    def names(self, rule: str, subject: Subject) -> bool:
        """Tell whether a fact is the planted one."""
        mine = not self.agent or subject.agent == self.agent
        return rule == self.rule and mine and (self.row is None or subject.entry == self.row)


def sound(chance: random.Random, **changes: object) -> Plan:
    """Return a plan of one shift a day for two municipalities, each with two agents who know everything."""
    people: list[str | Agent] = [agent(f"{home}-{n}", competences=("a",)) for home in (1, 2) for n in (1, 2)]
    length = chance.choice(["08:00-11:00", "09:00-12:00", "17:00-20:00"])
    line = hotline(days=DAYS, hours=length, competences=(competence("a"),), limits=Limits(1, 5, 11 * 60))
    tables = {"hotline": line, **changes}
    return plan([municipality("1", 100), municipality("2", 100 + chance.randint(0, 9))], people, **tables)  # type: ignore[arg-type]


def _day(chance: random.Random) -> date:
    return MONDAY + timedelta(days=chance.randrange(DAYS))


def absence(chance: random.Random) -> Planted:
    """Take away a shift's last team: the other municipality is away on that day already."""
    day = _day(chance)
    who = chance.choice(("1-1", "1-2"))
    away = [
        entry("2-1", "unavailable", day),
        entry("2-2", "unavailable", day),
        entry(who, "unavailable", day),
    ]
    return Planted(sound(chance, availability=away), "availability", Level.COVERAGE, who, 2)


def absence_of_a_holder(chance: random.Random) -> Planted:
    """Take away the only one who knows a competence for a day; others can still fill the shift."""
    usual, day = sound(chance), _day(chance)
    who = chance.choice(("1-1", "2-2"))
    people = tuple(one if one.id == who else replace(one, competences=frozenset()) for one in usual.agents)
    line = replace(usual.hotline, period=Period(day, day))
    lacking = replace(usual, hotline=line, agents=people, availability=(entry(who, "unavailable", day),))
    return Planted(lacking, "availability", Level.COMPETENCE, who, 0)


def lock_of_an_agent(chance: random.Random) -> Planted:
    """Lock an agent to a shift whose municipality has nobody else there."""
    usual = sound(chance)
    shift = chance.choice(usual.shifts)
    away = (entry("1-2", "unavailable", shift.day),)
    locked = replace(usual, availability=away, locks=(lock(shift.id, agent="1-1"),))
    return Planted(locked, "locks", Level.COVERAGE, "1-1", 0)


def lock_of_a_municipality(chance: random.Random) -> Planted:
    """Lock a shift to a municipality of which one agent is away."""
    usual = sound(chance)
    shift = chance.choice(usual.shifts)
    away = (entry("2-1", "unavailable", shift.day),)
    locked = replace(usual, availability=away, locks=(lock(shift.id, municipality="2"),))
    return Planted(locked, "locks", Level.COVERAGE, row=0)


def missing_training(chance: random.Random) -> Planted:
    """Let nobody know a competence."""
    usual = sound(chance)
    people = tuple(replace(one, competences=frozenset()) for one in usual.agents)
    return Planted(
        replace(usual, agents=people), "competence", Level.COMPETENCE, chance.choice(("1-1", "2-2"))
    )


def weekly_limit(chance: random.Random) -> Planted:
    """Let one agent of the only municipality sit less often than there are shifts."""
    usual = sound(chance)
    who = chance.choice(("1-1", "1-2"))
    people = tuple(replace(one, shifts_per_week=DAYS - 1) if one.id == who else one for one in _of_one(usual))
    return Planted(_only_one(usual, people), "shifts_per_week", Level.COVERAGE, who)


def employment(chance: random.Random) -> Planted:
    """Let an agent of the only municipality leave before the last shift, or start after the first."""
    usual = sound(chance)
    who = chance.choice(("1-1", "1-2"))
    end = chance.choice(
        ({"last_day": MONDAY + timedelta(days=DAYS - 2)}, {"first_day": MONDAY + timedelta(days=1)})
    )
    people = tuple(replace(one, **end) if one.id == who else one for one in _of_one(usual))  # type: ignore[arg-type]
    return Planted(_only_one(usual, people), "employment", Level.COVERAGE, who)


def rest(chance: random.Random) -> Planted:
    """Let an agent have sat late on the evening before an early first shift."""
    usual = sound(chance)
    line = replace(usual.hotline, opening_hours=dict.fromkeys(range(5), (span("06:00-09:00"),)))
    who = chance.choice(("1-1", "1-2"))
    day, evening = MONDAY - timedelta(days=1), span("20:00-23:00")
    late = Previous(day, evening, usual.municipalities[0].code, AgentId(who))
    narrow = _only_one(replace(usual, hotline=line), tuple(_of_one(usual)))
    return Planted(replace(narrow, previous=(late,)), "rest", Level.COVERAGE, who)


def pairing(chance: random.Random) -> Planted:
    """Leave one agent of each municipality on a day: enough people, but no team."""
    day = _day(chance)
    away = [entry("1-1", "unavailable", day), entry("2-2", "unavailable", day)]
    return Planted(sound(chance, availability=away), "pairing", Level.COVERAGE)


def quota_out_of_reach(chance: random.Random) -> Planted:
    """Let an agent be away so long that the municipality of two can't have its part of the shifts."""
    usual = sound(chance)
    who = chance.choice(("2-1", "2-2"))
    away = (entry(who, "unavailable", MONDAY, MONDAY + timedelta(days=DAYS - 1)),)
    return Planted(replace(usual, availability=away), "availability", Level.QUOTA, who, 0)


def _of_one(usual: Plan) -> list[Agent]:
    return [one for one in usual.agents if one.municipality == "1"]


def _only_one(usual: Plan, people: tuple[Agent, ...]) -> Plan:
    return replace(usual, municipalities=usual.municipalities[:1], agents=people)


KINDS: tuple[Callable[[random.Random], Planted], ...] = (
    absence,
    absence_of_a_holder,
    lock_of_an_agent,
    lock_of_a_municipality,
    missing_training,
    weekly_limit,
    employment,
    rest,
    pairing,
    quota_out_of_reach,
)

"""Generated plans, like a quarter of Den Digitale Hotline but none of its own; seeded.

Populations are those of Region Midtjylland's municipalities and Hjørring on 1 January 2013; who is
employed, trained, away or wishes what is drawn by chance.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction

from wfm.agent import Agent
from wfm.apportionment import apportion
from wfm.availability import Entry, Kind
from wfm.calendar import Closing, Period, Span, UnsocialSpan
from wfm.competence import Competence
from wfm.hotline import Hotline, Pairing
from wfm.ids import AgentId, CompetenceCode, MunicipalityCode
from wfm.lock import Lock
from wfm.municipality import Municipality
from wfm.plan import Plan

POPULATIONS = {
    "751": 319094,
    "730": 96007,
    "791": 94333,
    "740": 89346,
    "657": 86595,
    "615": 84871,
    "860": 65405,
    "746": 58094,
    "760": 57259,
    "661": 57254,
    "779": 47291,
    "710": 47156,
    "766": 45868,
    "706": 41894,
    "756": 40468,
    "707": 38035,
    "671": 21846,
    "665": 21223,
    "727": 21800,
    "741": 3806,
}
FINANCING = frozenset({"727", "741"})
COMPETENCES = ("mitid", "digital_post", "moving", "health_card", "childcare")
WEEKDAYS = frozenset(range(5))
EVENING, AFTERNOON = Span(17 * 60, 20 * 60), Span(11 * 60, 20 * 60)
FIRST_DAY = date(2026, 1, 5)


def quarter(seed: int) -> Plan:
    """Return 13 weeks, 18 staffing municipalities, 80 agents, carry-over, ordinary absence."""
    return _plan(seed, agents=80, weeks=13)


def tight(seed: int) -> Plan:
    """Return a quarter with 54 agents and much absence."""
    return _plan(seed, agents=54, weeks=13, leave=3)


def locked(seed: int) -> Plan:
    """Return a quarter with a lock on every eighth shift or so, on a municipality or an agent."""
    plan = _plan(seed, agents=80, weeks=13)
    chance = random.Random(seed)
    return Plan(
        plan.hotline, plan.municipalities, plan.agents, plan.availability, tuple(_locks(plan, chance))
    )


def short(seed: int) -> Plan:
    """Return a quarter with 46 agents, too few to fill every shift with every competence."""
    return _plan(seed, agents=46, weeks=13, leave=5, trained=0.45, limit=2)


def mixed(seed: int) -> Plan:
    """Return a quarter in which agents of several municipalities may share a shift."""
    return _plan(seed, agents=80, weeks=13, pairing=Pairing.MIXED)


def week(seed: int) -> Plan:
    """Return one week."""
    return _plan(seed, agents=80, weeks=1)


def year(seed: int) -> Plan:
    """Return 52 weeks."""
    return _plan(seed, agents=80, weeks=52)


KINDS: Mapping[str, Callable[[int], Plan]] = {
    "quarter": quarter,
    "tight": tight,
    "locked": locked,
    "short": short,
    "mixed": mixed,
    "week": week,
    "year": year,
}


def _plan(
    seed: int,
    *,
    agents: int,
    weeks: int,
    leave: int = 2,
    trained: float = 0.7,
    limit: int = 3,
    pairing: Pairing = Pairing.SAME_MUNICIPALITY,
) -> Plan:
    chance = random.Random(seed)
    hotline = _hotline(weeks, pairing)
    municipalities = _municipalities(chance)
    people = _agents(chance, agents, trained, limit)
    entries = tuple(entry for agent in people for entry in _entries(chance, agent, hotline.period, leave))
    return Plan(hotline, municipalities, people, entries)


def _hotline(weeks: int, pairing: Pairing) -> Hotline:
    return Hotline(
        name="Benchmark",
        code="bench",
        period=Period(FIRST_DAY, FIRST_DAY + timedelta(days=7 * weeks - 1)),
        opening_hours={day: (Span(8 * 60, 20 * 60),) for day in range(5)},
        closing=Closing("DK"),
        pairing=pairing,
        competences=tuple(Competence(CompetenceCode(code), code) for code in COMPETENCES),
        unsocial=(UnsocialSpan(WEEKDAYS, EVENING),),
    )


def _municipalities(chance: random.Random) -> tuple[Municipality, ...]:
    return tuple(
        Municipality(
            MunicipalityCode(code),
            f"Municipality {code}",
            population,
            staffing=code not in FINANCING,
            carry_over=Fraction(0) if code in FINANCING else Fraction(chance.randint(-15, 15), 10),
        )
        for code, population in POPULATIONS.items()
    )


def _agents(chance: random.Random, number: int, trained: float, limit: int) -> tuple[Agent, ...]:
    staffing = {code: population for code, population in POPULATIONS.items() if code not in FINANCING}
    numbers = apportion(staffing, number, "largest_remainder", dict.fromkeys(staffing, 2))
    return tuple(
        Agent(
            AgentId(f"{code}-{index}"),
            f"{code} {index}",
            MunicipalityCode(code),
            _trained(chance, index, trained),
            fte=chance.choice((Fraction(1), Fraction(1), Fraction(4, 5), Fraction(1, 2))),
            shifts_per_week=limit if chance.random() < 0.9 else 1,
        )
        for code, count in numbers.items()
        for index in range(1, count + 1)
    )


def _trained(chance: random.Random, index: int, part: float) -> frozenset[CompetenceCode]:
    """Return what an agent is trained in: the first of each municipality in more than the others."""
    held = [code for code in COMPETENCES if chance.random() < (part + 1) / 2 or (index == 1 and part > 0.5)]
    return frozenset(map(CompetenceCode, held))


def _entries(chance: random.Random, agent: Agent, period: Period, leave: int) -> list[Entry]:
    entries = [_leave(chance, agent, period) for _ in range(chance.randint(0, leave))]
    if chance.random() < 0.35:
        days = frozenset(chance.sample(range(5), chance.randint(1, 2)))
        entries.append(Entry(agent.id, Kind.UNAVAILABLE, period.first_day, period.last_day, days))
    if chance.random() < 0.3:
        days = frozenset(chance.sample(range(5), 2))
        entries.append(Entry(agent.id, Kind.UNDESIRED, period.first_day, period.last_day, days, EVENING))
    if chance.random() < 0.4:
        first = _some_day(chance, period)
        entries.append(Entry(agent.id, Kind.PREFERRED, first, first + timedelta(days=4), span=AFTERNOON))
    return entries


def _leave(chance: random.Random, agent: Agent, period: Period) -> Entry:
    first = _some_day(chance, period)
    return Entry(agent.id, Kind.UNAVAILABLE, first, first + timedelta(days=chance.choice((0, 2, 6, 13))))


def _some_day(chance: random.Random, period: Period) -> date:
    return period.first_day + timedelta(days=chance.randrange((period.last_day - period.first_day).days + 1))


def _locks(plan: Plan, chance: random.Random) -> list[Lock]:
    found: list[Lock] = []
    for shift in plan.shifts:
        able = [agent for agent in plan.staffing_agents if shift.id in plan.assignable[agent.id]]
        day = shift.day
        if chance.random() >= 0.12 or any(lock.day == day for lock in found):
            continue
        agent = chance.choice(able)
        if chance.random() < 0.5:
            found.append(Lock(day, shift.start, municipality=agent.municipality))
        elif not any(lock.agent == agent.id for lock in found):
            found.append(Lock(day, shift.start, agent=agent.id))
    return found

"""How a plan is drawn from a seed: who is employed, trained, away or wishes what is chance."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from wfm.agent import Agent
from wfm.apportionment import apportion
from wfm.availability import Entry, EntryKind
from wfm.calendar import Closing, Period, Span, UnsocialSpan
from wfm.competence import Competence
from wfm.hotline import Hotline, Pairing
from wfm.ids import AgentId, CompetenceCode, MunicipalityCode
from wfm.limits import DEFAULT_WEIGHTS, Weights
from wfm.municipality import Municipality
from wfm.personal_carry_over import next_balances
from wfm.plan import Plan

REGION: Mapping[str, int] = {
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
"""Citizens of Region Midtjylland's municipalities and Hjørring on 1 January 2013."""

FINANCING = frozenset({"727", "741"})
COMPETENCES = ("mitid", "digital_post", "moving", "health_card", "childcare")
WEEKDAYS = frozenset(range(5))
EVENING, AFTERNOON = Span(17 * 60, 20 * 60), Span(11 * 60, 20 * 60)
FIRST_DAY = date(2026, 1, 5)
CLOSES = 20 * 60
SCARCE = 0.35
"""Chance to hold a competence that few hold."""
MOST_CARRIED = 4
"""Seats above or below the fair load with which an agent may come, before the mean is taken away."""

CITIZENS = 60_200
"""Of an average municipality: Denmark's 98 have about 5.9 million in all."""
SPREAD = 0.82
"""Standard deviation of the logarithm of the populations: the mean is 1.4 times the median."""


@dataclass(frozen=True)
class Size:
    """What a plan is like, chance aside.

    Parameters
    ----------
    weeks, agents, seats
        Of the period; of all staffing municipalities; on a shift.
    leave
        Most leaves of an agent in the period.
    trained
        The part of the competences that an agent holds at least, about.
    limit
        Shifts of an agent in a week.
    smallest
        Agents of a municipality at least.
    populations
        Citizens by code; those of `FINANCING` only pay.
    closed
        Days closed beside public holidays.
    shift_minutes
        Length of a shift.
    crowded
        Agents of some municipalities, whatever their citizens; the others have as many as without it.
    scarce
        Competences that an agent holds with the chance `SCARCE` only.
    floor
        The least target of every staffing municipality, in units.
    standby
        Weight of the rule.
    """

    weeks: int
    agents: int
    seats: int = 2
    leave: int = 2
    trained: float = 0.7
    limit: int = 3
    smallest: int = 2
    pairing: Pairing = Pairing.SAME_MUNICIPALITY
    populations: Mapping[str, int] = field(default_factory=lambda: REGION)
    closed: frozenset[date] = frozenset()
    shift_minutes: int = 180
    crowded: Mapping[str, int] = field(default_factory=dict)
    scarce: frozenset[str] = frozenset()
    floor: int = 0
    standby: int = 0


def drawn(seed: int, size: Size) -> Plan:
    """Draw a plan."""
    chance = random.Random(seed)
    hotline = _hotline(size)
    municipalities = _municipalities(chance, size)
    people = _agents(chance, size)
    return Plan(hotline, municipalities, people, entries(chance, people, hotline.period, size.leave))


def entries(chance: random.Random, people: Iterable[Agent], period: Period, leave: int) -> tuple[Entry, ...]:
    """Draw when people are away in a period, and what they wish."""
    return tuple(entry for agent in people for entry in _entries(chance, agent, period, leave))


def numbered(seed: int, municipalities: int) -> Mapping[str, int]:
    """Draw the citizens of so many numbered municipalities, the largest first.

    Log-normal, so that a few are very large and many small; scaled to `CITIZENS` on average.
    """
    chance = random.Random(f"citizens {seed}")
    raw = sorted((chance.lognormvariate(0, SPREAD) for _ in range(municipalities)), reverse=True)
    citizens = apportion(
        {str(number): Fraction(weight) for number, weight in enumerate(raw, start=1)},
        CITIZENS * municipalities,
    )
    return dict(citizens)


def with_balances(plan: Plan, seed: int) -> Plan:
    """Return the plan with what agents carry over, at most `MOST_CARRIED` seats or so."""
    chance = random.Random(f"carried {seed}")
    seats, unsocial = (
        next_balances(plan.agents, {agent.id: _carried(chance, most) for agent in plan.agents})
        for most in (MOST_CARRIED, MOST_CARRIED // 2)
    )
    agents = tuple(
        replace(
            agent,
            carry_over=Fraction(seats[agent.id]),
            unsocial_carry_over=Fraction(unsocial[agent.id]),
        )
        for agent in plan.agents
    )
    return Plan(plan.hotline, plan.municipalities, agents, plan.availability, plan.locks)


def _carried(chance: random.Random, most: int) -> Fraction:
    return Fraction(chance.randint(-10 * most, 10 * most), 10)


def _hotline(size: Size) -> Hotline:
    return Hotline(
        name="Benchmark",
        code="bench",
        period=Period(FIRST_DAY, FIRST_DAY + timedelta(days=7 * size.weeks - 1)),
        opening_hours={day: (Span(8 * 60, CLOSES),) for day in range(5)},
        closing=Closing("DK", size.closed),
        shift_minutes=size.shift_minutes,
        agents=size.seats,
        pairing=size.pairing,
        competences=tuple(Competence(CompetenceCode(code), code) for code in COMPETENCES),
        unsocial=(UnsocialSpan(WEEKDAYS, _evening(size)),),
        weights=Weights({**DEFAULT_WEIGHTS, "standby": size.standby}),
    )


def _evening(size: Size) -> Span:
    """Return when the day's last shift begins."""
    return Span(min(EVENING.start, CLOSES - size.shift_minutes), CLOSES)


def _municipalities(chance: random.Random, size: Size) -> tuple[Municipality, ...]:
    return tuple(
        Municipality(
            MunicipalityCode(code),
            f"Municipality {code}",
            population,
            staffing=code not in FINANCING,
            carry_over=Fraction(0) if code in FINANCING else Fraction(chance.randint(-15, 15), 10),
            min_shifts=0 if code in FINANCING else size.floor,
        )
        for code, population in size.populations.items()
    )


def _agents(chance: random.Random, size: Size) -> tuple[Agent, ...]:
    staffing = {code: citizens for code, citizens in size.populations.items() if code not in FINANCING}
    floors = dict.fromkeys(staffing, size.smallest)
    numbers = {**apportion(staffing, size.agents, "largest_remainder", floors), **size.crowded}
    return tuple(
        Agent(
            AgentId(f"{code}-{index}"),
            f"{code} {index}",
            MunicipalityCode(code),
            _trained(chance, index, size),
            fte=chance.choice((Fraction(1), Fraction(1), Fraction(4, 5), Fraction(1, 2))),
            shifts_per_week=size.limit if chance.random() < 0.9 else 1,
        )
        for code, count in numbers.items()
        for index in range(1, count + 1)
    )


def _trained(chance: random.Random, index: int, size: Size) -> frozenset[CompetenceCode]:
    """Return what an agent is trained in: the first of each municipality in more than the others."""
    part = size.trained
    held = [
        code
        for code in COMPETENCES
        if chance.random() < (SCARCE if code in size.scarce else (part + 1) / 2)
        or (index == 1 and part > 0.5 and code not in size.scarce)
    ]
    return frozenset(map(CompetenceCode, held))


def _entries(chance: random.Random, agent: Agent, period: Period, leave: int) -> list[Entry]:
    found = [_leave(chance, agent, period) for _ in range(chance.randint(0, leave))]
    if chance.random() < 0.35:
        days = frozenset(chance.sample(range(5), chance.randint(1, 2)))
        found.append(Entry(agent.id, EntryKind.UNAVAILABLE, period.first_day, period.last_day, days))
    if chance.random() < 0.3:
        days = frozenset(chance.sample(range(5), 2))
        found.append(Entry(agent.id, EntryKind.UNDESIRED, period.first_day, period.last_day, days, EVENING))
    if chance.random() < 0.4:
        first = _some_day(chance, period)
        found.append(Entry(agent.id, EntryKind.PREFERRED, first, first + timedelta(days=4), span=AFTERNOON))
    return found


def _leave(chance: random.Random, agent: Agent, period: Period) -> Entry:
    first = _some_day(chance, period)
    return Entry(agent.id, EntryKind.UNAVAILABLE, first, first + timedelta(days=chance.choice((0, 2, 6, 13))))


def _some_day(chance: random.Random, period: Period) -> date:
    return period.first_day + timedelta(days=chance.randrange((period.last_day - period.first_day).days + 1))

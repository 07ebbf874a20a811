"""Municipalities and their agents: numbered, never named; competences such that many teams know all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from making.chance import Chance
from making.facts import CODES


@dataclass(frozen=True)
class Partner:
    """A municipality: its citizens (a fact), and how it takes part (mostly our assumption)."""

    name: str
    population: int
    agents: int
    staffing: bool = True
    min_shifts: int = 0

    @property
    def code(self) -> str:
        """The official code."""
        return CODES[self.name]


@dataclass(frozen=True)
class Worker:
    """A row of ``agents.csv``; `off` are the weekdays (0 = Monday) of a part-timer's days off."""

    id: str
    name: str
    municipality: str
    competences: tuple[str, ...]
    fte: str = ""
    shifts_per_week: str = ""
    first_day: date | None = None
    last_day: date | None = None
    off: tuple[int, ...] = ()

    def employed_on(self, day: date) -> bool:
        """Tell whether the day lies in the employment."""
        return (self.first_day or day) <= day <= (self.last_day or day)


@dataclass(frozen=True)
class Staffing:
    """How the agents of a plan are drawn.

    Parameters
    ----------
    competences
        Every code of the plan, in its order.
    rare
        Competences that agents lack; one named twice is lacking twice as often.
    teams
        Least and greatest part of a municipality's pairs that may hold every competence between
        them, so that a roster has a choice and yet not every pair will do; ``None`` to let chance decide.
    employment
        First and last day of those who come or go, by agent id.
    """

    competences: tuple[str, ...]
    rare: tuple[str, ...]
    teams: tuple[float, float] | None
    employment: Mapping[str, tuple[date | None, date | None]] = field(default_factory=dict)


def partners(
    population: Mapping[str, int],
    agents: Mapping[str, int],
    financing: Sequence[str] = (),
    floors: Mapping[str, int] | None = None,
) -> tuple[Partner, ...]:
    """Return the municipalities in the order of the populations."""
    least = floors or {}
    return tuple(
        Partner(name, count, agents.get(name, 0), name not in financing, least.get(name, 0))
        for name, count in population.items()
    )


def workers(plan: str, members: Sequence[Partner], rules: Staffing) -> tuple[Worker, ...]:
    """Return every agent, by municipality and number."""
    return tuple(worker for partner in members for worker in _of(plan, partner, rules))


def covers(team: Sequence[Sequence[str]], competences: Sequence[str]) -> bool:
    """Tell whether the team's competences together are all there are."""
    return set(competences) <= {code for held in team for code in held}


def _of(plan: str, partner: Partner, rules: Staffing) -> Iterator[Worker]:
    """Yield the agents of one municipality; at most a third of them work part time."""
    chance = Chance(plan, "staff", partner.name)
    held = _competences(chance, partner.agents, rules)
    part_timers = 0
    for number, codes in enumerate(held, start=1):
        fte, per_week, off = "1", "", ()  # type: str, str, tuple[int, ...]
        if part_timers < partner.agents // 3 and chance.happens(0.4):
            part_timers += 1
            fte, per_week, off = _part_time(chance)
        ident = f"{partner.code}-{number:02d}"
        first, last = rules.employment.get(ident, (None, None))
        yield Worker(ident, f"{partner.name} {number}", partner.code, codes, fte, per_week, first, last, off)


def _competences(chance: Chance, number: int, rules: Staffing) -> tuple[tuple[str, ...], ...]:
    """Draw what each agent of a municipality knows, until its pairs are as wanted."""
    while True:
        held = tuple(_knows(chance, rules) for _ in range(number))
        pairs = list(combinations(held, 2))
        if rules.teams is None or not pairs:
            return held
        least, most = rules.teams if number > 2 else (1.0, 1.0)
        if least <= sum(covers(pair, rules.competences) for pair in pairs) / len(pairs) <= most:
            return held


def _knows(chance: Chance, rules: Staffing) -> tuple[str, ...]:
    """Draw one agent's competences: all, all but one, or all but two."""
    draw = chance.below(100)
    lacking = {chance.pick(rules.rare) for _ in range((draw >= 20) + (draw >= 65))}
    return tuple(code for code in rules.competences if code not in lacking)


def _part_time(chance: Chance) -> tuple[str, str, tuple[int, ...]]:
    """Draw a part-timer's fte, own limit of shifts a week and weekdays off."""
    weekdays = (0, 1, 2, 3, 4)
    if chance.happens(0.6):
        return "0.8", "", chance.some(weekdays, 1)
    return "0.6", "2", chance.some(weekdays, 2)

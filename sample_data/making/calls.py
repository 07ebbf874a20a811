"""What a telephone system would have counted in eighteen months: made up, call by call, and seeded.

Calls come at a rate that has a day's, a week's and a year's shape; each is answered by the first agent
who is free, unless its caller gives up before. So counts, waits and handling times go together as they
do on a real line. No caller and no agent is anybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from heapq import heappop, heappush
from math import cos, exp, log, pi

from making import facts
from making.chance import Chance
from making.folder import Folder, table

FOLDER = "midtjylland_history"
FIRST, LAST = date(2025, 7, 1), date(2026, 12, 31)
OPENS, CLOSES, HALF_HOUR = 8 * 60, 20 * 60, 30  # minutes of the day
AGENTS = 2
TALK, WRAP, PATIENCE, GOAL = 235.0, 45.0, 120.0, 20  # seconds, means of exponential times; the goal is exact
SETTLED = 0.62

JOINED = date(2026, 8, 3)
"""Monday of week 32: Hjørring joins, and Digital Post is advertised."""
POPULATIONS = {
    FIRST: sum(facts.MIDTJYLLAND.values()) - facts.MIDTJYLLAND["Hjørring"],
    JOINED: sum(facts.MIDTJYLLAND.values()),
}
CALLS_A_DAY = 96.0
"""On an average day, all 20 municipalities served."""

WEEKDAYS = (1.18, 1.04, 0.98, 0.95, 0.85)
EVENING = 0.35
PROFILE = (0.80, 1.25, 1.55, 1.60, 1.55, 1.45, 1.30, 1.20, 1.20, 1.25, 1.25, 1.20, 1.10, 1.05, 0.95, 0.85)
"""By half-hour from 8 to 16; the evening falls off evenly from there to its last half-hour."""

HOLIDAYS = (  # those that fall on Monday to Friday, from July 2025 to December 2026
    *(date(2025, 12, 25), date(2025, 12, 26), date(2026, 1, 1), date(2026, 4, 2), date(2026, 4, 3)),
    *(date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25), date(2026, 12, 25)),
)
SHUT = (date(2025, 12, 24), date(2025, 12, 31), date(2026, 12, 24), date(2026, 12, 31))
"""Half-holidays on which the line was closed."""
HALF_OPEN = date(2026, 6, 5)  # Constitution Day: closed from noon, so nothing was counted then
DOWN = date(2026, 2, 11)  # the telephone system was down, and nothing was counted all day

SPECIAL: Mapping[date, tuple[str, str, float]] = {
    date(2025, 12, 23): ("eve", "Lillejuleaften", 0.62),
    date(2025, 12, 29): ("after", "Efter jul", 1.20),
    date(2026, 1, 2): ("after", "Efter nytår", 1.32),
    DOWN: ("outage", "Telefonerne nede", 1.0),
    date(2026, 4, 1): ("eve", "Før skærtorsdag", 0.80),
    date(2026, 4, 7): ("after", "Efter påske", 1.27),
    date(2026, 5, 13): ("eve", "Før Kristi himmelfart", 0.82),
    date(2026, 5, 15): ("after", "Efter Kristi himmelfart", 0.72),
    date(2026, 5, 26): ("after", "Efter pinse", 1.18),
    HALF_OPEN: ("eve", "Grundlovsdag", 0.70),
    **{JOINED + timedelta(days=day): ("campaign", "Digital Post", 1.75) for day in range(5)},
    date(2026, 12, 23): ("eve", "Lillejuleaften", 0.60),
    date(2026, 12, 28): ("after", "Efter jul", 1.18),
}
"""Kind, name and the factor by which it is made; the folder tells kind and name, and the factor is learnt."""

AHEAD = (
    (date(2027, 3, 24), "eve", "Før skærtorsdag"),
    (date(2027, 3, 30), "after", "Efter påske"),
)
"""Days of the quarter to come, so that the forecast knows them by the names that it has learnt."""


COLUMNS = (
    *("date", "start", "offered", "answered", "abandoned", "answered_within", "talk_seconds", "wrap_seconds"),
    *("wait_answered_seconds", "wait_abandoned_seconds", "settled", "agents"),
)


def folder() -> Folder:
    """Return the folder."""
    special = [(day.isoformat(), kind, name, "") for day, (kind, name, _) in SPECIAL.items()]
    special += [(day.isoformat(), kind, name, "") for day, kind, name in AHEAD]
    served = [(day.isoformat(), str(number)) for day, number in POPULATIONS.items()]
    files = {
        "calls.csv": table(COLUMNS, counted()),
        "special_days.csv": table(("date", "kind", "name", "factor"), special),
        "served.csv": table(("first_day", "population"), served),
    }
    return Folder(FOLDER, files)


def counted() -> Iterator[tuple[str, ...]]:
    """Yield a row for each half-hour that was counted."""
    chance = Chance("calls")
    level = 0.0
    day = FIRST
    while day <= LAST:
        if day.weekday() == 0:
            level = 0.95 * level + 0.018 * _normal(chance)
        if day.weekday() < 5 and day not in HOLIDAYS and day not in SHUT:
            expected = _calls_expected(day) * exp(level + 0.055 * _normal(chance))
            rows = tuple(_day(day, expected, chance))
            if day != DOWN:
                yield from rows
        day += timedelta(days=1)


def _calls_expected(day: date) -> float:
    citizens = [number for first, number in POPULATIONS.items() if first <= day][-1]
    served = citizens / POPULATIONS[JOINED]
    angle = 2 * pi * day.timetuple().tm_yday / 365.25
    year = 1 + 0.10 * cos(angle - 0.3) + 0.05 * cos(2 * angle)
    month = 1.10 if day.day <= 4 else 1.06 if day.day >= 28 else 0.98
    special = SPECIAL.get(day, ("", "", 1.0))[2]
    return CALLS_A_DAY * served * WEEKDAYS[day.weekday()] * year * month * special


def _shape() -> tuple[float, ...]:
    evening = [PROFILE[-1] + (EVENING - PROFILE[-1]) * part / 8 for part in range(1, 9)]
    whole = sum((*PROFILE, *evening))
    return tuple(part / whole for part in (*PROFILE, *evening))


def _day(day: date, expected: float, chance: Chance) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a day: each caller waits for the first agent who is free."""
    free_at = [OPENS * 60.0] * AGENTS
    closes = 12 * 60 if day == HALF_OPEN else CLOSES
    for place, part in enumerate(_shape()):
        start = OPENS + place * HALF_HOUR
        if start >= closes:
            return
        busy = exp(0.10 * _normal(chance))
        yield _interval(day, start, expected * part * busy, free_at, chance)


def _interval(day: date, start: int, calls: float, free_at: list[float], chance: Chance) -> tuple[str, ...]:
    number = draw_poisson(calls, chance)
    arrivals = sorted(start * 60 + HALF_HOUR * 60 * chance.part() for _ in range(number))
    answered = within = settled = 0
    talk = wrap = waited = lost = 0.0
    for arrival in arrivals:
        wait, patience = max(0.0, free_at[0] - arrival), _exponential(PATIENCE, chance)
        if wait > patience:
            lost += patience
            continue
        spoken, after = 20 + _exponential(TALK - 20, chance), _exponential(WRAP, chance)
        heappop(free_at)
        heappush(free_at, arrival + wait + spoken + after)
        answered, within, settled = answered + 1, within + (wait <= GOAL), settled + chance.happens(SETTLED)
        talk, wrap, waited = talk + spoken, wrap + after, waited + wait
    counts = (number, answered, number - answered, within, *map(round, (talk, wrap, waited, lost)), settled)
    return (day.isoformat(), f"{start // 60:02d}:{start % 60:02d}", *map(str, (*counts, AGENTS)))


def _exponential(mean: float, chance: Chance) -> float:
    return -mean * log(1 - chance.part())


def _normal(chance: Chance) -> float:
    """Return a number that is nearly normal: twelve equal parts add up to it."""
    return sum(chance.part() for _ in range(12)) - 6


def draw_poisson(mean: float, chance: Chance) -> int:
    """Return a Poisson number: how many parts it takes until their product is too small."""
    limit, product, number = exp(-mean), chance.part(), 0
    while product > limit:
        product *= chance.part()
        number += 1
    return number

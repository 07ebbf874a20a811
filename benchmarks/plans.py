"""Generated plans, like a quarter of Den Digitale Hotline but none of its own; each kind drawn from a seed.

`FAMILIES` are plans that differ in one size only, to see how time and memory grow with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from benchmarks.drawing import COMPETENCES, Size, drawn, numbered, with_balances
from benchmarks.locking import with_hard_locks, with_locks
from wfm.hotline import Pairing
from wfm.plan import Plan

Kind = Callable[[int], Plan]

QUARTER, HALF_YEAR, YEAR, TWO_YEARS = 13, 26, 52, 104  # weeks
DENMARK, FEDERATION = 98, 36  # municipalities
STANDBY = 2  # weight of the rule
COURSE = frozenset({date(2026, 2, 13)})
"""A day on which a hotline is closed for everybody's training."""


def week(seed: int) -> Plan:
    """Return one week of `quarter`'s municipalities and agents."""
    return drawn(seed, Size(1, agents=80))


def quarter(seed: int) -> Plan:
    """Return 13 weeks, 18 staffing municipalities, 80 agents, carry-over, ordinary absence."""
    return drawn(seed, Size(QUARTER, agents=80))


def half_year(seed: int) -> Plan:
    """Return 26 weeks."""
    return drawn(seed, Size(HALF_YEAR, agents=80))


def year(seed: int) -> Plan:
    """Return 52 weeks."""
    return drawn(seed, Size(YEAR, agents=80))


def two_years(seed: int) -> Plan:
    """Return 104 weeks."""
    return drawn(seed, Size(TWO_YEARS, agents=80))


def tight(seed: int) -> Plan:
    """Return a quarter with 54 agents and much absence."""
    return drawn(seed, Size(QUARTER, agents=54, leave=3))


def locked(seed: int) -> Plan:
    """Return a quarter with a lock on every eighth shift or so, on a municipality or an agent."""
    return with_locks(quarter(seed), seed)


def short(seed: int) -> Plan:
    """Return a quarter with 46 agents, too few to fill every shift with every competence."""
    return drawn(seed, Size(QUARTER, agents=46, leave=5, trained=0.45, limit=2))


def mixed(seed: int) -> Plan:
    """Return a quarter in which agents of several municipalities may share a shift."""
    return drawn(seed, Size(QUARTER, agents=80, pairing=Pairing.MIXED))


def threes(seed: int) -> Plan:
    """Return a quarter of 126 agents, at least five a municipality, in which three of one sit together."""
    return drawn(seed, Size(QUARTER, agents=126, seats=3, smallest=5))


def federation(seed: int) -> Plan:
    """Return a quarter of 36 municipalities and 200 agents: as many as the hotline had in 2018."""
    return drawn(seed, Size(QUARTER, agents=200, populations=numbered(seed, FEDERATION)))


def six_hours(seed: int) -> Plan:
    """Return a quarter with two shifts of six hours a day."""
    return drawn(seed, Size(QUARTER, agents=80, shift_minutes=360))


def sixty(seed: int) -> Plan:
    """Return a quarter of 18 staffing municipalities, of which the largest has 60 agents."""
    return drawn(seed, Size(QUARTER, agents=80, crowded={"751": 60}))


def scarce(seed: int) -> Plan:
    """Return a quarter in which municipalities share shifts, and three of five competences are rare."""
    rare = frozenset(COMPETENCES[-3:])
    return drawn(seed, Size(QUARTER, agents=80, pairing=Pairing.MIXED, scarce=rare))


def floors(seed: int) -> Plan:
    """Return a quarter of 60 municipalities and 240 agents, each of which staffs three shifts at least."""
    return drawn(seed, Size(QUARTER, agents=240, populations=numbered(seed, 60), floor=3))


def many_locks(seed: int) -> Plan:
    """Return a quarter with a lock on most days, for which a seat stays empty and competences are missing."""
    return with_hard_locks(quarter(seed), seed)


def standby(seed: int) -> Plan:
    """Return a quarter in which somebody should be able to step in for every agent."""
    return drawn(seed, Size(QUARTER, agents=80, standby=STANDBY))


def carried(seed: int) -> Plan:
    """Return `standby` with what its agents sat too much or too little before."""
    return with_balances(standby(seed), seed)


def nation(seed: int) -> Plan:
    """Return a quarter of 98 municipalities and 980 agents that share 248 shifts of 12 seats."""
    populations = numbered(seed, DENMARK)
    size = Size(QUARTER, 980, 12, pairing=Pairing.MIXED, populations=populations, closed=COURSE)
    return drawn(seed, size)


def crowd(agents: int) -> Kind:
    """Return the kind of a quarter with so many agents: a municipality for every ten, a seat for every 40.

    So 80 agents of 8 municipalities share shifts of 2 seats, and 4,000 of 400 (more than Denmark has)
    shifts of 100: each agent is wanted as often in all of them.
    """

    def kind(seed: int) -> Plan:
        populations = numbered(seed, agents // 10)
        return drawn(
            seed, Size(QUARTER, agents, agents // 40, pairing=Pairing.MIXED, populations=populations)
        )

    return kind


CROWDS: Mapping[int, str] = {agents: f"agents_{agents}" for agents in (80, 320, 980, 4000)}

KINDS: Mapping[str, Kind] = {
    "quarter": quarter,
    "tight": tight,
    "locked": locked,
    "short": short,
    "mixed": mixed,
    "threes": threes,
    "week": week,
    "half_year": half_year,
    "year": year,
    "two_years": two_years,
    "nation": nation,
    "federation": federation,
    "six_hours": six_hours,
    "sixty": sixty,
    "scarce": scarce,
    "floors": floors,
    "many_locks": many_locks,
    "standby": standby,
    "carried": carried,
    **{name: crowd(agents) for agents, name in CROWDS.items()},
}

FAMILIES: Mapping[str, Mapping[int, str]] = {
    "weeks": {QUARTER: "quarter", HALF_YEAR: "half_year", YEAR: "year", TWO_YEARS: "two_years"},
    "agents": CROWDS,
}
"""By what grows, the kind at each size."""

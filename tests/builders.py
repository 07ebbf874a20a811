"""Tiny plans in code: the smallest question in which a rule can be kept or broken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from wfm.agent import Agent
from wfm.availability import Entry, EntryKind
from wfm.calendar import Period, Span
from wfm.competence import Competence
from wfm.hotline import Hotline
from wfm.ids import AgentId, CompetenceCode, MunicipalityCode, ShiftId
from wfm.lock import Lock
from wfm.municipality import Municipality
from wfm.plan import Plan
from wfm.roster import Roster

MONDAY = date(2027, 1, 4)


def span(text: str) -> Span:
    """Read ``08:00-20:00``."""
    start, end = (int(part[:2]) * 60 + int(part[3:]) for part in text.split("-"))
    return Span(start, end)


def hotline(*, days: int = 5, hours: str = "08:00-14:00", **changes: Any) -> Hotline:
    """Return a hotline open on weekdays; 08-14 is two shifts of three hours."""
    values: dict[str, Any] = {
        "name": "Test",
        "code": "test",
        "period": Period(MONDAY, MONDAY + timedelta(days=days - 1)),
        "opening_hours": {weekday: (span(hours),) for weekday in range(5)},
    }
    return Hotline(**(values | changes))


def municipality(code: str, population: int = 100, **changes: Any) -> Municipality:
    """Return a municipality named after its code."""
    return Municipality(MunicipalityCode(code), f"M{code}", population, **changes)


def agent(name: str, *, competences: Iterable[str] = (), **changes: Any) -> Agent:
    """Return an agent; ``1-2`` is the second of municipality 1."""
    held = frozenset(CompetenceCode(code) for code in competences)
    home = changes.pop("municipality", name.split("-")[0])
    return Agent(AgentId(name), f"Agent {name}", MunicipalityCode(home), held, **changes)


def entry(who: str, kind: str, first: date = MONDAY, last: date | None = None, **changes: Any) -> Entry:
    """Return an availability entry of a day or more."""
    return Entry(AgentId(who), EntryKind(kind), first, last or first, **changes)


def lock(shift: str, *, municipality: str | None = None, agent: str | None = None) -> Lock:
    """Return a lock of a shift such as ``2027-01-04T08:00``."""
    day, start = shift.split("T")
    return Lock(
        date.fromisoformat(day),
        int(start[:2]) * 60 + int(start[3:]),
        None if municipality is None else MunicipalityCode(municipality),
        None if agent is None else AgentId(agent),
    )


def competence(code: str, min_agents: int = 1) -> Competence:
    """Return a competence named after its code."""
    return Competence(CompetenceCode(code), code.capitalize(), min_agents)


def plan(
    municipalities: Mapping[str, int] | Iterable[Municipality] = (("1", 100),),  # type: ignore[assignment]
    agents: Iterable[str | Agent] = ("1-1", "1-2"),
    *,
    hotline: Hotline | None = None,
    **tables: Any,
) -> Plan:
    """Return a plan; populations by code and agents by id are enough."""
    pairs = municipalities.items() if isinstance(municipalities, Mapping) else municipalities
    known = [pair if isinstance(pair, Municipality) else municipality(*pair) for pair in pairs]
    people = [agent(a) if isinstance(a, str) else a for a in agents]
    line = hotline or _hotline()
    return Plan(line, tuple(known), tuple(people), **{name: tuple(rows) for name, rows in tables.items()})


_hotline = hotline


def roster(assignments: Mapping[str, Iterable[str]]) -> Roster:
    """Return a roster of agents by shift id."""
    return Roster(
        {ShiftId(shift): tuple(AgentId(agent) for agent in agents) for shift, agents in assignments.items()}
    )

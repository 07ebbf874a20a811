"""What must hold between the rows of a plan; each breach is a flaw with its place.

Single values are checked where they are read; here are the questions that take two rows, or a row
and the calendar: unknown references, repeated keys, rows that name no shift, impossible floors.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from wfm.agent import Agent
from wfm.availability import Entry
from wfm.calendar import clock
from wfm.errors import Fault
from wfm.hotline import Hotline, Pairing
from wfm.ids import AgentId, CompetenceCode, MunicipalityCode, ShiftId
from wfm.lock import Demand, Lock, Previous
from wfm.message import Message, Text
from wfm.municipality import Municipality
from wfm.quota import entitlements
from wfm.staffing_spans import StaffingSpans

KNOWN_MUNICIPALITY = Text("fault.known_municipality", "a municipality of the table of municipalities")
KNOWN_AGENT = Text("fault.known_agent", "an agent of the table of agents")
KNOWN_COMPETENCE = Text("fault.known_competence", "competences of the hotline: {codes:list}")
UNIQUE = Text("fault.unique", "a value that stands once; it stands in row {row} already")
ORDERED = Text("fault.ordered", "a day not before {first:date}")
NAMES_A_SHIFT = Text("fault.names_a_shift", "the start of a shift of the period")
LOCKS_SOMEONE = Text("fault.locks_someone", "a municipality, an agent or both")
BEFORE_PERIOD = Text("fault.before_period", "a day before the period's first day, {first:date}")
SHIFTS_NEEDED = Text("fault.shifts_needed", "a period in which at least one shift lies")
FLOORS_FIT = Text("fault.floors_fit", "floors that sum to at most the {units} units of the period")
POSITIVE_ENTITLEMENT = Text(
    "fault.positive_entitlement", "at least one staffing municipality whose entitlement is above 0"
)


class Records(NamedTuple):
    """The tables' rows, in the order of the files."""

    municipalities: tuple[Municipality, ...]
    agents: tuple[Agent, ...]
    availability: tuple[Entry, ...] = ()
    locks: tuple[Lock, ...] = ()
    demand: tuple[Demand, ...] = ()
    previous: tuple[Previous, ...] = ()


class KnownIds(NamedTuple):
    """Keys that count as known besides those of the records: rows with a fault of their own."""

    municipalities: frozenset[MunicipalityCode] = frozenset()
    agents: frozenset[AgentId] = frozenset()


@dataclass(frozen=True)
class Flaw:
    """A breach at a record: `table` and `index` (0-based in that table) tell which.

    `table` is ``hotline`` for what no single row is guilty of; `column` is a section of hotline.toml
    then, or the name of a whole table.
    """

    table: str
    index: int
    column: str
    value: str
    expected: Message

    def fault(self) -> Fault:
        """Return it as a fault of the files as they are written; readers of others know their own places."""
        if self.table != "hotline":
            return Fault(f"{self.table}.csv", self.index + 2, self.column, self.value, self.expected)
        if self.column in Records._fields:
            return Fault(f"{self.column}.csv", None, "", self.value, self.expected)
        return Fault("hotline.toml", None, self.column, self.value, self.expected)


NOTHING_MORE = KnownIds()


def flaws(
    hotline: Hotline, records: Records, known: KnownIds = NOTHING_MORE, *, bare: bool = False
) -> Iterator[Flaw]:
    """Yield every flaw of a plan, in the order of the tables.

    Parameters
    ----------
    hotline
        A sound hotline.
    records
        Rows that are sound one by one.
    known
        Ids to be taken as known although their own row is faulty, so that one fault is told once.
    bare
        Whether there may be no municipality at all, as in a plan that somebody has only begun.
    """
    codes = {m.code for m in records.municipalities} | known.municipalities
    agents = {a.id for a in records.agents} | known.agents
    yield from _municipalities(records)
    yield from _agents(hotline, records, codes)
    yield from _entries(records, agents)
    yield from _shift_rows(hotline, records, codes, agents)
    yield from _previous(hotline, records)
    unsure = bool(known.municipalities) or (bare and not records.municipalities)
    yield from _quota(hotline, records, unsure)


def _municipalities(records: Records) -> Iterator[Flaw]:
    yield from _repeated("municipalities", "municipality", (m.code for m in records.municipalities))


def _agents(hotline: Hotline, records: Records, codes: set[MunicipalityCode]) -> Iterator[Flaw]:
    yield from _repeated("agents", "agent", (a.id for a in records.agents))
    trained = {c.code for c in hotline.competences}
    for index, agent in enumerate(records.agents):
        if agent.municipality not in codes:
            yield Flaw("agents", index, "municipality", agent.municipality, KNOWN_MUNICIPALITY())
        yield from _competences(index, agent, trained)
        if agent.first_day and agent.last_day and agent.last_day < agent.first_day:
            expected = ORDERED(first=agent.first_day.isoformat())
            yield Flaw("agents", index, "last_day", agent.last_day.isoformat(), expected)


def _competences(index: int, agent: Agent, trained: set[CompetenceCode]) -> Iterator[Flaw]:
    for code in sorted(agent.competences - trained):
        yield Flaw("agents", index, "competences", code, KNOWN_COMPETENCE(codes=tuple(sorted(trained))))


def _entries(records: Records, agents: set[AgentId]) -> Iterator[Flaw]:
    for index, entry in enumerate(records.availability):
        if entry.agent not in agents:
            yield Flaw("availability", index, "agent", entry.agent, KNOWN_AGENT())
        if entry.last_day < entry.first_day:
            expected = ORDERED(first=entry.first_day.isoformat())
            yield Flaw("availability", index, "last_day", entry.last_day.isoformat(), expected)


def _shift_rows(
    hotline: Hotline, records: Records, codes: set[MunicipalityCode], agents: set[AgentId]
) -> Iterator[Flaw]:
    opening: set[ShiftId] = {shift.id for shift in hotline.opening_shifts()}
    staffed = opening - {row.shift for row in records.demand if row.agents == 0}
    for index, lock in enumerate(records.locks):
        if lock.shift not in staffed:
            yield Flaw("locks", index, "start", _start(lock), NAMES_A_SHIFT())
        yield from _locked(index, lock, codes, agents)
    yield from _repeated("demand", "start", map(_start, records.demand))
    for index, row in enumerate(records.demand):
        if row.shift not in opening:
            yield Flaw("demand", index, "start", _start(row), NAMES_A_SHIFT())
    if not staffed:
        yield Flaw("hotline", 0, "period", str(hotline.period.first_day), SHIFTS_NEEDED())


def _start(row: Lock | Demand) -> str:
    return f"{row.day} {clock(row.start)}"


def _locked(index: int, lock: Lock, codes: set[MunicipalityCode], agents: set[AgentId]) -> Iterator[Flaw]:
    if lock.municipality is None and lock.agent is None:
        yield Flaw("locks", index, "municipality", "", LOCKS_SOMEONE())
    if lock.municipality is not None and lock.municipality not in codes:
        yield Flaw("locks", index, "municipality", lock.municipality, KNOWN_MUNICIPALITY())
    if lock.agent is not None and lock.agent not in agents:
        yield Flaw("locks", index, "agent", lock.agent, KNOWN_AGENT())


def _previous(hotline: Hotline, records: Records) -> Iterator[Flaw]:
    first = hotline.period.first_day
    for index, row in enumerate(records.previous):
        if row.day >= first:
            yield Flaw("previous", index, "date", row.day.isoformat(), BEFORE_PERIOD(first=first.isoformat()))


def _quota(hotline: Hotline, records: Records, unsure: bool) -> Iterator[Flaw]:
    """Check floors and entitlements, where the shifts can be counted and all municipalities are known."""
    wanted = {row.shift: row.agents for row in records.demand}
    by_day = [(shift.day, wanted.get(shift.id, shift.seats)) for shift in hotline.opening_shifts()]
    seats = [number for _, number in by_day]
    units = sum(seats) if hotline.pairing is Pairing.MIXED else sum(number > 0 for number in seats)
    if not units:
        return
    spans = StaffingSpans.of(records.municipalities, hotline.start_up_months)
    part = spans.shares((day, number) for day, number in by_day if number)
    floors = [m.min_shifts if m.code in part else 0 for m in records.municipalities]
    if sum(floors) > units:
        index = max(range(len(floors)), key=floors.__getitem__)
        yield Flaw("municipalities", index, "min_shifts", str(floors[index]), FLOORS_FIT(units=units))
    owed = entitlements(records.municipalities, sum(seats), part)
    if not unsure and not any(entitlement > 0 for entitlement in owed.values()):
        yield Flaw("hotline", 0, "municipalities", "", POSITIVE_ENTITLEMENT())


def _repeated(table: str, column: str, keys: Iterable[Hashable]) -> Iterator[Flaw]:
    first_seen: dict[Hashable, int] = {}
    for index, key in enumerate(keys):
        if key in first_seen:
            yield Flaw(table, index, column, str(key), UNIQUE(row=first_seen[key] + 2))
        first_seen.setdefault(key, index)

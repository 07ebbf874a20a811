"""A sample plan, and its folder: tables as the program itself writes them (UTF-8, comma, ISO dates)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from making.absence import Entry
from making.staff import Partner, Worker
from making.timetable import Slot, clock

Row = tuple[str, ...]


@dataclass(frozen=True)
class Sample:
    """Everything that one folder holds."""

    folder: str
    hotline: str
    members: Sequence[Partner]
    staff: Sequence[Worker]
    entries: Sequence[Entry]
    locks: Sequence[Row] = ()
    demand: Sequence[Row] = ()
    previous: Sequence[tuple[Slot, Worker]] = ()
    carry_over: Mapping[str, str] = field(default_factory=dict)

    def files(self) -> dict[str, str]:
        """Return the text of every file by its name; a table without rows gets no file."""
        tables = {
            "municipalities.csv": _table(MUNICIPALITIES, map(self._municipality, self.members)),
            "agents.csv": _table(AGENTS, map(_agent, self.staff)),
            "availability.csv": _table(AVAILABILITY, (entry.row() for entry in self.entries)),
        }
        if self.locks:
            tables["locks.csv"] = _table(LOCKS, self.locks)
        if self.demand:
            tables["demand.csv"] = _table(DEMAND, self.demand)
        if self.previous:
            tables["previous.csv"] = _table(PREVIOUS, (_seat(*seat) for seat in self.previous))
        return {"hotline.toml": self.hotline, **tables}

    def _municipality(self, member: Partner) -> Row:
        """Return a row of ``municipalities.csv``."""
        participation = "staffing" if member.staffing else "financing"
        carried = self.carry_over.get(member.name, "0")
        floor = str(member.min_shifts)
        return (member.code, member.name, str(member.population), participation, carried, floor)


MUNICIPALITIES = ("municipality", "name", "population", "participation", "carry_over", "min_shifts")
AGENTS = (
    "agent",
    "name",
    "municipality",
    "competences",
    "fte",
    "shifts_per_week",
    "first_day",
    "last_day",
    "email",
    "phone",
)
AVAILABILITY = ("agent", "kind", "first_day", "last_day", "days", "from", "to", "note")
LOCKS = ("date", "start", "municipality", "agent")
DEMAND = ("date", "start", "agents")
PREVIOUS = ("date", "start", "end", "municipality", "agent")


def _agent(worker: Worker) -> Row:
    """Return a row of ``agents.csv``; e-mail and phone stay empty, for the agents are nobody."""
    ends = (_iso(worker.first_day), _iso(worker.last_day))
    held = "|".join(worker.competences)
    return (
        worker.id,
        worker.name,
        worker.municipality,
        held,
        worker.fte,
        worker.shifts_per_week,
        *ends,
        "",
        "",
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _seat(slot: Slot, worker: Worker) -> Row:
    """Return a row of ``previous.csv``."""
    return (slot.day.isoformat(), clock(slot.start), clock(slot.end), worker.municipality, worker.id)


def _table(header: Row, rows: Iterable[Row]) -> str:
    """Return a table as CSV text with line feeds, whatever the system's own line ends."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()

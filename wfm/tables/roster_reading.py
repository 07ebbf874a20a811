"""Read a roster file against its plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from wfm.calendar import clock, shift_id
from wfm.errors import Fault, RosterError
from wfm.ids import AgentId
from wfm.message import Text
from wfm.plan import Plan
from wfm.plan_checks import KNOWN_AGENT, NAMES_A_SHIFT
from wfm.roster import Assignment, Roster
from wfm.tables.columns import ROSTER
from wfm.tables.csv_files import csv_table, is_csv, read_bytes
from wfm.tables.gathering import gather_notices
from wfm.tables.raw_table import HEADER, RawTable, UnusableTableError
from wfm.tables.rows import TableRow, TableRows, read_rows

ROSTER_CSV = Text(
    "fault.roster_csv", "the file roster.csv that solve writes; what is made for people is not read back"
)
SHIFT_ENDS = Text("fault.shift_ends", "the end of this shift, {end:time}")
AGENTS_EMPLOYER = Text("fault.agents_employer", "the municipality that employs {agent}, {municipality}")


@dataclass(frozen=True)
class RosterReading:
    """A roster, and what its reader should know although it is no fault."""

    roster: Roster
    notices: tuple[Fault, ...] = ()


def read_roster(plan: Plan, path: Path) -> RosterReading:
    """Read a roster file.

    Rows without an agent, and rows that are not there, are empty seats. More agents than seats, or
    one of them twice, is no fault here: the rule ``seats`` measures it.

    Raises
    ------
    RosterError
        With every row that names an unknown shift or agent, or a wrong end or municipality.
    """
    try:
        if path.is_dir():
            raise UnusableTableError(Fault(path.name or str(path), None, "", "", ROSTER_CSV()))
        content = read_bytes(path)
    except UnusableTableError as unusable:
        raise RosterError([unusable.fault]) from unusable
    return roster_of(plan, path.name, content)


def roster_of(
    plan: Plan, file: str, content: bytes, read: Callable[[str, bytes], RawTable] = csv_table
) -> RosterReading:
    """Read the content of a roster file, which faults call `file`, as `read_roster` does.

    `read` makes a table of it: where it was sent by somebody, `wfm.tables.confined.reader.read_csv`.

    Raises
    ------
    RosterError
        As there.
    """
    if not is_csv(content):
        raise RosterError([Fault(file, None, "", "", ROSTER_CSV())])
    try:
        rows = read_rows(read(file, content), ROSTER)
    except UnusableTableError as unusable:
        raise RosterError([unusable.fault]) from unusable
    if not rows.origin.headers and not rows.faults:
        raise RosterError([Fault(file, 1, "", "", HEADER())])
    assignments = [found for row in rows.rows for found in _assigned(plan, rows, row)]
    if rows.faults:
        raise RosterError(sorted(rows.faults, key=lambda fault: fault.row or 0))
    return RosterReading(Roster.of(assignments), gather_notices(rows.notices))


def _assigned(plan: Plan, rows: TableRows, row: TableRow) -> Iterator[Assignment]:
    """Yield the assignment of a row, if there is one; note the faults of the row."""
    values = row.values
    shift = None
    if not row.faulty.keys() & {"date", "start"}:
        shift = plan.shift.get(shift_id(values["date"], values["start"]))
        if shift is None:
            rows.faults.append(row.at("start", f"{values['date']} {clock(values['start'])}", NAMES_A_SHIFT()))
        elif "end" not in row.faulty and values["end"] != shift.end:
            rows.faults.append(row.at("end", clock(values["end"]), SHIFT_ENDS(end=clock(shift.end))))
    if values["agent"] is not None and _is_known(plan, rows, row) and shift is not None:
        yield AgentId(values["agent"]), shift.id


def _is_known(plan: Plan, rows: TableRows, row: TableRow) -> bool:
    """Tell whether the row's agent is one of the plan's and of the municipality that the row names."""
    agent = plan.agent.get(row.values["agent"])
    if agent is None:
        rows.faults.append(row.at("agent", row.values["agent"], KNOWN_AGENT()))
        return False
    named = row.values["municipality"]
    if named and named != agent.municipality:
        expected = AGENTS_EMPLOYER(agent=agent.id, municipality=agent.municipality)
        rows.faults.append(row.at("municipality", named, expected))
        return False
    return True

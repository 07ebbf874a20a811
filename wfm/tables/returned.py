"""A workbook that a municipality sent back: whose it is, its agents, their availability."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from wfm.errors import Fault
from wfm.message import Text
from wfm.tables.agent_names import AgentNames
from wfm.tables.columns import AGENTS, AVAILABILITY, MUNICIPALITIES, Table
from wfm.tables.confined.reader import read_sheets
from wfm.tables.csv_files import read_bytes
from wfm.tables.file_names import HOTLINE, TABLE_OF
from wfm.tables.naming import code_reference
from wfm.tables.passed_over import COORDINATORS_SHEET, sheet_notice
from wfm.tables.plan_tables import SHEET_THERE, TABLE_ONCE
from wfm.tables.raw_table import RawTable, UnusableTableError
from wfm.tables.rows import Origin, TableRow, TableRows, read_rows
from wfm.tables.words import fold
from wfm.tables.workbook import SUFFIXES
from wfm.tables.zip_guard import WORKBOOK

WHOSE = Text("fault.whose", "a workbook that names one municipality, or agents of the plan")
OWN_AGENT = Text("fault.own_agent", "an agent of municipality {municipality}, whose workbook this is")

_OWN = frozenset({"municipality"})
BALANCES = ("carry_over", "unsocial_carry_over")
"""What is carried over of an agent: the hotline counts it, and no municipality's workbook changes it."""
_READ = frozenset({AGENTS.name, AVAILABILITY.name, MUNICIPALITIES.name})
OWN_AGENTS = replace(  # whoever adds an agent need not write the municipality down again
    AGENTS,
    columns=tuple(
        replace(column, required=False, default=None) if column.name in _OWN else column
        for column in AGENTS.columns
        if column.name not in BALANCES
    ),
)
_NAMED = replace(
    MUNICIPALITIES,
    columns=tuple(column for column in MUNICIPALITIES.columns if column.name in _OWN),
    passed_over=frozenset({"name", "navn"}),  # the plan has its own
)


@dataclass(frozen=True)
class KnownAgents:
    """The agents of the plan into which workbooks are taken: municipality and name, each by id."""

    homes: Mapping[str, str]
    names: Mapping[str, str]


@dataclass
class ReturnedWorkbook:
    """What one workbook says.

    Parameters
    ----------
    label
        The workbook as faults call it.
    municipality
        Code of the municipality that it speaks for; empty where that can't be told.
    agents
        Its agents' rows; ``None`` where the workbook has no such sheet.
    availability
        Rows of availability.
    faults, notices
        Of the workbook as a whole.
    """

    label: str
    municipality: str = ""
    agents: TableRows | None = None
    availability: TableRows = field(default_factory=lambda: TableRows(AVAILABILITY, Origin("")))
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)

    @property
    def tables(self) -> tuple[TableRows, ...]:
        """The tables that are there."""
        return (self.availability,) if self.agents is None else (self.agents, self.availability)

    @property
    def ids(self) -> frozenset[str]:
        """Ids in its list of agents, as they were written."""
        rows = [] if self.agents is None else self.agents.rows
        return frozenset(row.faulty.get("agent", row.values["agent"]) for row in rows)


def read_returned_file(path: Path, label: str, known: KnownAgents) -> ReturnedWorkbook:
    """Read a workbook that came back.

    Parameters
    ----------
    path, label
        The workbook, and what faults call it.
    known
        The agents of the plan.
    """
    try:
        if path.suffix.lower() not in SUFFIXES:
            raise UnusableTableError(Fault(label, None, "", "", WORKBOOK()))
        content = read_bytes(path, label)
    except UnusableTableError as unusable:
        return ReturnedWorkbook(label, faults=[unusable.fault])
    return read_returned_content(content, label, known)


def read_returned_content(content: bytes, label: str, known: KnownAgents) -> ReturnedWorkbook:
    """Read the content of a workbook that came back, as `read_returned_file` does."""
    found = ReturnedWorkbook(label)
    try:
        sheets = read_sheets(label, content, prefix=f"{label}: ")
    except UnusableTableError as unusable:
        found.faults.append(unusable.fault)
        return found
    found.notices += _unread(sheets)
    found.agents = _table(found, sheets, OWN_AGENTS)
    availability = _table(found, sheets, AVAILABILITY)
    if availability is None:
        found.faults.append(Fault(f"{label}: {AVAILABILITY.name}", None, "", "", SHEET_THERE()))
    else:
        found.availability = availability
        _names(found, known).replace_in(availability)
    named = _table(found, sheets, _NAMED)
    if named is not None:
        found.faults += (fault for fault in named.faults if named.rows)
        found.notices += named.notices
    found.municipality = _sender(named, found, known.homes)
    if not found.municipality:
        found.faults.append(Fault(label, None, "", "", WHOSE()))
    return found


def _names(found: ReturnedWorkbook, known: KnownAgents) -> AgentNames:
    """Return the agents whose names may stand for ids: those of the workbook's own list, else of the plan."""
    own = AgentNames.of_rows(found.agents.rows) if found.agents else None
    return own if own and own.ids else AgentNames(known.names)


def _table(found: ReturnedWorkbook, sheets: Mapping[str, RawTable | Fault], table: Table) -> TableRows | None:
    """Return a table's rows, if the workbook has its sheet; a fault for a second, or one of no use."""
    own = [sheet for name, sheet in sheets.items() if fold(name) in (fold(table.name), fold(table.danish))]
    for second in own[1:]:
        found.faults.append(Fault(second.file, None, "", "", TABLE_ONCE(other=own[0].file)))
    if not own:
        return None
    if isinstance(own[0], RawTable):
        return read_rows(own[0], table)
    found.faults.append(own[0])
    return TableRows(table, Origin(own[0].file), sound=False)


def _unread(sheets: Mapping[str, RawTable | Fault]) -> Iterator[Fault]:
    """Yield what is to be told of sheets that hold something and are not read of a municipality."""
    for name, sheet in sheets.items():
        table = TABLE_OF.get(fold(name))
        if isinstance(sheet, RawTable) and sheet.is_blank:
            continue
        if fold(name) == HOTLINE or (table is not None and table.name not in _READ):
            yield Fault(sheet.file, None, "", "", COORDINATORS_SHEET())
        elif table is None and (notice := sheet_notice(name, sheet.file)) is not None:
            yield notice


def _sender(named: TableRows | None, found: ReturnedWorkbook, homes: Mapping[str, str]) -> str:
    """Return the one municipality that the workbook names, else the one that most of its rows are about."""
    codes = {row.values["municipality"] for row in named.rows} - {""} if named else set()
    if len(codes) == 1:
        return str(codes.pop())
    told = Counter(filter(None, (code for rows in found.tables for code in _homes(rows, homes))))
    return min(told, key=lambda code: (-told[code], code), default="")


def _homes(rows: TableRows, homes: Mapping[str, str]) -> Iterator[str | None]:
    for row in rows.rows:
        yield row.values.get("municipality") or homes.get(row.values["agent"])


def without_strangers(
    found: ReturnedWorkbook, homes: Mapping[str, str]
) -> tuple[list[TableRow], list[TableRow], list[Fault]]:
    """Return the municipality's own rows of agents and of availability, and faults for those of others."""
    faults: list[Fault] = []
    code = found.municipality
    refused = OWN_AGENT(municipality=code)
    agents, entries = [], []
    for row in found.agents.rows if found.agents else ():
        named = row.values["municipality"]
        if named is not None and code_reference(named) != code:
            faults.append(row.at("municipality", named, refused))
        elif homes.get(row.values["agent"], code) != code:
            faults.append(row.at("agent", row.values["agent"], refused))
        else:
            agents.append(replace(row, values={**row.values, "municipality": code}))
    strangers = {row.values["agent"] for row in (found.agents.rows if found.agents else ())}
    strangers -= {row.values["agent"] for row in agents}
    for row in found.availability.rows:
        agent = row.values["agent"]
        if agent in strangers or (agent not in found.ids and homes.get(agent, code) != code):
            faults.append(row.at("agent", agent, refused))
        else:
            entries.append(row)
    return agents, entries, faults

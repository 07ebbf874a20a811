"""What must hold between rows, asked of the domain and told with its place; no fault is told twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from wfm import plan_checks as checks
from wfm.errors import Fault
from wfm.ids import AgentId, MunicipalityCode
from wfm.message import Message, Text
from wfm.plan_checks import Flaw, KnownIds, Records
from wfm.tables.naming import code_reference
from wfm.tables.plan_tables import PlanTables
from wfm.tables.rows import TableRow, TableRows

OWN_FILE = Text(
    "fault.own_file", "an id whose calendar has a file name of its own; {other} has this one already"
)
UNIQUE_AMONG_FILES = Text(
    "fault.unique_among_files", "a value that stands once; it stands in {file}, row {row}, already"
)

_CALENDAR = frozenset({"timezone", "period", "opening_hours", "holidays", "shifts"})
_PROVES_NOTHING: Mapping[Text, frozenset[str]] = {
    checks.NAMES_A_SHIFT: _CALENDAR,
    checks.SHIFTS_NEEDED: _CALENDAR | {"demand"},
    checks.FLOORS_FIT: _CALENDAR | {"demand", "quota"},
    checks.POSITIVE_ENTITLEMENT: _CALENDAR | {"demand", "municipalities", "quota"},
    checks.BEFORE_PERIOD: frozenset({"period"}),
    checks.KNOWN_COMPETENCE: frozenset({"competences"}),
    checks.KNOWN_MUNICIPALITY: frozenset({"municipalities whole"}),
    checks.KNOWN_AGENT: frozenset({"agents whole"}),
}
"""Which faulty parts make a breach of these a mere consequence."""

_LOOKED_AT: Mapping[str, frozenset[str]] = {
    "start": frozenset({"date", "start"}),
    "last_day": frozenset({"first_day", "last_day"}),
}
"""Columns that a flaw of a column depends on, besides itself."""


def cross_faults(found: PlanTables, records: Records) -> Iterator[Fault]:
    """Yield every fault between rows, leaving out those that follow from another fault.

    Parameters
    ----------
    found
        The hotline, with stand-ins in its faulty sections, and all tables.
    records
        One of each row, in the same order.
    """
    tables = found.by_name
    faulty = found.hotline.faulty | set(_faulty_tables(tables))
    known = KnownIds(
        frozenset(map(MunicipalityCode, _faulty_ids(tables["municipalities"], "municipality"))),
        frozenset(map(AgentId, _faulty_ids(tables["agents"], "agent"))),
    )
    for flaw in checks.flaws(found.hotline.hotline, records, known, bare=found.bare):
        if not faulty & _PROVES_NOTHING.get(flaw.expected.text, frozenset()):
            yield from _placed(flaw, found)
    yield from _file_clashes(tables)


def _faulty_tables(tables: Mapping[str, TableRows]) -> Iterator[str]:
    for name, rows in tables.items():
        if rows.faults or not rows.sound:
            yield name
        if not rows.sound:
            yield f"{name} whole"


def _faulty_ids(rows: TableRows, column: str) -> Iterator[str]:
    """Yield the ids that stand in faulty rows as they were written; others may refer to them."""
    for row in rows.rows:
        if column in row.faulty:
            yield code_reference(row.faulty[column]) if column == "municipality" else row.faulty[column]
    if rows.faults:
        yield ""


def _placed(flaw: Flaw, found: PlanTables) -> Iterator[Fault]:
    """Yield the flaw as a fault with its place, unless its row has a fault where it looks."""
    if flaw.table == "hotline":  # what no single row is guilty of
        if flaw.column in found.by_name:
            yield Fault(found.by_name[flaw.column].file, None, "", flaw.value, flaw.expected)
        else:
            yield Fault(found.hotline.file, None, flaw.column, flaw.value, flaw.expected)
        return
    rows = found.by_name[flaw.table].rows
    row = rows[flaw.index]
    if not _looks_at(flaw) & row.faulty.keys():
        yield row.at(flaw.column, flaw.value, _with_place(flaw.expected, row, rows))


def _looks_at(flaw: Flaw) -> frozenset[str]:
    if flaw.expected.text is checks.LOCKS_SOMEONE:
        return frozenset({"municipality", "agent"})
    return _LOOKED_AT.get(flaw.column, frozenset({flaw.column}))


def _with_place(expected: Message, row: TableRow, rows: Sequence[TableRow]) -> Message:
    """Return the message with a spreadsheet's row where the domain could only count records."""
    first = expected.params.get("row")
    if expected.text is not checks.UNIQUE or not isinstance(first, int):
        return expected
    other = rows[first - 2]
    if other.origin is not row.origin:
        return UNIQUE_AMONG_FILES(file=other.origin.file, row=other.number)
    return checks.UNIQUE(row=other.number)


def _file_clashes(tables: Mapping[str, TableRows]) -> Iterator[Fault]:
    """Yield a fault for each id whose calendar would have the file name of another's."""
    seen: dict[str, tuple[str, str]] = {}
    for table, column in (("municipalities", "municipality"), ("agents", "agent")):
        for row in tables[table].rows:
            own = row.values[column]
            file = f"municipality-{own}" if table == "municipalities" else own
            other = seen.setdefault(file.casefold(), (table, own))
            if column not in row.faulty and other != (table, own):
                yield row.at(column, own, OWN_FILE(other=other[1]))

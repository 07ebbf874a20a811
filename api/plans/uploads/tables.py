"""One table of a plan, sent to replace the one that is there; the plan around it is checked with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from api.plans.table_rows import KEYED, columns_of
from wfm.availability import Entry
from wfm.errors import Fault, PlanError
from wfm.plan import Plan
from wfm.tables.columns import PLAN_TABLES
from wfm.tables.confined.reader import read_csv
from wfm.tables.file_names import HOTLINE
from wfm.tables.plan_opening import open_files
from wfm.tables.plan_reading import PlanReading, plan_of
from wfm.tables.plan_tables import PlanTables
from wfm.tables.plan_writing import plan_files
from wfm.tables.raw_table import FEWER_COLUMNS, RawTable, UnusableTableError

TABLES = (HOTLINE, *(table.name for table in PLAN_TABLES))
"""What can be replaced; the hotline as a table of keys and values."""

MOST_NAMES = 40
SentRow = Mapping[str, str | int | None]


def replace_table(plan: Plan, table: str, sent: RawTable) -> PlanReading:
    """Read a plan with another table in the place of its own.

    Parameters
    ----------
    plan
        As it is.
    table
        One of `TABLES`.
    sent
        What comes in its place.

    Raises
    ------
    PlanError
        With every fault found, in this table and in those that refer to it.
    """
    tables = tables_of(plan)
    tables.replace(table, sent)
    return plan_of(tables)


def csv_rows(table: str, content: bytes) -> RawTable:
    """Read a table as CSV.

    Raises
    ------
    PlanError
        Where it is no CSV at all.
    """
    name = HOTLINE if table == HOTLINE else f"{table}.csv"
    try:
        return read_csv(name, content)
    except UnusableTableError as unusable:
        raise PlanError([unusable.fault]) from unusable


def json_rows(table: str, rows: Sequence[SentRow]) -> RawTable:
    """Return rows as a table; in faults the first has number 1, and the table its plain name.

    Raises
    ------
    PlanError
        Where they have more columns than any table.
    """
    named = tuple(dict.fromkeys(name for row in rows for name in row))
    if len(named) > MOST_NAMES:
        raise PlanError([Fault(table, None, "", "", FEWER_COLUMNS(limit=MOST_NAMES))])
    # Keys stand before their values; a table without rows still has its columns.
    header = KEYED if table == HOTLINE else named or columns_of(table)
    cells = ((number, tuple(map(row.get, header))) for number, row in enumerate(rows, start=1))
    return RawTable(table, header, tuple(cells), header_row=0)


def with_unseen_notes(plan: Plan, before: Plan) -> Plan:
    """Return a plan in which entries that are as before keep their notes.

    Who does not see notes sends entries back without them, and must not take them away by that. An entry
    that was changed in any way is another one.
    """
    return replace(plan, availability=keep_unseen_notes(plan.availability, before.availability))


def keep_unseen_notes(sent: Sequence[Entry], before: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return entries that were sent without notes, those that are as before with theirs."""
    notes: dict[Entry, list[str]] = {}
    for entry in before:
        notes.setdefault(replace(entry, note=""), []).append(entry.note)
    taken: Counter[Entry] = Counter()
    entries = []
    for entry in sent:
        held = notes.get(entry, [])
        if not entry.note and taken[entry] < len(held):
            taken[entry] += 1
            entry = replace(entry, note=held[taken[entry] - 1])
        entries.append(entry)
    return tuple(entries)


def tables_of(plan: Plan) -> PlanTables:
    """Return a plan's tables, so that something can be taken into them; a bare one may stay bare."""
    tables = open_files(plan_files(plan))
    tables.bare = plan.is_bare
    return tables

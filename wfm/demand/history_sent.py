"""A history as it is sent to a service: files of whoever may send, read in a child of little memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath

from wfm.demand.history_opening import CSV, TABLE_OF, HistoryTables, table_named_in
from wfm.errors import Fault, HistoryError, PlanError
from wfm.message import Text
from wfm.tables.column import Table
from wfm.tables.confined.reader import read_archive, read_csv, read_sheets
from wfm.tables.history_columns import CALLS
from wfm.tables.passed_over import EXPLANATION_SHEETS, UNKNOWN_FILE, UNKNOWN_SHEET
from wfm.tables.raw_table import RawTable, UnusableTableError
from wfm.tables.words import fold
from wfm.tables.workbook import SUFFIXES

FILE_WANTED = Text(
    "fault.history_file", "counted calls as CSV, as a workbook (.xlsx), or several CSV files packed as .zip"
)
LONGEST_NAME = 80
_SILENT = frozenset(map(fold, EXPLANATION_SHEETS))
Found = Mapping[str, object]


def open_sent_history(files: Sequence[tuple[str, bytes]]) -> HistoryTables:
    """Read the tables of files by name; a CSV file whose name says of no table holds calls.

    Raises
    ------
    HistoryError
        Where a file is of another kind, or damaged.
    """
    tables = HistoryTables()
    for name, content in files:
        suffix = PurePath(name).suffix.casefold()
        try:
            if content and suffix == CSV:
                tables.add(_table_of(PurePath(name).stem) or CALLS, name, read_csv(name, content))
            elif content and suffix in SUFFIXES:
                _add_all(tables, read_sheets(name, content), UNKNOWN_SHEET)
            elif content and suffix == ".zip":
                _add_all(tables, read_archive(name, content), UNKNOWN_FILE)
            else:
                tables.faults.append(Fault(name[:LONGEST_NAME], None, "", "", FILE_WANTED()))
        except UnusableTableError as unusable:
            tables.faults.append(unusable.fault)
        except PlanError as error:  # of a packed folder
            tables.faults.extend(error.faults)
    if tables.faults and not tables.read:
        raise HistoryError(tables.faults)
    return tables


def _add_all(tables: HistoryTables, found: Found, unknown: Text) -> None:
    """Take in what a workbook or a packed folder holds; what is none of ours is told."""
    for name, content in found.items():
        path = PurePath(name)
        table = _table_of(path.stem if path.suffix.casefold() == CSV else path.name)
        if table is not None and isinstance(content, RawTable | Fault):
            tables.add(table, name, content)
        elif fold(name) not in _SILENT and not (isinstance(content, RawTable) and content.is_blank):
            tables.notices.append(Fault(name, None, "", "", unknown()))


def _table_of(stem: str) -> Table | None:
    return TABLE_OF.get(fold(stem)) or table_named_in(stem)

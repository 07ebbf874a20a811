"""Open a history where it lies: a folder of CSV files, a workbook, or the same in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from wfm.errors import Fault, HistoryError
from wfm.message import Text
from wfm.tables.column import Table
from wfm.tables.confined.reader import read_sheets
from wfm.tables.csv_files import csv_table, read_bytes
from wfm.tables.file_names import words_of
from wfm.tables.history_columns import CALLS, HISTORY_TABLES
from wfm.tables.passed_over import (
    EXPLANATION_SHEETS,
    NEAR_NAME,
    OWNER_FILE,
    UNKNOWN_FILE,
    UNKNOWN_SHEET,
    is_of_system,
    is_owner_file,
)
from wfm.tables.plan_tables import FILE_THERE, SHEET_THERE, TABLE_ONCE
from wfm.tables.raw_table import RawTable, UnusableTableError
from wfm.tables.rows import Origin, TableRows, read_rows
from wfm.tables.words import fold
from wfm.tables.workbook import SUFFIXES

HISTORY_PLACE = Text(
    "fault.history_place",
    "a folder with calls.csv (opkald.csv), or an .xlsx workbook with a sheet of that name",
)
TABLE_OF = {fold(name): table for table in HISTORY_TABLES for name in (table.name, table.danish)}
"""Table of a history by its folded name in either language."""

MOST_FILES = 1000
CSV = ".csv"
_SILENT = frozenset(map(fold, EXPLANATION_SHEETS))


@dataclass
class HistoryTables:
    """Rows of each table by its English name, and what was found amiss with the place as a whole."""

    by_name: dict[str, TableRows] = field(
        default_factory=lambda: {
            table.name: TableRows(table, Origin(f"{table.name}{CSV}")) for table in HISTORY_TABLES
        }
    )
    read: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)

    def add(self, table: Table, name: str, found: RawTable | Fault) -> None:
        """Read a table, or note what makes it unusable; a second one of its kind is a fault."""
        if isinstance(found, Fault):
            self.faults.append(found)
        elif table.name in self.read:
            self.faults.append(Fault(name, None, "", "", TABLE_ONCE(other=self.by_name[table.name].file)))
        else:
            self.by_name[table.name] = read_rows(found, table)
        self.read.add(table.name)

    def demand_calls(self, *, is_workbook: bool) -> None:
        """Note a fault where there are no calls at all."""
        if CALLS.name not in self.read:
            expected = SHEET_THERE() if is_workbook else FILE_THERE()
            self.faults.append(Fault(CALLS.name + ("" if is_workbook else CSV), None, "", "", expected))


def open_history(path: Path) -> HistoryTables:
    """Find and read a history's tables.

    Raises
    ------
    HistoryError
        Where there is neither a folder nor a workbook nor a CSV file.
    """
    try:
        if path.is_dir():
            files = sorted(path.iterdir(), key=lambda file: file.name)[:MOST_FILES]
            return _of_files((file.name, file) for file in files)
        suffix = path.suffix.casefold()
        if path.is_file() and suffix == CSV:
            return _of_files([(path.name, path)])
        if path.is_file() and suffix in SUFFIXES:
            return open_history_workbook(path.name, read_bytes(path))
    except UnusableTableError as unusable:
        raise HistoryError([unusable.fault]) from unusable
    except (OSError, ValueError) as error:  # a folder that is not ours to read; a NUL in the path
        raise HistoryError([Fault(path.name, None, "", "", HISTORY_PLACE())]) from error
    raise HistoryError([Fault(path.name or str(path), None, "", "", HISTORY_PLACE())])


def open_history_files(files: Mapping[str, bytes]) -> HistoryTables:
    """Read the tables of a folder whose files are given by name."""
    return _of_files(sorted(files.items())[:MOST_FILES])


def open_history_workbook(name: str, content: bytes) -> HistoryTables:
    """Read the tables of a workbook, which faults call by a name.

    Raises
    ------
    HistoryError
        Where it is no workbook.
    """
    tables = HistoryTables()
    try:
        sheets = read_sheets(name, content)
    except UnusableTableError as unusable:
        raise HistoryError([unusable.fault]) from unusable
    for sheet, found in sheets.items():
        table = TABLE_OF.get(fold(sheet))
        if table is not None:
            tables.add(table, sheet, found)
        elif fold(sheet) not in _SILENT and (isinstance(found, Fault) or not found.is_blank):
            near = _near(sheet)
            tables.notices.append(
                Fault(sheet, None, "", "", NEAR_NAME(name=near) if near else UNKNOWN_SHEET())
            )
    tables.demand_calls(is_workbook=True)
    return tables


def _of_files(files: Iterable[tuple[str, Path | bytes]]) -> HistoryTables:
    tables = HistoryTables()
    for name, content in files:
        path = PurePath(name)
        table = TABLE_OF.get(fold(path.stem)) if path.suffix.casefold() == CSV else None
        if table is not None:
            tables.add(table, name, _table(name, content))
        elif (notice := _file_notice(name)) is not None:
            tables.notices.append(notice)
    tables.demand_calls(is_workbook=False)
    return tables


def _table(name: str, content: Path | bytes) -> RawTable | Fault:
    try:
        return csv_table(name, content if isinstance(content, bytes) else read_bytes(content))
    except UnusableTableError as unusable:
        return unusable.fault


def _file_notice(name: str) -> Fault | None:
    """Return what is to be told of a file that is no table of a history, if anything."""
    if is_owner_file(name):
        return Fault(name, None, "", "", OWNER_FILE())
    if is_of_system(name):
        return None
    near = _near(PurePath(name).stem)
    if near:
        return Fault(name, None, "", "", NEAR_NAME(name=near + CSV))
    suffix = PurePath(name).suffix.casefold()
    return Fault(name, None, "", "", UNKNOWN_FILE()) if suffix in (CSV, ".tsv", ".xls", *SUFFIXES) else None


def table_named_in(name: str) -> Table | None:
    """Return the table whose name is a word of another name, such as ``opkald 2027-01-04``."""
    return next((TABLE_OF[word] for word in (*words_of(name), fold(name)) if word in TABLE_OF), None)


def _near(name: str) -> str:
    """Return the table whose name is a word of another name, in that word's language; empty where none is."""
    for word in (*words_of(name), fold(name)):
        if word in TABLE_OF:
            table = TABLE_OF[word]
            return table.danish if fold(table.danish) == word else table.name
    return ""

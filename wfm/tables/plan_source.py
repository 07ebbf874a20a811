"""Where a plan lies: a folder of CSV files with hotline.toml, or a workbook; its raw tables by name.

Either may lie in memory as well, as files by name or as the content of a workbook.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from wfm.errors import Fault, PlanError
from wfm.message import Text
from wfm.tables.columns import PLAN_TABLES, ROSTER, Table
from wfm.tables.csv_files import csv_table, decode, read_bytes
from wfm.tables.raw_table import RawTable, UnusableTableError
from wfm.tables.settings import HotlineSettings, sheet_settings, toml_settings
from wfm.tables.words import fold
from wfm.tables.workbook import SUFFIXES, workbook_sheets

PLAN_PLACE = Text("fault.plan_place", "a plan folder with hotline.toml, or an .xlsx workbook")
FILE_THERE = Text("fault.file_there", "a file of this name in the plan folder")
SHEET_THERE = Text("fault.sheet_there", "a sheet of this name in the workbook")
TABLE_ONCE = Text("fault.table_once", "this table once; {other} holds it already")
UNKNOWN_FILE = Text("notice.unknown_file", "a known file; this one is ignored")
UNKNOWN_SHEET = Text("notice.unknown_sheet", "a known sheet; this one is ignored")

HOTLINE_FILE = "hotline.toml"
HOTLINE = "hotline"
EXPLANATION_SHEETS = ("read me", "læs mig", "words", "ord")
_TABLE_OF = {fold(name): table for table in PLAN_TABLES for name in (table.name, table.danish)}
_NO_WARNING = frozenset(map(fold, (*EXPLANATION_SHEETS, ROSTER.name, ROSTER.danish, "quota")))


@dataclass
class Source:
    """What was found at a plan's place.

    Parameters
    ----------
    path
        The folder or workbook; of no meaning where it lies in memory.
    settings
        Of the hotline; ``None`` where they could not be used.
    tables
        Raw tables by English name; those missing or unusable are left out.
    unusable
        English names of the tables that are there but can't be used, or must be there and are not.
    is_workbook
        Whether the plan is one workbook.
    """

    path: Path
    settings: HotlineSettings | None = None
    tables: dict[str, RawTable] = field(default_factory=dict)
    unusable: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)
    is_workbook: bool = False

    def name_of(self, table: str) -> str:
        """Return the file or sheet of a table as the user knows it, or as it should be called."""
        if table in self.tables:
            return self.tables[table].file
        return table if self.is_workbook else f"{table}.csv"

    def put(self, table: Table, name: str, read: RawTable | Fault) -> None:
        """Take a table in, or the fault that makes it unusable; a second one of its kind is a fault."""
        if table.name in self.tables:
            other = self.tables[table.name].file
            self.faults.append(Fault(name, None, "", "", TABLE_ONCE(other=other)))
        elif isinstance(read, Fault):
            self.faults.append(read)
            self.unusable.add(table.name)
        else:
            self.tables[table.name] = read

    def demand_tables(self) -> None:
        """Note a fault for each table that a plan must have and this one lacks."""
        there = SHEET_THERE if self.is_workbook else FILE_THERE
        if self.settings is None and HOTLINE not in self.unusable:
            name = HOTLINE if self.is_workbook else HOTLINE_FILE
            self.faults.append(Fault(name, None, "", "", there()))
        for table in PLAN_TABLES:
            if table.required and table.name not in self.unusable | self.tables.keys():
                self.faults.append(Fault(self.name_of(table.name), None, "", "", there()))
                self.unusable.add(table.name)


def open_source(path: Path) -> Source:
    """Find and open a plan's tables.

    Raises
    ------
    PlanError
        Where there is neither a folder nor a workbook.
    """
    try:
        if path.is_dir():
            source = _open_folder(path)
        elif path.is_file() and path.suffix.lower() in SUFFIXES:
            source = _of_workbook(path, path.name, read_bytes(path))
        else:
            raise UnusableTableError(Fault(path.name or str(path), None, "", "", PLAN_PLACE()))
    except UnusableTableError as unusable:
        raise PlanError([unusable.fault]) from unusable
    except (OSError, ValueError) as error:  # a folder that is not ours to read; a NUL in the path
        raise PlanError([Fault(path.name, None, "", "", PLAN_PLACE())]) from error
    source.demand_tables()
    return source


def files_source(files: Mapping[str, bytes]) -> Source:
    """Open the tables of a plan folder whose files are given by name."""
    source = Source(Path())
    for name, content in sorted(files.items()):
        _take_in(source, name, partial(bytes, content))
    source.demand_tables()
    return source


def workbook_source(name: str, content: bytes) -> Source:
    """Open the tables of a plan's workbook, which faults call by a name.

    Raises
    ------
    PlanError
        Where it is no workbook.
    """
    try:
        source = _of_workbook(Path(), name, content)
    except UnusableTableError as unusable:
        raise PlanError([unusable.fault]) from unusable
    source.demand_tables()
    return source


def _open_folder(path: Path) -> Source:
    source = Source(path)
    for file in sorted(path.iterdir(), key=lambda file: file.name):
        _take_in(source, file.name, partial(read_bytes, file))
    return source


def _take_in(source: Source, name: str, content: Callable[[], bytes]) -> None:
    """Take in a file of a plan folder; its content is asked for only where it is one of a plan's."""
    if name.casefold() == HOTLINE_FILE:
        _put_settings(source, name, content)
    elif Path(name).suffix.casefold() == ".csv":
        _put_file(source, name, content)


def _put_settings(source: Source, name: str, content: Callable[[], bytes]) -> None:
    try:
        source.settings = toml_settings(name, decode(name, content()))
    except UnusableTableError as unusable:
        source.faults.append(unusable.fault)
        source.unusable.add(HOTLINE)


def _put_file(source: Source, name: str, content: Callable[[], bytes]) -> None:
    stem = fold(Path(name).stem)
    table = _TABLE_OF.get(stem)
    if table is None:
        if stem not in _NO_WARNING:
            source.notices.append(Fault(name, None, "", "", UNKNOWN_FILE()))
        return
    try:
        source.put(table, name, csv_table(name, content()))
    except UnusableTableError as unusable:
        source.put(table, name, unusable.fault)


def _of_workbook(path: Path, workbook: str, content: bytes) -> Source:
    source = Source(path, is_workbook=True)
    for name, read in workbook_sheets(workbook, content).items():
        table = _TABLE_OF.get(fold(name))
        if table is not None:
            source.put(table, name, read)
        elif fold(name) == HOTLINE:
            _put_sheet(source, read)
        elif fold(name) not in _NO_WARNING:
            source.notices.append(Fault(name, None, "", "", UNKNOWN_SHEET()))
    return source


def _put_sheet(source: Source, read: RawTable | Fault) -> None:
    if isinstance(read, Fault):
        source.faults.append(read)
        source.unusable.add(HOTLINE)
    else:
        source.settings = sheet_settings(read)

"""Open a plan where it lies: a folder of CSV files with hotline.toml, or a workbook.

Either may lie in memory as well, as files by name or as the content of a workbook.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from wfm.errors import Fault, PlanError
from wfm.message import Text
from wfm.tables.columns import PLAN_TABLES, ROSTER
from wfm.tables.csv_files import csv_table, decode, read_bytes
from wfm.tables.plan_tables import HOTLINE, HOTLINE_FILE, PlanTables
from wfm.tables.raw_table import UnusableTableError
from wfm.tables.settings import sheet_settings, toml_settings
from wfm.tables.words import fold
from wfm.tables.workbook import SUFFIXES, workbook_sheets

PLAN_PLACE = Text("fault.plan_place", "a plan folder with hotline.toml, or an .xlsx workbook")
UNKNOWN_FILE = Text("notice.unknown_file", "a known file; this one is ignored")
UNKNOWN_SHEET = Text("notice.unknown_sheet", "a known sheet; this one is ignored")

EXPLANATION_SHEETS = ("read me", "læs mig", "words", "ord")
_TABLE_OF = {fold(name): table for table in PLAN_TABLES for name in (table.name, table.danish)}
_NO_WARNING = frozenset(map(fold, (*EXPLANATION_SHEETS, ROSTER.name, ROSTER.danish, "quota")))


def open_plan(path: Path) -> PlanTables:
    """Find and read a plan's tables.

    Raises
    ------
    PlanError
        Where there is neither a folder nor a workbook.
    """
    try:
        if path.is_dir():
            tables = _open_folder(path)
        elif path.is_file() and path.suffix.lower() in SUFFIXES:
            tables = _of_workbook(path, path.name, read_bytes(path))
        else:
            raise UnusableTableError(Fault(path.name or str(path), None, "", "", PLAN_PLACE()))
    except UnusableTableError as unusable:
        raise PlanError([unusable.fault]) from unusable
    except (OSError, ValueError) as error:  # a folder that is not ours to read; a NUL in the path
        raise PlanError([Fault(path.name, None, "", "", PLAN_PLACE())]) from error
    tables.demand_all()
    return tables


def open_files(files: Mapping[str, bytes]) -> PlanTables:
    """Read the tables of a plan folder whose files are given by name."""
    tables = PlanTables()
    for name, content in sorted(files.items()):
        _add_file(tables, name, partial(bytes, content))
    tables.demand_all()
    return tables


def open_workbook(name: str, content: bytes) -> PlanTables:
    """Read the tables of a plan's workbook, which faults call by a name.

    Raises
    ------
    PlanError
        Where it is no workbook.
    """
    try:
        tables = _of_workbook(Path(), name, content)
    except UnusableTableError as unusable:
        raise PlanError([unusable.fault]) from unusable
    tables.demand_all()
    return tables


def _open_folder(path: Path) -> PlanTables:
    tables = PlanTables(path)
    for file in sorted(path.iterdir(), key=lambda file: file.name):
        _add_file(tables, file.name, partial(read_bytes, file))
    return tables


def _add_file(tables: PlanTables, name: str, content: Callable[[], bytes]) -> None:
    """Read a file of a plan folder; its content is asked for only where it is one of a plan's."""
    if name.casefold() == HOTLINE_FILE:
        _add_toml(tables, name, content)
    elif Path(name).suffix.casefold() == ".csv":
        _add_csv(tables, name, content)


def _add_toml(tables: PlanTables, name: str, content: Callable[[], bytes]) -> None:
    try:
        tables.add_hotline(toml_settings(name, decode(name, content())))
    except UnusableTableError as unusable:
        tables.add_hotline(unusable.fault)


def _add_csv(tables: PlanTables, name: str, content: Callable[[], bytes]) -> None:
    stem = fold(Path(name).stem)
    table = _TABLE_OF.get(stem)
    if table is None:
        if stem not in _NO_WARNING:
            tables.notices.append(Fault(name, None, "", "", UNKNOWN_FILE()))
        return
    try:
        tables.add(table, name, csv_table(name, content()))
    except UnusableTableError as unusable:
        tables.add(table, name, unusable.fault)


def _of_workbook(path: Path, workbook: str, content: bytes) -> PlanTables:
    tables = PlanTables(path, is_workbook=True)
    for name, sheet in workbook_sheets(workbook, content).items():
        table = _TABLE_OF.get(fold(name))
        if table is not None:
            tables.add(table, name, sheet)
        elif fold(name) == HOTLINE:
            tables.add_hotline(sheet if isinstance(sheet, Fault) else sheet_settings(sheet))
        elif fold(name) not in _NO_WARNING:
            tables.notices.append(Fault(name, None, "", "", UNKNOWN_SHEET()))
    return tables

"""Open a plan where it lies: a folder of CSV files with hotline.toml, or a workbook.

Either may lie in memory as well, as files by name or as the content of a workbook.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from wfm.errors import Fault, PlanError
from wfm.message import Text
from wfm.tables.confined.reader import read_archive, read_sheets
from wfm.tables.csv_files import read_bytes
from wfm.tables.file_names import HOTLINE, HOTLINE_FILE, TABLE_OF
from wfm.tables.passed_over import file_notice, sheet_notice
from wfm.tables.plan_files import CSV_SUFFIX, parse_file
from wfm.tables.plan_tables import PlanTables
from wfm.tables.raw_table import RawTable, UnusableTableError
from wfm.tables.settings import HotlineSettings, sheet_settings
from wfm.tables.words import fold
from wfm.tables.workbook import SUFFIXES

PLAN_PLACE = Text("fault.plan_place", "a plan folder with hotline.toml, or an .xlsx workbook")
FileContent = RawTable | HotlineSettings | Fault | None
"""What stands in a file of a plan folder, or why nothing of it can be used; of others nothing."""


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
        _add_file(tables, name, partial(parse_file, name, content))
    tables.demand_all()
    return tables


def open_archive(name: str, content: bytes) -> PlanTables:
    """Read the tables of a packed plan folder, which faults call by a name.

    Raises
    ------
    PlanError
        Where it is no folder that a plan could be.
    """
    tables = PlanTables()
    for file, found in read_archive(name, content).items():
        _add_file(tables, file, partial(_identity, found))
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
        _add_file(tables, file.name, partial(_read_path, file))
    return tables


def _add_file(tables: PlanTables, name: str, read: Callable[[], FileContent]) -> None:
    """Take a file of a plan folder in; it is read only where it is one of a plan's."""
    path = Path(name)
    table = TABLE_OF.get(fold(path.stem)) if path.suffix.casefold() == CSV_SUFFIX else None
    if name.casefold() == HOTLINE_FILE:
        settings = _read(read)
        assert not isinstance(settings, RawTable)
        assert settings is not None
        tables.add_hotline(settings)
    elif table is not None and path.name == name:
        rows = _read(read)
        assert not isinstance(rows, HotlineSettings)
        assert rows is not None
        tables.add(table, name, rows)
    else:
        tables.pass_over(name, file_notice(name))


def _read(read: Callable[[], FileContent]) -> FileContent:
    try:
        return read()
    except UnusableTableError as unusable:
        return unusable.fault


def _read_path(path: Path) -> FileContent:
    return parse_file(path.name, read_bytes(path))


def _identity(found: FileContent) -> FileContent:
    return found


def _of_workbook(path: Path, workbook: str, content: bytes) -> PlanTables:
    tables = PlanTables(path, is_workbook=True)
    for name, sheet in read_sheets(workbook, content).items():
        table = TABLE_OF.get(fold(name))
        if table is not None:
            tables.add(table, name, sheet)
        elif fold(name) == HOTLINE:
            tables.add_hotline(sheet if isinstance(sheet, Fault) else sheet_settings(sheet))
        elif isinstance(sheet, Fault) or not sheet.is_blank:
            tables.pass_over(name, sheet_notice(name, name))
    return tables

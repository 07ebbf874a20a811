"""Open a plan whose shifts are designed: a folder of CSV files with hotline.toml, or a workbook."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wfm.errors import Fault, PlanError
from wfm.tables.confined.reader import read_sheets
from wfm.tables.csv_files import read_bytes
from wfm.tables.design_columns import DESIGN_TABLE_OF, DESIGN_TABLES
from wfm.tables.design_settings import DesignSettings, read_design_settings
from wfm.tables.file_names import HOTLINE, HOTLINE_FILE
from wfm.tables.hotline_reading import no_hotline
from wfm.tables.passed_over import file_notice, sheet_notice
from wfm.tables.plan_files import CSV_SUFFIX, parse_file
from wfm.tables.plan_opening import PLAN_PLACE, FileContent
from wfm.tables.plan_tables import FILE_THERE, SHEET_THERE, TABLE_ONCE
from wfm.tables.raw_table import RawTable, UnusableTableError
from wfm.tables.rows import Origin, TableRows, read_rows
from wfm.tables.settings import HotlineSettings, sheet_settings
from wfm.tables.words import fold
from wfm.tables.workbook import SUFFIXES


@dataclass
class DesignTables:
    """What the files of a folder, or the sheets of a workbook, say of one plan.

    Parameters
    ----------
    is_workbook
        Whether it is one workbook.
    settings
        The hotline; ``None`` until it is read, and where it can't be.
    by_name
        Rows of every table; those that are missing or unusable have none.
    read
        Names of the tables that were found, usable or not.
    faults, notices
        Of the place as a whole.
    """

    is_workbook: bool = False
    settings: DesignSettings | None = None
    by_name: dict[str, TableRows] = field(init=False)
    read: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.by_name = {
            table.name: TableRows(table, Origin(self._usual_name(table.name))) for table in DESIGN_TABLES
        }

    def _usual_name(self, name: str) -> str:
        if self.is_workbook:
            return name
        return HOTLINE_FILE if name == HOTLINE else name + CSV_SUFFIX

    @property
    def tables(self) -> Iterator[TableRows]:
        """The tables in order."""
        return iter(self.by_name.values())

    def add(self, name: str, file: str, found: FileContent) -> None:
        """Take a table or the hotline in, or the fault that makes it unusable; a second one is a fault."""
        if name in self.read:
            other = self._usual_name(name) if name == HOTLINE else self.by_name[name].file
            self.faults.append(Fault(file, None, "", "", TABLE_ONCE(other=other)))
            return
        self.read.add(name)
        if isinstance(found, Fault):
            self.faults.append(found)
            if name != HOTLINE:
                self.by_name[name].sound = False
        elif isinstance(found, HotlineSettings):
            self.settings = read_design_settings(found)
        elif isinstance(found, RawTable):
            self.by_name[name] = read_rows(found, self.by_name[name].table)

    def demand_all(self, but: Collection[str] = ()) -> DesignSettings:
        """Note a fault for all that must be there, but for some, and is not.

        Returns
        -------
        DesignSettings
            Or what stands for them.
        """
        expected = SHEET_THERE if self.is_workbook else FILE_THERE
        for name in (HOTLINE, *(table.name for table in DESIGN_TABLES if table.required)):
            if name not in self.read and name not in but:
                self.faults.append(Fault(self._usual_name(name), None, "", "", expected()))
                if name != HOTLINE:
                    self.by_name[name].sound = False
        stand_in = DesignSettings(no_hotline(self._usual_name(HOTLINE)), 30)
        return self.settings or stand_in


def open_design(path: Path) -> DesignTables:
    """Find and read the tables of a plan whose shifts are designed.

    Raises
    ------
    PlanError
        Where there is neither a folder nor a workbook.
    """
    try:
        if path.is_dir():
            return _of_folder(path)
        if path.is_file() and path.suffix.lower() in SUFFIXES:
            return _of_sheets(read_sheets(path.name, read_bytes(path)))
    except UnusableTableError as unusable:
        raise PlanError([unusable.fault]) from unusable
    except (OSError, ValueError) as error:  # a folder that is not ours to read; a NUL in the path
        raise PlanError([Fault(path.name, None, "", "", PLAN_PLACE())]) from error
    raise PlanError([Fault(path.name or str(path), None, "", "", PLAN_PLACE())])


def _of_folder(path: Path) -> DesignTables:
    tables = DesignTables()
    for file in sorted(path.iterdir(), key=lambda file: file.name):
        table = DESIGN_TABLE_OF.get(fold(file.stem)) if file.suffix.casefold() == CSV_SUFFIX else None
        if file.name.casefold() == HOTLINE_FILE:
            tables.add(HOTLINE, file.name, _read(file))
        elif table is not None:
            tables.add(table.name, file.name, _read(file))
        elif (notice := file_notice(file.name)) is not None:
            tables.notices.append(notice)
    return tables


def _read(file: Path) -> FileContent:
    try:
        return parse_file(file.name, read_bytes(file))
    except UnusableTableError as unusable:
        return unusable.fault


def _of_sheets(sheets: Mapping[str, RawTable | Fault]) -> DesignTables:
    tables = DesignTables(is_workbook=True)
    for name, sheet in sheets.items():
        table = DESIGN_TABLE_OF.get(fold(name))
        if table is not None:
            tables.add(table.name, name, sheet)
        elif fold(name) == HOTLINE:
            tables.add(HOTLINE, name, sheet if isinstance(sheet, Fault) else sheet_settings(sheet))
        elif isinstance(sheet, Fault) or not sheet.is_blank:
            notice = sheet_notice(name, name)
            tables.notices += [] if notice is None else [notice]
    return tables

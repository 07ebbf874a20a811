"""Hotline and tables of one plan: every cell read, before rows are held against each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from wfm.errors import Fault
from wfm.message import Text
from wfm.tables.columns import PLAN_TABLES, Table
from wfm.tables.file_names import HOTLINE, HOTLINE_FILE, near_table
from wfm.tables.hotline_reading import HotlineReading, no_hotline, read_hotline
from wfm.tables.raw_table import RawTable
from wfm.tables.rows import SHOWN, Origin, TableRows, read_rows
from wfm.tables.settings import HotlineSettings, sheet_settings

FILE_THERE = Text("fault.file_there", "a file of this name in the plan folder")
SHEET_THERE = Text("fault.sheet_there", "a sheet of this name in the workbook")
TABLE_ONCE = Text("fault.table_once", "this table once; {other} holds it already")


@dataclass
class PlanTables:
    """What the files of a folder, or the sheets of a workbook, say of one plan.

    Parameters
    ----------
    path
        The folder or workbook; of no meaning where it lies in memory.
    is_workbook
        Whether the plan is one workbook.
    hotline
        As it was read; a stand-in until it is, and where it can't be.
    by_name
        Rows of every table of a plan by its English name; those missing or unusable have none.
    read, unusable
        Names of the tables that were read; of those that are there but can't be used, or must be there
        and are not. The hotline counts as one.
    faults, notices
        Of the place as a whole.
    files
        Further files or sheets, in the order in which their faults are told.
    passed_over
        Names of files or sheets that were not read.
    bare
        Whether the plan may be without municipalities, as one is that was only begun.
    """

    path: Path = field(default_factory=Path)
    is_workbook: bool = False
    hotline: HotlineReading = field(init=False)
    by_name: dict[str, TableRows] = field(init=False)
    read: set[str] = field(default_factory=set)
    unusable: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    bare: bool = False

    def __post_init__(self) -> None:
        self.hotline = no_hotline(self._usual_name(HOTLINE))
        self.by_name = {
            table.name: TableRows(table, Origin(self._usual_name(table.name))) for table in PLAN_TABLES
        }

    def _usual_name(self, table: str) -> str:
        """Return what the file or sheet of a table should be called."""
        if self.is_workbook:
            return table
        return HOTLINE_FILE if table == HOTLINE else f"{table}.csv"

    @property
    def tables(self) -> Iterable[TableRows]:
        """The tables, in the order of the contract."""
        return self.by_name.values()

    def add(self, table: Table, name: str, found: RawTable | Fault) -> None:
        """Read a table, or note the fault that makes it unusable; a second one of its kind is a fault."""
        if table.name in self.read:
            other = self.by_name[table.name].file
            self.faults.append(Fault(name, None, "", "", TABLE_ONCE(other=other)))
        elif isinstance(found, Fault):
            self.faults.append(found)
            self._miss(table.name)
        else:
            self.replace(table.name, found)

    def add_hotline(self, found: HotlineSettings | Fault) -> None:
        """Read the hotline, or note the fault that makes it unusable."""
        if isinstance(found, Fault):
            self.faults.append(found)
            self._miss(HOTLINE)
        else:
            self.hotline = read_hotline(found)
            self.read.add(HOTLINE)

    def replace(self, name: str, raw: RawTable) -> None:
        """Read a table in the place of one that is there; the hotline's has keys and values."""
        if name == HOTLINE:
            self.add_hotline(sheet_settings(raw))
        else:
            self.by_name[name] = read_rows(raw, self.by_name[name].table)
            self.read.add(name)

    def pass_over(self, name: str, notice: Fault | None) -> None:
        """Note that a file or sheet is not read, and what is told of it."""
        self.passed_over.append(name)
        if notice is not None:
            self.notices.append(notice)

    def demand_all(self) -> None:
        """Note a fault for the hotline, and for each table, that a plan must have and this one lacks."""
        expected = SHEET_THERE if self.is_workbook else FILE_THERE
        for name in (HOTLINE, *(table.name for table in PLAN_TABLES if table.required)):
            if name not in self.read | self.unusable:
                near = ", ".join(one for one in self.passed_over if near_table(one) == name)
                self.faults.append(Fault(self._usual_name(name), None, "", near[:SHOWN], expected()))
                self._miss(name)

    def _miss(self, name: str) -> None:
        self.unusable.add(name)
        if name != HOTLINE:
            self.by_name[name].sound = False

"""Read a plan folder or workbook whole: every fault together, or a plan and its warnings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from wfm.errors import Fault, PlanError
from wfm.plan import Plan
from wfm.tables.columns import PLAN_TABLES, Table
from wfm.tables.cross_checks import ALL_SECTIONS, cross_faults
from wfm.tables.hotline_reading import HotlineReading, read_hotline
from wfm.tables.plan_source import HOTLINE, HOTLINE_FILE, Source, open_source
from wfm.tables.records import read_records
from wfm.tables.rows import Origin, TableRows, read_rows
from wfm.tables.settings import HotlineSettings


@dataclass(frozen=True)
class PlanReading:
    """A plan, and what its reader should know although it is no fault."""

    plan: Plan
    notices: tuple[Fault, ...] = ()


def read_plan(path: Path) -> PlanReading:
    """Read a plan folder or workbook.

    Raises
    ------
    PlanError
        With every fault found, in the order of the tables and their rows.
    """
    return plan_of(open_source(path))


def plan_of(source: Source) -> PlanReading:
    """Read what stands in a plan's tables, wherever they came from.

    Raises
    ------
    PlanError
        With every fault found.
    """
    return reading_of(parts_of(source))


@dataclass
class Parts:
    """A plan in its parts, every cell read, before rows are held against each other.

    Parameters
    ----------
    hotline, hotline_file
        The hotline and where it stands.
    tables
        Rows by table.
    faults, notices
        Of the place as a whole.
    files
        Further files or sheets, in the order in which their faults are told.
    """

    hotline: HotlineReading
    hotline_file: str
    tables: dict[str, TableRows]
    faults: list[Fault]
    notices: list[Fault]
    files: list[str] = field(default_factory=list)


def parts_of(source: Source) -> Parts:
    """Read every cell of a plan."""
    hotline_file = HOTLINE if source.is_workbook else HOTLINE_FILE
    if source.settings is not None:
        hotline_file, hotline = source.settings.file, read_hotline(source.settings)
    else:  # a stand-in that proves nothing
        empty = read_hotline(HotlineSettings(hotline_file, {}, typed=True))
        hotline = HotlineReading(empty.hotline, (), (), ALL_SECTIONS)
    tables = {table.name: _rows(source, table) for table in PLAN_TABLES}
    return Parts(hotline, hotline_file, tables, source.faults, source.notices)


def reading_of(parts: Parts) -> PlanReading:
    """Hold the parts of a plan against each other, and return the plan where nothing is amiss.

    Raises
    ------
    PlanError
        With every fault found, in the order of the tables and their rows.
    """
    tables, hotline = parts.tables.values(), parts.hotline
    read = read_records(parts.tables, hotline.hotline.competences)
    crossed = list(cross_faults(hotline.hotline, parts.hotline_file, hotline.faulty, read, parts.tables))
    files = dict.fromkeys([parts.hotline_file, *(table.file for table in tables)])
    files |= dict.fromkeys(parts.files)
    faults = _in_order(files, parts.faults, hotline.faults, *(table.faults for table in tables), crossed)
    if faults:
        raise PlanError(faults)
    plan = Plan(hotline.hotline, *read.records)
    notices = _in_order(files, parts.notices, hotline.notices, *(table.notices for table in tables))
    return PlanReading(plan, tuple(notices))


def _rows(source: Source, table: Table) -> TableRows:
    if table.name in source.tables:
        return read_rows(source.tables[table.name], table)
    return TableRows(table, Origin(source.name_of(table.name)), sound=table.name not in source.unusable)


def _in_order(files: Iterable[str], *found: Iterable[Fault]) -> list[Fault]:
    """Return faults in the order of the files and their rows."""
    order = {file: place for place, file in enumerate(files)}
    faults = (fault for some in found for fault in some)
    return sorted(faults, key=lambda fault: (order.get(fault.file, -1), fault.row or 0))

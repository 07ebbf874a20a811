"""Read a plan folder or workbook whole: every fault together, or a plan and its warnings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from wfm.errors import Fault, PlanError
from wfm.plan import Plan
from wfm.tables.columns import PLAN_TABLES
from wfm.tables.cross_checks import ALL_SECTIONS, cross_faults
from wfm.tables.hotline_reading import HotlineReading, read_hotline
from wfm.tables.plan_source import HOTLINE, HOTLINE_FILE, Source, open_source
from wfm.tables.records import read_records
from wfm.tables.rows import Origin, Rows, read_rows
from wfm.tables.settings import Settings


@dataclass(frozen=True)
class Reading:
    """A plan, and what its reader should know although it is no fault."""

    plan: Plan
    notices: tuple[Fault, ...] = ()


def read_plan(path: Path) -> Reading:
    """Read a plan folder or workbook.

    Raises
    ------
    PlanError
        With every fault found, in the order of the tables and their rows.
    """
    return plan_of(open_source(path))


def plan_of(source: Source) -> Reading:
    """Read what stands in a plan's tables, wherever they came from.

    Raises
    ------
    PlanError
        With every fault found.
    """
    hotline = _hotline(source)
    tables = {table.name: _rows(source, table.name) for table in PLAN_TABLES}
    read = read_records(tables, hotline.hotline.competences)
    hotline_file = source.settings.file if source.settings else HOTLINE_FILE
    crossed = list(cross_faults(hotline.hotline, hotline_file, hotline.faulty, read, tables))
    order = [hotline_file, *(rows.file for rows in tables.values())]
    told = [rows.faults for rows in tables.values()]
    faults = _in_order(order, source.faults, hotline.faults, *told, crossed)
    if faults:
        raise PlanError(faults)
    plan = Plan(hotline.hotline, *read.records)
    warned = [rows.notices for rows in tables.values()]
    return Reading(plan, tuple(_in_order(order, source.notices, hotline.notices, *warned)))


def _hotline(source: Source) -> HotlineReading:
    """Read the hotline; one that could not be used leaves a stand-in that proves nothing."""
    if source.settings is not None:
        return read_hotline(source.settings)
    empty = read_hotline(Settings(HOTLINE if source.is_workbook else HOTLINE_FILE, {}, typed=True))
    return HotlineReading(empty.hotline, (), (), ALL_SECTIONS)


def _rows(source: Source, name: str) -> Rows:
    table = next(table for table in PLAN_TABLES if table.name == name)
    if name in source.tables:
        return read_rows(source.tables[name], table)
    return Rows(table, Origin(source.name_of(name)), sound=name not in source.unusable)


def _in_order(files: list[str], *found: Iterable[Fault]) -> list[Fault]:
    """Return faults in the order of the files and their rows."""

    def place(fault: Fault) -> tuple[int, int]:
        return (files.index(fault.file) if fault.file in files else -1, fault.row or 0)

    return sorted((fault for faults in found for fault in faults), key=place)

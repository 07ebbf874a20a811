"""Read a plan folder or workbook whole: every fault together, or a plan and its warnings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from wfm.errors import Fault, PlanError
from wfm.plan import Plan
from wfm.plan_checks import Records
from wfm.tables.cross_checks import cross_faults
from wfm.tables.design_settings import kind_fault
from wfm.tables.entry_completion import complete_entries
from wfm.tables.gathering import gather_notices
from wfm.tables.hotline_reading import NEAR_KEY
from wfm.tables.plan_opening import open_plan
from wfm.tables.plan_tables import PlanTables
from wfm.tables.records import read_records
from wfm.tables.remark_notices import remark_notices
from wfm.tables.rows import FEWER_FAULTS, MOST_FAULTS
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
    return plan_of(open_plan(path))


def plan_of(found: PlanTables) -> PlanReading:
    """Hold a plan's tables against each other, and return the plan where nothing is amiss.

    Parameters
    ----------
    found
        The tables, wherever they came from; they are used up.

    Raises
    ------
    PlanError
        With every fault found, in the order of the tables and their rows.
    """
    hotline, tables = found.hotline, found.tables
    records = _checked_records(found)
    plan = Plan.of_checked(hotline.hotline, records)
    notices = _in_order(
        _files(found),
        found.notices,
        hotline.notices,
        *(table.notices for table in tables),
        () if plan.is_bare else remark_notices(found, plan, records),
    )
    return PlanReading(plan, gather_notices(notices))


def bare_plan(settings: HotlineSettings) -> PlanReading:
    """Return the plan of a hotline of which nothing but the settings is known: it has no municipalities yet.

    Raises
    ------
    PlanError
        With every fault found.
    """
    tables = PlanTables(bare=True)
    tables.add_hotline(settings)
    return plan_of(tables)


def plan_without_notices(found: PlanTables) -> Plan:
    """Return the plan of tables that were read before; what its author should know was told then.

    Raises
    ------
    PlanError
        With every fault found.
    """
    return Plan.of_checked(found.hotline.hotline, _checked_records(found))


def _checked_records(found: PlanTables) -> Records:
    """Return the records of tables without a fault."""
    hotline, tables = found.hotline, found.tables
    if (other_kind := kind_fault(hotline.settings)) is not None:
        raise PlanError([other_kind])  # all else would only be told because of it
    complete_entries(found)
    records = read_records(found.by_name, hotline.hotline.competences)
    crossed = _crossed(found, records)
    faults = _in_order(
        _files(found), found.faults, hotline.faults, *(table.faults for table in tables), crossed
    )
    if faults:
        raise PlanError(_in_order(_files(found), faults, filter(_is_misspelling, hotline.notices)))
    return records


def _crossed(found: PlanTables, records: Records) -> list[Fault]:
    """Return the faults between rows, no more of them than of one table."""
    crossed = list(islice(cross_faults(found, records), MOST_FAULTS + 1))
    if len(crossed) > MOST_FAULTS:
        last = crossed[MOST_FAULTS]
        crossed[MOST_FAULTS] = Fault(last.file, last.row, "", "", FEWER_FAULTS(limit=MOST_FAULTS))
    return crossed


def _is_misspelling(notice: Fault) -> bool:
    """Tell whether a notice may be why something else is missing; then it stands beside the faults."""
    return notice.expected.text is NEAR_KEY


def _files(found: PlanTables) -> Iterable[str]:
    """Return the files in the order in which they are told."""
    return dict.fromkeys([found.hotline.file, *(table.file for table in found.tables), *found.files])


def _in_order(files: Iterable[str], *found: Iterable[Fault]) -> list[Fault]:
    """Return faults in the order of the files and their rows."""
    order = {file: place for place, file in enumerate(files)}
    faults = (fault for some in found for fault in some)
    return sorted(faults, key=lambda fault: (order.get(fault.file, -1), fault.row or 0))

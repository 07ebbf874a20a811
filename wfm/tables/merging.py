"""Take the workbooks that municipalities sent back into the plan: all of them, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from wfm.errors import Fault
from wfm.ids import code_order
from wfm.message import Text
from wfm.plan import Plan
from wfm.plan_checks import KNOWN_MUNICIPALITY
from wfm.tables.column import NOTHING_SAID, Say
from wfm.tables.columns import AGENTS, AVAILABILITY
from wfm.tables.file_writing import replace_files
from wfm.tables.merge_changes import MunicipalityMerge, change_of, municipality_rows
from wfm.tables.passed_over import is_of_system, is_owner_file
from wfm.tables.plan_opening import open_plan
from wfm.tables.plan_reading import plan_of
from wfm.tables.plan_tables import PlanTables
from wfm.tables.plan_writing import table_csv
from wfm.tables.returned import (
    BALANCES,
    KnownAgents,
    ReturnedWorkbook,
    read_returned_content,
    read_returned_file,
    without_strangers,
)
from wfm.tables.rows import UNKNOWN_COLUMN, TableRow
from wfm.tables.words import fold
from wfm.tables.workbook_writing import plan_workbook
from wfm.tables.written_cells import agent_cells, entry_cells, plan_cells

REPLACED = Text("notice.replaced", "one workbook of municipality {municipality}; {by} replaces this one")
NO_AGENTS = Text("notice.no_agents", "a sheet of agents; those of the plan stay")
NO_SUBMISSION = Text(
    "notice.no_submission",
    "a workbook that somebody filled in; a program keeps this file for itself, and it is passed over",
)
PLAN_ITSELF = Text(
    "notice.plan_itself", "a workbook of a municipality; this is the plan itself, and it is passed over"
)
COLUMN_LOST = Text("notice.column_lost", "a known column; this one is not kept")


@dataclass(frozen=True)
class MergedPlan:
    """A plan into which workbooks were taken.

    Parameters
    ----------
    plan
        The plan as it is to be.
    notices
        What was ignored, mended or replaced.
    changes
        By municipality, in order of code.
    """

    plan: Plan
    notices: tuple[Fault, ...]
    changes: tuple[MunicipalityMerge, ...]


@dataclass(frozen=True)
class UnwrittenMerge(MergedPlan):
    """A plan into which workbooks were taken, not yet written.

    Parameters
    ----------
    folder, files
        What is to be written: content by file name.
    """

    folder: Path
    files: Mapping[str, bytes]


def merge(plan_path: Path, files: Sequence[Path], say: Say = NOTHING_SAID) -> UnwrittenMerge:
    """Take workbooks into a plan; nothing is written yet.

    A workbook replaces all agents and entries of its municipality. Where a municipality sent several,
    the last one given counts, and no other is looked at for faults.

    Parameters
    ----------
    plan_path
        Plan folder or workbook.
    files
        Workbooks that came back.
    say
        Renders explanations, where the plan is a workbook itself.

    Raises
    ------
    PlanError
        With every fault of the plan and of all files together.
    """
    tables = open_plan(plan_path)
    known = _known_agents(tables)
    others = [notice for path in files if (notice := _no_submission(path, plan_path)) is not None]
    sent = [path for path in files if _no_submission(path, plan_path) is None]
    (tables.notices if sent else tables.faults).extend(others)
    workbooks = [read_returned_file(path, label, known) for label, path in _labels(sent).items()]
    merged = _take_into(tables, workbooks, known.homes)
    written = _written(tables, merged.plan, say)
    return UnwrittenMerge(
        plan=merged.plan,
        notices=tuple(_lost(notice, written) for notice in merged.notices),
        changes=merged.changes,
        folder=plan_path if plan_path.is_dir() else plan_path.parent,
        files=written,
    )


def take_in(tables: PlanTables, workbooks: Mapping[str, bytes]) -> MergedPlan:
    """Take workbooks into a plan, wherever it lies, as `merge` does.

    Parameters
    ----------
    tables
        The plan's; they are used up.
    workbooks
        Contents of workbooks that came back, by what faults call them.

    Raises
    ------
    PlanError
        With every fault of the plan and of all workbooks together.
    """
    known = _known_agents(tables)
    returned = [read_returned_content(content, label, known) for label, content in workbooks.items()]
    return _take_into(tables, returned, known.homes)


def write_merged(merged: UnwrittenMerge) -> None:
    """Write a merged plan back to its place.

    Raises
    ------
    OutputError
        Where that fails; the plan stands as before.
    """
    replace_files(merged.folder, merged.files)


def _known_agents(tables: PlanTables) -> KnownAgents:
    """Return municipality and name of each agent."""
    rows = [row.values for row in tables.by_name["agents"].rows]
    return KnownAgents(
        homes={values["agent"]: values["municipality"] for values in rows},
        names={values["agent"]: values["name"] for values in rows},
    )


def _take_into(
    tables: PlanTables, returned: Sequence[ReturnedWorkbook], homes: Mapping[str, str]
) -> MergedPlan:
    latest = _latest(tables, returned)
    before = {found.municipality: municipality_rows(tables, found.municipality) for found in latest}
    _replace_rows(tables, latest, homes)
    reading = plan_of(tables)
    changes = (change_of(reading.plan, tables, found, before[found.municipality]) for found in latest)
    return MergedPlan(reading.plan, reading.notices, tuple(changes))


def _no_submission(path: Path, plan_path: Path) -> Fault | None:
    """Return what is told of a file that no municipality sent, such as one that ``*.xlsx`` found as well."""
    if is_owner_file(path.name) or is_of_system(path.name):
        return Fault(path.name, None, "", "", NO_SUBMISSION())
    if path.is_file() and plan_path.is_file() and path.samefile(plan_path):
        return Fault(path.name, None, "", "", PLAN_ITSELF())
    return None


def _labels(files: Sequence[Path]) -> dict[str, Path]:
    """Return what faults call each workbook: its name, or its path where two have one name."""
    paths = list(dict.fromkeys(files))
    names = [path.name for path in paths]
    return {path.name if names.count(path.name) == 1 else str(path): path for path in paths}


def _latest(tables: PlanTables, returned: Sequence[ReturnedWorkbook]) -> list[ReturnedWorkbook]:
    """Return one workbook of each municipality, in order of code; the last one given replaces the others."""
    known = {row.values["municipality"] for row in tables.by_name["municipalities"].rows}
    latest: dict[str, ReturnedWorkbook] = {}
    for found in returned:
        if not found.municipality:
            tables.faults.extend(found.faults)
        elif tables.by_name["municipalities"].sound and found.municipality not in known:
            tables.faults.append(Fault(found.label, None, "", found.municipality, KNOWN_MUNICIPALITY()))
        else:
            if (other := latest.get(found.municipality)) is not None:
                expected = REPLACED(municipality=found.municipality, by=found.label)
                tables.notices.append(Fault(other.label, None, "", "", expected))
            latest[found.municipality] = found
    return sorted(latest.values(), key=lambda found: code_order(found.municipality))


def _replace_rows(tables: PlanTables, latest: Sequence[ReturnedWorkbook], homes: Mapping[str, str]) -> None:
    """Put the workbooks' rows in the place of those that the plan had of these municipalities."""
    agents, entries = tables.by_name["agents"], tables.by_name["availability"]
    listed = {found.municipality for found in latest if found.agents is not None}
    all_sent = {found.municipality for found in latest}
    balances = {row.values["agent"]: {name: row.values[name] for name in BALANCES} for row in agents.rows}
    agents.rows = [row for row in agents.rows if row.values["municipality"] not in listed]
    entries.rows = [row for row in entries.rows if homes.get(row.values["agent"]) not in all_sent]
    for found in latest:
        tables.files += [found.label, *(table.file for table in found.tables)]
        own_agents, own_entries, strangers = without_strangers(found, homes)
        agents.rows += (_with_balances(row, balances) for row in own_agents)
        entries.rows += own_entries
        tables.faults += [*found.faults, *strangers]
        tables.notices += found.notices
        for mine, theirs in ((agents, found.agents), (entries, found.availability)):
            if theirs is not None:
                mine.faults += theirs.faults
                mine.notices += theirs.notices
                mine.sound &= theirs.sound
        if found.agents is None:
            tables.notices.append(Fault(found.label, None, "", "", NO_AGENTS()))


def _with_balances(row: TableRow, balances: Mapping[str, Mapping[str, Any]]) -> TableRow:
    """Return an agent's row with what the plan carries over of the agent; of a new one, nothing."""
    carried = balances.get(row.values["agent"], dict.fromkeys(BALANCES, Fraction(0)))
    return replace(row, values={**row.values, **carried})


def _written(tables: PlanTables, plan: Plan, say: Say) -> dict[str, bytes]:
    """Return the files to write: the two tables of a folder, or the whole workbook."""
    agents, availability = (tables.by_name[table.name].file for table in (AGENTS, AVAILABILITY))
    if tables.is_workbook:
        language = "da" if fold(agents) == fold(AGENTS.danish) else "en"
        return {tables.path.name: plan_workbook(plan.hotline, plan_cells(plan), language, say)}
    return {
        agents: table_csv(AGENTS, map(agent_cells, plan.agents)),
        availability: table_csv(AVAILABILITY, map(entry_cells, plan.availability)),
    }


def _lost(notice: Fault, written: Mapping[str, bytes]) -> Fault:
    """Say of an unknown column in a file that is written anew that it is not kept."""
    if notice.expected.text is UNKNOWN_COLUMN and notice.file in written:
        return replace(notice, expected=COLUMN_LOST())
    return notice

"""Take the workbooks that municipalities sent back into the plan: all of them, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from wfm.errors import Fault
from wfm.ids import code_order
from wfm.message import Text
from wfm.plan import Plan
from wfm.plan_checks import KNOWN_MUNICIPALITY
from wfm.tables.column import NOTHING_SAID, Say
from wfm.tables.columns import AGENTS, AVAILABILITY
from wfm.tables.file_writing import replace_files
from wfm.tables.merge_changes import MunicipalityChange, change_of, municipality_rows
from wfm.tables.plan_reading import Parts, parts_of, reading_of
from wfm.tables.plan_source import Source, open_source
from wfm.tables.plan_writing import table_csv
from wfm.tables.returned import ReturnedWorkbook, read_returned_content, read_returned_file, without_strangers
from wfm.tables.rows import UNKNOWN_COLUMN
from wfm.tables.words import fold
from wfm.tables.workbook_writing import plan_workbook
from wfm.tables.written_cells import agent_cells, entry_cells, plan_cells

REPLACED = Text("notice.replaced", "one workbook of municipality {municipality}; {by} replaces this one")
NO_AGENTS = Text("notice.no_agents", "a sheet of agents; those of the plan stay")
COLUMN_LOST = Text("notice.column_lost", "a known column; this one is not kept")


class MergedPlan(NamedTuple):
    """A plan into which workbooks were taken: as it is to be, what was ignored, and what changed."""

    plan: Plan
    notices: tuple[Fault, ...]
    changes: tuple[MunicipalityChange, ...]


@dataclass(frozen=True)
class UnwrittenMerge:
    """A plan into which workbooks were taken, not yet written.

    Parameters
    ----------
    plan
        The plan as it is to be.
    notices
        What was ignored, mended or replaced.
    changes
        By municipality, in order of code.
    folder, files
        What is to be written: content by file name.
    """

    plan: Plan
    notices: tuple[Fault, ...]
    changes: tuple[MunicipalityChange, ...]
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
    source = open_source(plan_path)
    parts = parts_of(source)
    homes = _homes(parts)
    taken = _take_into(
        parts, [read_returned_file(path, label, homes) for label, path in _labels(files).items()]
    )
    folder = plan_path if plan_path.is_dir() else plan_path.parent
    written = _written(source, taken.plan, say)
    notices = tuple(_lost(notice, written) for notice in taken.notices)
    return UnwrittenMerge(taken.plan, notices, taken.changes, folder, written)


def take_in(source: Source, workbooks: Mapping[str, bytes]) -> MergedPlan:
    """Take workbooks into a plan, wherever it lies, as `merge` does.

    Parameters
    ----------
    source
        The plan's tables; they are used up.
    workbooks
        Contents of workbooks that came back, by what faults call them.

    Raises
    ------
    PlanError
        With every fault of the plan and of all workbooks together.
    """
    parts = parts_of(source)
    homes = _homes(parts)
    return _take_into(
        parts, [read_returned_content(content, label, homes) for label, content in workbooks.items()]
    )


def write_merged(merged: UnwrittenMerge) -> None:
    """Write a merged plan back to its place.

    Raises
    ------
    OutputError
        Where that fails; the plan stands as before.
    """
    replace_files(merged.folder, merged.files)


def _homes(parts: Parts) -> Mapping[str, str]:
    """Return the municipality of each agent."""
    return {row.values["agent"]: row.values["municipality"] for row in parts.tables["agents"].rows}


def _take_into(parts: Parts, returned: Sequence[ReturnedWorkbook]) -> MergedPlan:
    homes = _homes(parts)
    latest = _latest(parts, returned)
    before = {found.municipality: municipality_rows(parts, found.municipality) for found in latest}
    _replace_rows(parts, latest, homes)
    reading = reading_of(parts)
    changes = (change_of(reading.plan, parts, found, before[found.municipality]) for found in latest)
    return MergedPlan(reading.plan, reading.notices, tuple(changes))


def _labels(files: Sequence[Path]) -> dict[str, Path]:
    """Return what faults call each workbook: its name, or its path where two have one name."""
    paths = list(dict.fromkeys(files))
    names = [path.name for path in paths]
    return {path.name if names.count(path.name) == 1 else str(path): path for path in paths}


def _latest(parts: Parts, returned: Sequence[ReturnedWorkbook]) -> list[ReturnedWorkbook]:
    """Return one workbook of each municipality, in order of code; the last one given replaces the others."""
    known = {row.values["municipality"] for row in parts.tables["municipalities"].rows}
    latest: dict[str, ReturnedWorkbook] = {}
    for found in returned:
        if not found.municipality:
            parts.faults.extend(found.faults)
        elif parts.tables["municipalities"].sound and found.municipality not in known:
            parts.faults.append(Fault(found.label, None, "", found.municipality, KNOWN_MUNICIPALITY()))
        else:
            if (other := latest.get(found.municipality)) is not None:
                expected = REPLACED(municipality=found.municipality, by=found.label)
                parts.notices.append(Fault(other.label, None, "", "", expected))
            latest[found.municipality] = found
    return sorted(latest.values(), key=lambda found: code_order(found.municipality))


def _replace_rows(parts: Parts, latest: Sequence[ReturnedWorkbook], homes: Mapping[str, str]) -> None:
    """Put the workbooks' rows in the place of those that the plan had of these municipalities."""
    agents, entries = parts.tables["agents"], parts.tables["availability"]
    listed = {found.municipality for found in latest if found.agents is not None}
    all_sent = {found.municipality for found in latest}
    agents.rows = [row for row in agents.rows if row.values["municipality"] not in listed]
    entries.rows = [row for row in entries.rows if homes.get(row.values["agent"]) not in all_sent]
    for found in latest:
        parts.files += [found.label, *(table.file for table in found.tables)]
        own_agents, own_entries, strangers = without_strangers(found, homes)
        agents.rows += own_agents
        entries.rows += own_entries
        parts.faults += [*found.faults, *strangers]
        parts.notices += found.notices
        for mine, theirs in ((agents, found.agents), (entries, found.availability)):
            if theirs is not None:
                mine.faults += theirs.faults
                mine.notices += theirs.notices
                mine.sound &= theirs.sound
        if found.agents is None:
            parts.notices.append(Fault(found.label, None, "", "", NO_AGENTS()))


def _written(source: Source, plan: Plan, say: Say) -> dict[str, bytes]:
    """Return the files to write: the two tables of a folder, or the whole workbook."""
    if source.is_workbook:
        danish = any(fold(raw.file) == fold(AGENTS.danish) for raw in source.tables.values())
        content = plan_workbook(plan.hotline, plan_cells(plan), "da" if danish else "en", say)
        return {source.path.name: content}
    return {
        source.name_of(AGENTS.name): table_csv(AGENTS, map(agent_cells, plan.agents)),
        source.name_of(AVAILABILITY.name): table_csv(AVAILABILITY, map(entry_cells, plan.availability)),
    }


def _lost(notice: Fault, written: Mapping[str, bytes]) -> Fault:
    """Say of an unknown column in a file that is written anew that it is not kept."""
    if notice.expected.text is UNKNOWN_COLUMN and notice.file in written:
        return replace(notice, expected=COLUMN_LOST())
    return notice

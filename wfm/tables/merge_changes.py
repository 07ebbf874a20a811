"""What a merge changes for a municipality: agents who joined, left or changed, and entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from wfm.ids import MunicipalityCode
from wfm.plan import Plan
from wfm.tables.plan_tables import PlanTables
from wfm.tables.returned import ReturnedWorkbook


@dataclass(frozen=True)
class MunicipalityMerge:
    """What a merge changes for one municipality.

    Parameters
    ----------
    municipality, name
        Code and name.
    file
        The workbook taken in.
    joined, left, changed
        Ids of agents that are new, gone, or described otherwise than before.
    entries_before, entries
        Entries of availability before and after.
    """

    municipality: MunicipalityCode
    name: str
    file: str
    joined: tuple[str, ...]
    left: tuple[str, ...]
    changed: tuple[str, ...]
    entries_before: int
    entries: int


class MunicipalityRows(NamedTuple):
    """A municipality's agents (cells by id) and number of entries."""

    agents: Mapping[str, Mapping[str, Any]]
    entries: int


def municipality_rows(tables: PlanTables, code: str) -> MunicipalityRows:
    """Return what a plan holds of a municipality now."""
    rows = (row.values for row in tables.by_name["agents"].rows)
    agents = {values["agent"]: values for values in rows if values["municipality"] == code}
    entries = sum(row.values["agent"] in agents for row in tables.by_name["availability"].rows)
    return MunicipalityRows(agents, entries)


def change_of(
    plan: Plan, tables: PlanTables, found: ReturnedWorkbook, before: MunicipalityRows
) -> MunicipalityMerge:
    """Return what a workbook changes.

    Parameters
    ----------
    plan, tables
        The plan as it is to be, and its tables.
    found, before
        The workbook, and what the plan held of its municipality.
    """
    code = MunicipalityCode(found.municipality)
    after = municipality_rows(tables, code)
    both = sorted(before.agents.keys() & after.agents.keys())
    return MunicipalityMerge(
        municipality=code,
        name=plan.municipality[code].name,
        file=found.label,
        joined=tuple(sorted(after.agents.keys() - before.agents.keys())),
        left=tuple(sorted(before.agents.keys() - after.agents.keys())),
        changed=tuple(agent for agent in both if before.agents[agent] != after.agents[agent]),
        entries_before=before.entries,
        entries=after.entries,
    )

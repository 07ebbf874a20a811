"""What a merge changes for a municipality: agents who joined, left or changed, and entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from wfm.ids import MunicipalityCode
from wfm.plan import Plan
from wfm.tables.plan_reading import Parts
from wfm.tables.returned import ReturnedWorkbook


@dataclass(frozen=True)
class MunicipalityChange:
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


def municipality_rows(parts: Parts, code: str) -> MunicipalityRows:
    """Return what a plan holds of a municipality now."""
    rows = (row.values for row in parts.tables["agents"].rows)
    agents = {values["agent"]: values for values in rows if values["municipality"] == code}
    entries = sum(row.values["agent"] in agents for row in parts.tables["availability"].rows)
    return MunicipalityRows(agents, entries)


def change_of(
    plan: Plan, parts: Parts, found: ReturnedWorkbook, before: MunicipalityRows
) -> MunicipalityChange:
    """Return what a workbook changes.

    Parameters
    ----------
    plan, parts
        The plan as it is to be, whole and in its parts.
    found, before
        The workbook, and what the plan held of its municipality.
    """
    code = MunicipalityCode(found.municipality)
    after = municipality_rows(parts, code)
    both = sorted(before.agents.keys() & after.agents.keys())
    return MunicipalityChange(
        code,
        plan.municipality[code].name,
        found.label,
        tuple(sorted(after.agents.keys() - before.agents.keys())),
        tuple(sorted(before.agents.keys() - after.agents.keys())),
        tuple(agent for agent in both if before.agents[agent] != after.agents[agent]),
        before.entries,
        after.entries,
    )

"""A plan's tables as rows of text, as in its CSV files, and by what a row is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from api.access.ids import PersonId
from api.access.scope import Scope
from api.access.views.availability import entries_shown
from wfm.ids import AgentId
from wfm.plan import Plan
from wfm.tables.columns import PLAN_TABLES, Table
from wfm.tables.file_names import HOTLINE
from wfm.tables.hotline_writing import hotline_keys
from wfm.tables.workbook_writing import setting_cell
from wfm.tables.written_cells import cell_text, plan_cells

Row = Mapping[str, str | None]
"""Text by column (English name); ``None`` is a blank cell."""

KEYED = ("key", "value")
"""Columns of the hotline, as a table."""

KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        HOTLINE: ("key",),
        "municipalities": ("municipality",),
        "agents": ("agent",),
        "availability": ("agent", "first_day"),
        "locks": ("date", "start"),
        "demand": ("date", "start"),
        "previous": ("date", "start", "agent"),
    }
)
"""Columns by which a row is taken for the same one when others of its cells change."""


def find_table(name: str) -> Table:
    """Return a table of a plan by its English name; the hotline is none of them."""
    return next(one for one in PLAN_TABLES if one.name == name)


def columns_of(table: str) -> tuple[str, ...]:
    """Return the columns of a table, in order."""
    return KEYED if table == HOTLINE else tuple(column.name for column in find_table(table).columns)


def table_rows(plan: Plan, table: str) -> tuple[Row, ...]:
    """Return the rows of a table, in the order of faults."""
    if table == HOTLINE:
        keys = (pair for pair in hotline_keys(plan.hotline) if pair.value not in (None, []))
        return tuple({"key": key, "value": setting_cell(value)} for key, value in keys)
    own = find_table(table)
    return tuple(
        {column.name: cell_text(column, cells[column.name]) or None for column in own.columns}
        for cells in plan_cells(plan)[table]
    )


def key_of(table: str, row: Row) -> tuple[str | None, ...]:
    """Return by what a row is known."""
    return tuple(row.get(column) for column in KEYS[table])


def hide_notes(plan: Plan, scope: Scope, person_of: Mapping[AgentId, PersonId]) -> Plan:
    """Return a plan without the notes that a caller does not see.

    Parameters
    ----------
    plan, scope
        As it is, and how far the caller sees.
    person_of
        Random id of each of its agents.
    """
    agent_of = {person: agent for agent, person in person_of.items()}
    return replace(plan, availability=tuple(entries_shown(scope.beside(agent_of), plan)))


def without_notes(plan: Plan) -> Plan:
    """Return a plan without any note."""
    return replace(plan, availability=tuple(replace(entry, note="") for entry in plan.availability))

"""The tables of a plan and of a roster: one list that is read, written and explained alike."""

from __future__ import annotations

from wfm.tables.column import MOST_SEATS, MOST_SHIFTS, Column, Form, Table
from wfm.tables.history_columns import HISTORY_TABLES
from wfm.tables.people_columns import AGENTS, AVAILABILITY, MUNICIPALITIES
from wfm.tables.shift_columns import DEMAND, LOCKS, PREVIOUS, ROSTER

__all__ = [
    "AGENTS",
    "AVAILABILITY",
    "DEMAND",
    "KNOWN_HEADERS",
    "LOCKS",
    "MOST_SEATS",
    "MOST_SHIFTS",
    "MUNICIPALITIES",
    "PLAN_TABLES",
    "PREVIOUS",
    "ROSTER",
    "Column",
    "Form",
    "Table",
]

PLAN_TABLES = (MUNICIPALITIES, AGENTS, AVAILABILITY, LOCKS, DEMAND, PREVIOUS)
"""In the order of the contract."""

KNOWN_HEADERS = frozenset(
    form for table in (*PLAN_TABLES, ROSTER, *HISTORY_TABLES) for form in table.column_by_header
)
"""Headers that mean something in some table: no warning where another table has one."""

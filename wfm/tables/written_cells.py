"""A plan's records as cells by column, ready for a CSV file or a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from wfm.agent import Agent
from wfm.availability import ALL_DAYS, Entry
from wfm.calendar import DAY_MINUTES, WEEKDAYS, clock
from wfm.lock import Demand, Lock, Previous
from wfm.municipality import Municipality
from wfm.plan import Plan
from wfm.tables.amounts import number_text
from wfm.tables.columns import Column, Form
from wfm.tables.words import DANISH_WEEKDAYS

Cells = Mapping[str, Any]
"""Value by column (English name); ``None`` is a blank cell."""


def plan_cells(plan: Plan) -> dict[str, list[Cells]]:
    """Return the cells of every table, by name, in the order of the rows."""
    return {
        "municipalities": list(map(municipality_cells, plan.municipalities)),
        "agents": list(map(agent_cells, plan.agents)),
        "availability": list(map(entry_cells, plan.availability)),
        "locks": list(map(_lock, plan.locks)),
        "demand": list(map(_demand, plan.demand)),
        "previous": list(map(_previous, plan.previous)),
    }


def municipality_cells(m: Municipality) -> Cells:
    """Return the cells of a municipality."""
    return {
        "municipality": m.code,
        "name": m.name,
        "population": m.population,
        "participation": "staffing" if m.staffing else "financing",
        "carry_over": m.carry_over,
        "min_shifts": m.min_shifts,
        "joined": m.joined,
    }


def agent_cells(agent: Agent) -> Cells:
    """Return the cells of an agent."""
    return {
        "agent": agent.id,
        "name": agent.name,
        "municipality": agent.municipality,
        "competences": agent.competences or None,
        "fte": agent.fte,
        "shifts_per_week": agent.shifts_per_week,
        "first_day": agent.first_day,
        "last_day": agent.last_day,
        "email": agent.email or None,
        "phone": agent.phone or None,
        "person": agent.person or None,
        "carry_over": agent.carry_over or None,
        "unsocial_carry_over": agent.unsocial_carry_over or None,
        "beside_until": agent.beside_until,
    }


def entry_cells(entry: Entry) -> Cells:
    """Return the cells of an availability entry."""
    return {
        "agent": entry.agent,
        "kind": str(entry.kind),
        "first_day": entry.first_day,
        "last_day": entry.last_day,
        "days": None if entry.days == ALL_DAYS else entry.days,
        "from": entry.span.start or None,
        "to": None if entry.span.end == DAY_MINUTES else entry.span.end,
        "note": entry.note or None,
    }


def _lock(lock: Lock) -> Cells:
    return {"date": lock.day, "start": lock.start, "municipality": lock.municipality, "agent": lock.agent}


def _demand(row: Demand) -> Cells:
    pairing = None if row.pairing is None else str(row.pairing)
    return {"date": row.day, "start": row.start, "agents": row.agents, "pairing": pairing}


def _previous(row: Previous) -> Cells:
    span = {"start": row.span.start, "end": row.span.end}
    return {"date": row.day, **span, "municipality": row.municipality or None, "agent": row.agent}


def cell_text(column: Column, value: Any, language: str = "en") -> str:
    """Write a value as text that reads back as just that value."""
    if value is None:
        return ""
    if column.form is Form.TIME:
        return clock(value)
    if column.form is Form.DAYS:
        return days_text(value, language)
    if column.form is Form.CODES:
        return "|".join(sorted(value))
    if column.form is Form.WORD and language == "da":
        return column.words[value]
    return number_text(value) if isinstance(value, Fraction) else str(value)


def days_text(days: Iterable[int], language: str = "en") -> str:
    """Write weekdays as ``mon|wed`` or ``man|ons``."""
    words = DANISH_WEEKDAYS if language == "da" else WEEKDAYS
    return "|".join(words[day] for day in sorted(days))

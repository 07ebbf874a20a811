"""What a cell of a workbook offers and refuses: lists to choose from, dates, times, numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from wfm.tables.columns import Column, Form
from wfm.tables.written_cells import days_text

_ADVISES = {"error_type": "warning"}
_DAY_LISTS = ((0, 1, 2, 3, 4), (0,), (1,), (2,), (3,), (4,), (5,), (6,))
_CHECKS: Mapping[Form, Mapping[str, Any]] = {
    Form.DATE: {
        "validate": "date",
        "criteria": "between",
        "minimum": date(1950, 1, 1),
        "maximum": date(2199, 12, 31),
    },
    Form.TIME: {"validate": "time", "criteria": "between", "minimum": time(0), "maximum": 1},
    Form.WHOLE: {"validate": "integer", "criteria": ">=", "value": 0},
    Form.AMOUNT: {"validate": "decimal", "criteria": "between", "minimum": -(10**9), "maximum": 10**9},
}


def offer(column: Column, source: str, language: str) -> dict[str, Any]:
    """Return the spreadsheet's rule for a column's cells; empty where anything goes.

    A list is binding only where the words are fixed and no others are understood: several days or
    competences may stand side by side, and an agent may be new.

    Parameters
    ----------
    column
        The column.
    source
        Formula of the range to choose from; empty where there is none.
    language
        Of fixed words.
    """
    if column.words:
        words = list(column.words.values() if language == "da" else column.words)
        return {"validate": "list", "source": words} | ({"show_error": False} if column.loose else {})
    if column.form is Form.DAYS:
        days = [days_text(days, language) for days in _DAY_LISTS]
        return {"validate": "list", "source": days, "show_error": False}
    if source:
        return {"validate": "list", "source": source, "show_error": False}
    check = None if column.loose else _CHECKS.get(column.form)
    return {**check, **_ADVISES} if check else {}

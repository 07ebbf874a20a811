"""What columns of a plan's tables are called by people: as their headers, with spaces."""

from __future__ import annotations

from functools import cache

from wfm.tables.columns import PLAN_TABLES
from wfm.tables.workbook_writing import KEY, VALUE


def column_name(name: str, language: str) -> str:
    """Return what a column is called in a language; one that no table has keeps its name."""
    return _danish().get(name, name).replace("_", " ") if language == "da" else name.replace("_", " ")


@cache
def _danish() -> dict[str, str]:
    own = {"key": KEY["da"], "value": VALUE["da"]}
    return own | {column.name: column.danish for table in PLAN_TABLES for column in table.columns}

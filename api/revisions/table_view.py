"""A table of a plan as it is shown: a sheet of rows, with people and partners by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from api.plans.table_rows import Row, columns_of, find_table, table_rows
from api.texts.translator import Translator
from api.web.pages.sheets import Sheet, cut_sheet
from wfm.ids import AgentId, MunicipalityCode
from wfm.plan import Plan
from wfm.tables.column import Form
from wfm.tables.file_names import HOTLINE
from wfm.tables.weekday_words import read_days
from wfm.tables.written_cells import days_text

ON_A_SHEET = 40


@dataclass(frozen=True)
class TableLine:
    """A row as it is shown: its place in the table, from 0, and text by column."""

    place: int
    cells: tuple[tuple[str, str], ...]


def table_sheet(plan: Plan, table: str, speak: Translator, words: str, sheet: int) -> Sheet[TableLine]:
    """Return a sheet of a table's rows, of those in which all of some words stand."""
    wanted = words.casefold().split()
    lines = [line for line in _lines(plan, table, speak) if _holds(line, wanted)]
    return cut_sheet(lines, sheet, ON_A_SHEET)


def columns_in_use(lines: Sequence[TableLine]) -> tuple[str, ...]:
    """Return the columns of some rows in which anything stands; the first one always."""
    names: dict[str, bool] = {}
    for line in lines:
        for place, (name, text) in enumerate(line.cells):
            names[name] = names.get(name, False) or place == 0 or bool(text)
    return tuple(name for name, is_filled in names.items() if is_filled)


def _lines(plan: Plan, table: str, speak: Translator) -> Iterator[TableLine]:
    for place, row in enumerate(table_rows(plan, table)):
        yield TableLine(
            place, tuple((name, _shown(plan, table, row, name, speak)) for name in columns_of(table))
        )


def _holds(line: TableLine, words: list[str]) -> bool:
    text = " ".join(cell for _, cell in line.cells).casefold()
    return all(word in text for word in words)


def _shown(plan: Plan, table: str, row: Row, name: str, speak: Translator) -> str:
    text = row[name] or ""
    if not text or table == HOTLINE:
        return text
    column = find_table(table).column(name)
    if name == "population" or column.form is Form.DATE:
        return speak.number(int(text)) if name == "population" else speak.date(date.fromisoformat(text))
    if speak.language == "da" and (column.words or column.form is Form.AMOUNT):
        return column.words.get(text, text.replace(".", ","))
    if column.form is Form.DAYS:
        days = read_days(text)
        return "" if len(days) == 7 else days_text(days, speak.language).replace("|", ", ")
    return _named(plan, table, text, name) if column.form is not Form.CODES else _competences(plan, text)


def _competences(plan: Plan, text: str) -> str:
    names = {str(one.code): one.name for one in plan.hotline.competences}
    return ", ".join(names[code] for code in text.split("|"))


def _named(plan: Plan, table: str, text: str, name: str) -> str:
    """Return an id in another table than its own with the name that it stands for."""
    if name == "agent" and table != "agents" and text in plan.agent:
        return f"{plan.agent[AgentId(text)].name} ({text})"
    if name == "municipality" and table != "municipalities" and text in plan.municipality:
        return plan.municipality[MunicipalityCode(text)].name
    return text

"""A whole plan as one workbook: a sheet of explanations, the hotline's keys, every table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from wfm.hotline import Hotline
from wfm.message import Text
from wfm.tables.amounts import number_text
from wfm.tables.column import NOTHING_SAID, Say
from wfm.tables.columns import AGENTS, MUNICIPALITIES, PLAN_TABLES, Form, Table
from wfm.tables.hotline_writing import hotline_keys
from wfm.tables.read_me import (
    ReadMe,
    add_read_me,
    all_columns,
)
from wfm.tables.setting_texts import setting_text
from wfm.tables.sheets import ROOM, TableBook, TableSheet
from wfm.tables.written_cells import Cells

KEY = {"en": "key", "da": "nøgle"}
VALUE = {"en": "value", "da": "værdi"}
MEANING = {"en": "meaning", "da": "betydning"}
WORDS = {"en": "words", "da": "ord"}
PLAN_INTRO = Text(
    "book.plan", "This workbook is a whole plan: fill in the sheets, and check it with the command wfm check."
)


def plan_workbook(
    hotline: Hotline, cells: Mapping[str, Sequence[Cells]], language: str = "en", say: Say = NOTHING_SAID
) -> bytes:
    """Return a workbook of a hotline and the cells of its tables; a table left out is empty."""
    book = TableBook(language, say)
    add_read_me(book, ReadMe(hotline.name, (PLAN_INTRO(),), all_columns(PLAN_TABLES), with_hotline=True))
    _put_hotline(book, hotline)
    for table in PLAN_TABLES:
        book.add_table(TableSheet(table, cells.get(table.name, ()), lists=lists_for(book, table)))
    add_words(book, hotline)
    return book.content()


def lists_for(book: TableBook, table: Table) -> dict[str, str]:
    """Return the sources of drop-down lists for columns that refer to other tables."""
    sources = {"agent": range_of(book, AGENTS), "municipality": range_of(book, MUNICIPALITIES)}
    if table.name == MUNICIPALITIES.name:
        return {}
    if table.name == AGENTS.name:
        competences = f"={_quoted(WORDS[book.language])}!$A$1:$A$100"
        return {"municipality": sources["municipality"], "competences": competences}
    return sources


def range_of(book: TableBook, table: Table) -> str:
    """Return the range of a table's first column, where its ids stand."""
    return f"={_quoted(book.name_of(table))}!$A$2:$A${ROOM}"


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def agent_labels(agents: Sequence[Cells]) -> tuple[str, ...]:
    """Return agents as people choose them, by name with the id behind it: ``Lemvig 1 (665-01)``."""
    return tuple(f"{agent['name']} ({agent['agent']})" for agent in agents)


def range_of_labels(book: TableBook, labels: Sequence[str]) -> str:
    """Return the range of the hidden sheet where labels of agents stand."""
    return f"={_quoted(WORDS[book.language])}!$B$1:$B${len(labels)}"


def add_words(book: TableBook, hotline: Hotline, labels: Sequence[str] = ()) -> None:
    """Add the hidden sheet from which competences, and agents by their labels, are chosen."""
    worksheet = book.add(WORDS[book.language])
    for row, competence in enumerate(hotline.competences):
        worksheet.write_string(row, 0, competence.code)
    for row, label in enumerate(labels):
        worksheet.write_string(row, 1, label)
    worksheet.hide()


def _put_hotline(book: TableBook, hotline: Hotline) -> None:
    worksheet = book.add("hotline")
    worksheet.freeze_panes(1, 0)
    for place, (title, width) in enumerate(((KEY, 34), (VALUE, 44), (MEANING, 80))):
        worksheet.set_column(place, place, width)
        worksheet.write_string(0, place, title[book.language], book.title(place < 2))
    for row, (key, value) in enumerate(hotline_keys(hotline, blank=True), start=1):
        worksheet.write_string(row, 0, key)
        meaning = setting_text(key)
        if meaning:
            worksheet.write_string(row, 2, book.say(meaning))
        if value is not None and value != []:
            style = book.cell_style(Form.DATE) if hasattr(value, "isoformat") else book.style(align="left")
            book.write(worksheet, row, 1, value, setting_cell(value), style)


def setting_cell(value: Any) -> str:
    """Write a setting's value as the text of one cell."""
    if isinstance(value, list):
        return ", ".join(map(setting_cell, value))
    return number_text(value) if isinstance(value, Fraction | Decimal) else str(value)

"""A business case to be filled in: settings, an empty table of items, and the hotline's partners as keys."""

from __future__ import annotations

from datetime import datetime

from api.documents.book import CELL, Book, BookSheet
from api.texts.translator import Translator
from wfm.message import Text
from wfm.tables.case_columns import items_table
from wfm.tables.case_document import TextRows
from wfm.tables.raw_table import RawTable

NAME = Text("cases.blank_name", "New business case")
YEARS = 5
_SETTINGS = {
    "en": (("name", ""), ("currency", "DKK"), ("discount_rate", "0")),
    "da": (("navn", ""), ("valuta", "DKK"), ("kalkulationsrente", "0")),
}
_SHEETS = {"en": ("case", "items", "keys"), "da": ("sag", "poster", "nøgler")}
_KEYS = {
    "en": ("municipality", "name", "population", "seats"),
    "da": ("kommune", "navn", "indbyggere", "pladser"),
}
_FIGURES_FROM = 2
"""First column of keys that holds figures."""


def blank_xlsx(first_year: int, keys: TextRows, speak: Translator) -> bytes:
    """Return the workbook; columns say in a note what belongs into them.

    Parameters
    ----------
    first_year
        Of the five that have a column.
    keys
        Partners with their weights, below a header.
    speak
        Language of its sheets and columns.
    """
    name = speak.say(NAME())
    book = Book(name, datetime(first_year, 1, 1), speak)
    case, items, partners = map(book.sheet, _SHEETS[speak.language])
    case.widths(24, 40)
    for row, (key, value) in enumerate((*_SETTINGS[speak.language],)):
        case.text(row, 0, key, **CELL)
        case.text(row, 1, value or name, **CELL)
    _items(items, first_year, speak)
    partners.widths(14, 30, 14, 14)
    partners.header(0, _KEYS[speak.language], figures=(2, 3))
    for row, cells in enumerate(keys[1:], 1):
        for column, cell in enumerate(cells):
            if column < _FIGURES_FROM:
                partners.text(row, column, cell, **CELL)
            else:
                partners.number(row, column, int(cell), "#,##0", **CELL)
    return book.to_bytes()


def _items(sheet: BookSheet[Book], first_year: int, speak: Translator) -> None:
    years = tuple(str(first_year + number) for number in range(YEARS))
    table = items_table(RawTable(sheet.raw.get_name(), years, ()))
    sheet.widths(12, 24, 40, 14, 12, 12, *(14 for _ in years))
    names = [column.danish if speak.language == "da" else column.name for column in table.columns]
    sheet.header(0, names, figures=range(len(names) - YEARS, len(names)))
    for place, column in enumerate(table.columns):
        sheet.raw.write_comment(0, place, speak.sentence(column.explains()), {"x_scale": 1.6})
    sheet.freeze(1)

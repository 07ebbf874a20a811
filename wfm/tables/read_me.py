"""The sheet that says what to fill in and how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wfm.message import Message, Text
from wfm.tables.columns import Column, Table
from wfm.tables.sheets import TableBook

READ_ME = {"en": "Read me", "da": "Læs mig"}
HOTLINE_SHEET = Text(
    "book.hotline", "Opening hours, period, competences and rules: a key and its value in each row."
)
NEEDED_MARK = Text("book.needed", "must be filled in")
HOW = (
    Text("book.how_words", "Headers and words may be written in English or Danish, in upper or lower case."),
    Text(
        "book.how_dates",
        "Dates are written 2027-01-31 or 31-01-2027, times 08:00 or 8.00, decimals with . or ,",
    ),
    Text("book.how_columns", "Further columns and sheets may be added; they are ignored."),
)


@dataclass(frozen=True)
class ReadMe:
    """What the first sheet says.

    Parameters
    ----------
    title
        Its heading.
    intro
        Sentences below it.
    tables
        Sheets to be explained, and the columns of each that are there.
    with_hotline
        Whether there is a sheet of the hotline's keys.
    """

    title: str
    intro: Sequence[Message]
    tables: Sequence[tuple[Table, Sequence[Column]]]
    with_hotline: bool = False


def all_columns(tables: Sequence[Table]) -> tuple[tuple[Table, Sequence[Column]], ...]:
    """Return tables with all of their columns."""
    return tuple((table, table.columns) for table in tables)


def add_read_me(book: TableBook, explanation: ReadMe) -> None:
    """Add the first sheet of a workbook."""
    worksheet = book.add(READ_ME[book.language])
    worksheet.hide_gridlines(2)
    for place, width in enumerate((22, 24, 90)):
        worksheet.set_column(place, place, width)
    worksheet.write_string(0, 0, explanation.title, book.style(bold=True, font_size=16))
    row = 1
    for sentence in (*explanation.intro, *(how() for how in HOW)):
        worksheet.write_string(row, 0, book.say(sentence))
        row += 1
    for cells, style in _lines(book, explanation):
        for place, cell in enumerate(cells):
            worksheet.write_string(row + 1, place, cell, style)
        row += 1


def _lines(book: TableBook, explanation: ReadMe) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield the cells of every line about the sheets, and their format."""
    heading = book.title(required=True)
    plain = book.style(valign="top", text_wrap=True)
    if explanation.with_hotline:
        yield ("hotline", "", book.say(HOTLINE_SHEET())), heading
        yield (), plain
    for table, columns in explanation.tables:
        yield (book.name_of(table), "", book.say(table.explains())), heading
        for column in columns:
            yield _column_line(book, column), plain
        yield (), plain


def _column_line(book: TableBook, column: Column) -> tuple[str, str, str]:
    needed = book.say(NEEDED_MARK()) if column.required else ""
    words = column.words.values() if book.language == "da" else column.words
    choices = f" ({', '.join(words)})" if column.words else ""
    return book.header_of(column), needed, book.say(column.explains()) + choices

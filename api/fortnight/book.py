"""The next fourteen days as a workbook: a row for each municipality on each shift."""

from __future__ import annotations

from collections.abc import Iterator

from api.documents.book import Book
from api.documents.palette import BAND
from api.fortnight.days import Fortnight
from api.fortnight.sentences import (
    DAY,
    NOTES,
    TIME,
    WHERE,
    WHO,
    about,
    names_of,
    notes_of,
    times_of,
    title_of,
)
from api.texts.translator import Translator

WIDTHS = (26.0, 14.0, 26.0, 44.0, 30.0)
"""Of the columns, in letters."""


def make_book(found: Fortnight, speak: Translator) -> bytes:
    """Return the workbook."""
    book = Book(title_of(found, speak), found.at.replace(tzinfo=None), speak)
    sheet = book.sheet(speak.dates(*found.period), "14")
    for column, width in enumerate(WIDTHS):
        sheet.raw.set_column(column, column, width)
    sheet.text(0, 0, title_of(found, speak), bold=True)
    sheet.text(1, 0, about(found, speak))
    for column, head in enumerate((DAY, TIME, WHERE, WHO, NOTES)):
        sheet.text(3, column, head(), bold=True, bg_color=BAND)
    for row, cells in enumerate(_rows(found, speak), start=4):
        for column, cell in enumerate(cells):
            sheet.text(row, column, cell, border=4, text_wrap=True)
    sheet.raw.freeze_panes(4, 0)
    sheet.raw.repeat_rows(3)
    return book.to_bytes()


def _rows(found: Fortnight, speak: Translator) -> Iterator[tuple[str, ...]]:
    """Yield the rows: a shift on which nobody sits has one, too, which says so."""
    for day in found.days:
        for seating in day.seatings:
            when = (speak.day(day.day), times_of(seating, speak))
            notes = "; ".join(notes_of(seating, speak))
            for group in seating.groups:
                yield *when, group.municipality.name, ", ".join(names_of(group)), notes
                notes = ""
            if not seating.groups:
                yield *when, "", "", notes

"""The workbook while it is written: one for all sheets, with its formats, names and language.

Every text goes through :meth:`Sheet.text`, which writes a string and nothing else: no formula, no link,
no number guessed from it, no control character.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any, Generic, Self, TypeVar

import xlsxwriter

from api.documents.palette import BAND, HEADING, LINE
from api.documents.sheet_names import SheetNames
from api.documents.text_height import count_lines
from api.texts.one_line import one_line
from api.texts.translator import Translator
from wfm.calendar import DAY_MINUTES
from wfm.message import Message

A4 = 9
LONGEST_TEXT = 32_000  # a cell takes 32,767
_LOCALES = {"da": "[$-406]", "en": "[$-809]"}

WHOLE, COUNT, FOUR, MONEY, SIGNED, SHARE = (
    "#,##0",
    "#,##0;-#,##0;",
    "#,##0.0000",
    "#,##0.00",
    "+#,##0;-#,##0;0",
    "0.00%",
)
"""Number formats (a count shows no 0); a spreadsheet shows them with its own country's separators."""
LINE_HEIGHT, HEAD_HEIGHT = 15.0, 32.0
"""Heights of a line of text and of the heads of a table, in points."""

HIGHEST, USUAL_WIDTH = 409.0, 8.43
"""What a spreadsheet allows for a row, in points, and gives a column, in characters."""

AnyBook = TypeVar("AnyBook", bound="Book")


class Book:
    """A workbook in memory; the same content gives the same bytes.

    Parameters
    ----------
    title
        Name of the workbook, in its properties and at the foot of every page.
    created
        The moment that its properties name.
    speak
        Language of its sheets.
    """

    def __init__(self, title: str, created: datetime, speak: Translator) -> None:
        self.title, self.speak = one_line(title), speak
        self.names = SheetNames()
        self._stream = BytesIO()
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        strings = {f"strings_to_{kind}": False for kind in ("numbers", "formulas", "urls")}
        self._workbook = xlsxwriter.Workbook(self._stream, {"in_memory": True, **strings})
        properties = {"title": self.title[:255], "author": "Fællesvagt", "created": created}
        self._workbook.set_properties(properties)

    def sheet(self, name: str, otherwise: str = "-", tab: str = HEADING) -> BookSheet[Self]:
        """Add a sheet: A4 landscape, as wide as the page."""
        worksheet = self._workbook.add_worksheet(self.names.name(name, otherwise))
        worksheet.set_tab_color(tab)
        worksheet.set_landscape()
        worksheet.set_paper(A4)
        worksheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        worksheet.fit_to_pages(1, 0)
        worksheet.hide_gridlines(2)
        title = self.title[:80].replace("&", "&&")
        worksheet.set_footer(f"&L{title}&C&A&R&P / &N")
        return BookSheet(self, worksheet)

    def style(self, **properties: Any) -> Any:
        """Return a format; text stands at the top of its cell unless it says otherwise."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format({"valign": "top", **properties})
        return self._formats[key]

    def date_format(self, pattern: str = "ddd d. mmm yyyy") -> str:
        """Return a number format for dates with the plan's language of names."""
        return _LOCALES[self.speak.language] + pattern

    def to_bytes(self) -> bytes:
        """End the workbook and return it."""
        self._workbook.close()
        return self._stream.getvalue()


class BookSheet(Generic[AnyBook]):
    """One sheet; rows and columns count from 0."""

    def __init__(self, book: AnyBook, worksheet: Any) -> None:
        self.book, self.raw = book, worksheet
        self._widths: dict[int, float] = {}
        self._heights: dict[int, float] = {}

    def text(self, row: int, column: int, text: str | Message, **style: Any) -> None:
        """Write a text as a text; an empty one leaves the cell blank."""
        look = self.book.style(**{"align": "left", **style})
        said = harmless(self._said(text))
        if said:
            self.raw.write_string(row, column, said, look)
        else:
            self.raw.write_blank(row, column, None, look)

    def long_text(self, row: int, column: int, text: str | Message, **style: Any) -> None:
        """Write a text over as many lines as it needs in its column; the row grows with it."""
        said = harmless(self._said(text))
        look = {"bold": style.get("bold", False), "indent": style.get("indent", 0)}
        self.grow(row, LINE_HEIGHT * count_lines(said, self._widths.get(column, USUAL_WIDTH), **look))
        self.text(row, column, said, text_wrap=True, **style)

    def wide_text(self, row: int, last: int, text: str | Message) -> None:
        """Write a text over a row's cells from the first to the last; the row grows with it."""
        said = harmless(self._said(text))
        width = sum(self._widths.get(column, USUAL_WIDTH) for column in range(last + 1))
        self.raw.merge_range(row, 0, row, last, "")
        self.grow(row, LINE_HEIGHT * count_lines(said, width))
        self.text(row, 0, said, text_wrap=True)

    def grow(self, row: int, height: float) -> None:
        """Make a row at least as high as this, in points."""
        if height > self._heights.get(row, 0.0):
            self._heights[row] = min(height, HIGHEST)
            self.raw.set_row(row, self._heights[row])

    def _said(self, text: str | Message) -> str:
        return self.book.speak.sentence(text) if isinstance(text, Message) else text

    def rich(self, row: int, column: int, lines: Sequence[tuple[str, dict[str, Any]]], **style: Any) -> None:
        """Write lines in one cell, each in its own style."""
        whole = [(harmless(text), how) for text, how in lines if harmless(text)]
        if len(whole) < 2 or sum(len(text) for text, _ in whole) > LONGEST_TEXT:
            self.text(row, column, "\n".join(text for text, _ in whole), text_wrap=True, **style)
            return
        style = {"align": "left", "text_wrap": True, **style}
        fragments: list[Any] = []
        for number, (text, how) in enumerate(whole):
            end = "" if number == len(whole) - 1 else "\n"
            fragments += [self.book.style(**how), text + end]
        self.raw.write_rich_string(row, column, *fragments, self.book.style(**style))

    def number(
        self, row: int, column: int, value: int | Fraction | Decimal, pattern: str, **style: Any
    ) -> None:
        """Write a number as a number."""
        style = {"align": "right", **style}
        self.raw.write_number(row, column, float(value), self.book.style(num_format=pattern, **style))

    def formula(
        self, row: int, column: int, formula: str, value: Fraction | Decimal, pattern: str, **style: Any
    ) -> None:
        """Write a formula of ours, with the value that it has now for whoever does not calculate."""
        look = self.book.style(num_format=pattern, **{"align": "right", **style})
        self.raw.write_formula(row, column, formula, look, float(value))

    def date(self, row: int, column: int, day: date, pattern: str = "ddd d. mmm yyyy", **style: Any) -> None:
        """Write a date as a date."""
        style = {"num_format": self.book.date_format(pattern), "align": "left", **style}
        self.raw.write_datetime(row, column, day, self.book.style(**style))

    def time(self, row: int, column: int, minute: int, **style: Any) -> None:
        """Write a minute of the day as a time; the day's end as 24:00."""
        pattern = "hh:mm" if minute < DAY_MINUTES else "[hh]:mm"
        style = {"num_format": pattern, "align": "left", **style}
        self.raw.write_number(row, column, minute / DAY_MINUTES, self.book.style(**style))

    def title(self, text: str | Message, below: str | Message = "") -> None:
        """Write the first two rows: what the sheet shows, and a word about it."""
        self.raw.set_row(0, 24)
        self.text(0, 0, text, bold=True, font_size=16, font_color=HEADING, valign="vcenter")
        self.text(1, 0, below, font_color="#444444")

    def header(
        self, row: int, labels: Sequence[str | Message], column: int = 0, figures: Collection[int] = ()
    ) -> None:
        """Write the heads of a table; those of `figures` stand at the right, as the figures do."""
        look = {
            "bold": True,
            "bg_color": HEADING,
            "font_color": "#FFFFFF",
            "valign": "vcenter",
            **CELL,
        }
        self.grow(row, HEAD_HEIGHT)
        for place, label in enumerate(labels):
            self.long_text(row, column + place, label, align="right" if place in figures else "left", **look)

    def widths(self, *widths: float, column: int = 0) -> None:
        """Set the widths of columns, in characters."""
        for place, width in enumerate(widths, column):
            self._widths[place] = width
            self.raw.set_column(place, place, width)

    def freeze(self, rows: int, columns: int = 0, *, repeat: int | None = None) -> None:
        """Keep the first rows and columns in sight; print row `repeat` to the last of them on every page."""
        self.raw.freeze_panes(rows, columns)
        if rows:
            self.raw.repeat_rows(0 if repeat is None else repeat, rows - 1)


def harmless(text: str) -> str:
    """Return a text line by line without control characters, and no longer than a cell takes."""
    return "\n".join(one_line(line) for line in text.split("\n"))[:LONGEST_TEXT]


CELL: dict[str, Any] = {"border": 1, "border_color": LINE, "indent": 1}
"""Style of a table's cells."""
SUM: dict[str, Any] = {"bold": True, "bg_color": BAND, "top": 2, **CELL}
"""Style of a last row that sums up."""

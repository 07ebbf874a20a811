"""Sheets of a workbook that people fill in: explained headers, drop-down lists, real dates and times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from types import MappingProxyType
from typing import Any

import xlsxwriter

from wfm.calendar import DAY_MINUTES
from wfm.tables.amounts import number_text
from wfm.tables.column import Say
from wfm.tables.columns import Column, Form, Table
from wfm.tables.offers import offer
from wfm.tables.written_cells import Cells, cell_text

ROOM = 2000
"""The last row of a sheet that offers lists and checks, filled or not."""

_A4 = 9
_INK, _NEEDED, _MAY = "#1F3A5F", "#CFE0F3", "#EDF2F8"
_WIDTHS = {
    Form.TEXT: 18,
    Form.WORD: 16,
    Form.DATE: 13,
    Form.TIME: 9,
    Form.WHOLE: 13,
    Form.AMOUNT: 13,
    Form.DAYS: 20,
    Form.CODES: 44,
}
_WIDER = {"name": 26, "note": 44, "email": 28, "phone": 14, "municipality": 15, "agent": 16}
_MOST_INPUT_TITLE, _MOST_INPUT_TEXT = 32, 255
_NO_LISTS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class TableSheet:
    """A table to be written as a sheet.

    Parameters
    ----------
    table
        Whose columns and meaning.
    rows
        Cells by column.
    columns
        Those written; all of the table where left out.
    lists
        Source of the drop-down list by column, as a formula, for columns that refer to others.
    """

    table: Table
    rows: Sequence[Cells] = ()
    columns: tuple[Column, ...] = ()
    lists: Mapping[str, str] = field(default_factory=lambda: _NO_LISTS)

    @property
    def written(self) -> tuple[Column, ...]:
        """The columns written."""
        return self.columns or self.table.columns


class TableBook:
    """A workbook in memory, in one language; the same content gives the same bytes."""

    def __init__(self, language: str, say: Say) -> None:
        self.language, self.say = language, say
        self._stream = BytesIO()
        plain = {f"strings_to_{kind}": False for kind in ("numbers", "formulas", "urls")}
        self._workbook = xlsxwriter.Workbook(self._stream, {"in_memory": True, **plain})
        self._workbook.set_properties({"author": "", "created": datetime(2000, 1, 1)})
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def style(self, **properties: Any) -> Any:
        """Return a format, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(properties)
        return self._formats[key]

    def add(self, name: str) -> Any:
        """Add a worksheet; printed, it is A4 landscape and as wide as the page."""
        worksheet = self._workbook.add_worksheet(name)
        worksheet.set_landscape()
        worksheet.set_paper(_A4)
        worksheet.fit_to_pages(1, 0)
        return worksheet

    def name_of(self, table: Table) -> str:
        """Return the name of a table's sheet."""
        return table.danish if self.language == "da" else table.name

    def header_of(self, column: Column) -> str:
        """Return the header of a column."""
        return column.danish if self.language == "da" else column.name

    def title(self, required: bool) -> Any:
        """Return the format of a header."""
        fill = _NEEDED if required else _MAY
        return self.style(bold=True, font_color=_INK, bg_color=fill, bottom=1, valign="top")

    def cell_style(self, form: Form) -> Any:
        """Return the format of a column's cells: text stays text, so that codes keep their look."""
        if form is Form.DATE:
            return self.style(
                num_format="dd-mm-yyyy" if self.language == "da" else "yyyy-mm-dd", align="left"
            )
        if form is Form.TIME:
            return self.style(num_format="hh:mm", align="left")
        return self.style() if form in (Form.WHOLE, Form.AMOUNT) else self.style(num_format="@")

    def content(self) -> bytes:
        """Close the workbook and return its bytes."""
        self._workbook.close()
        return self._stream.getvalue()

    def add_table(self, sheet: TableSheet) -> None:
        """Write a table as a sheet."""
        worksheet = self.add(self.name_of(sheet.table))
        worksheet.freeze_panes(1, 0)
        worksheet.repeat_rows(0)
        for place, column in enumerate(sheet.written):
            self._head(worksheet, place, column)
            self._offer(worksheet, place, column, sheet.lists.get(column.name, ""))
        for row, cells in enumerate(sheet.rows, start=1):
            for place, column in enumerate(sheet.written):
                self._write(worksheet, row, place, column, cells[column.name])

    def _head(self, worksheet: Any, place: int, column: Column) -> None:
        width = max(_WIDER.get(column.name, _WIDTHS[column.form]), len(self.header_of(column)) + 3)
        worksheet.set_column(place, place, width, self.cell_style(column.form))
        worksheet.write_string(0, place, self.header_of(column), self.title(column.required))
        worksheet.write_comment(0, place, self.say(column.explains()), {"x_scale": 1.6, "y_scale": 0.9})

    def _offer(self, worksheet: Any, place: int, column: Column, source: str) -> None:
        rule = offer(column, source, self.language)
        if rule:
            shown = {
                "input_title": self.header_of(column)[:_MOST_INPUT_TITLE],
                "input_message": self.say(column.explains())[:_MOST_INPUT_TEXT],
            }
            worksheet.data_validation(1, place, ROOM - 1, place, {**rule, **shown})

    def _write(self, worksheet: Any, row: int, place: int, column: Column, value: Any) -> None:
        if value is not None:
            text = cell_text(column, value, self.language)
            self.write(worksheet, row, place, value, text, self.cell_style(column.form), column.form)

    def write(
        self, worksheet: Any, row: int, place: int, value: Any, text: str, style: Any, form: Form = Form.TEXT
    ) -> None:
        """Write a value as what it is, or as text that a spreadsheet never takes for a formula."""
        if isinstance(value, bool):
            worksheet.write_boolean(row, place, value, style)
        elif isinstance(value, date):
            worksheet.write_datetime(row, place, datetime.combine(value, time()), style)
        elif form is Form.TIME and value < DAY_MINUTES:
            worksheet.write_datetime(row, place, time(value // 60, value % 60), style)
        elif form is not Form.TIME and _fits_a_float(value):
            worksheet.write_number(row, place, float(value), style)
        else:
            worksheet.write_string(row, place, text, style)


def _fits_a_float(value: Any) -> bool:
    """Tell whether a value is a number that a spreadsheet's 15 digits hold exactly."""
    if not isinstance(value, int | Fraction | Decimal):
        return False
    text = number_text(value)
    return "/" not in text and sum(map(str.isdigit, text)) <= 15

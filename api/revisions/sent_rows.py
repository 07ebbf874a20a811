"""Rows that were pasted or dropped in as a file, as one text that goes on from page to page."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from api.plans.uploads.tables import csv_rows
from api.web.pages.sent_form import DroppedFile
from wfm.errors import Fault, PlanError
from wfm.message import Text
from wfm.tables.cells import as_text
from wfm.tables.confined.reader import read_sheets
from wfm.tables.file_names import HOTLINE, TABLE_OF
from wfm.tables.raw_table import RawTable, UnusableTableError
from wfm.tables.valueless import why_valueless
from wfm.tables.words import fold
from wfm.tables.workbook import SUFFIXES

SHEET_OF = Text(
    "edit.sheet_of", "a workbook with one sheet, or one that bears the name of this table: {names:list}"
)


def text_of_file(table: str, sent: DroppedFile) -> str:
    """Return the rows of a file as a spreadsheet copies them; each stays on its line.

    Raises
    ------
    PlanError
        Where it is no table, or cells of it hold no value.
    """
    name = Path(sent.name).name[:200] or table
    if Path(name).suffix.lower() in SUFFIXES:
        raw = _sheet(table, name, sent.content)
    else:
        raw = csv_rows(table, sent.content)
    faults = [*raw.faults, *_valueless(raw)]
    if faults:
        raise PlanError(faults)
    return _text(raw)


def _sheet(table: str, name: str, content: bytes) -> RawTable:
    try:
        sheets = read_sheets(name, content)
    except UnusableTableError as unusable:
        raise PlanError([unusable.fault]) from unusable
    filled = {title: one for title, one in sheets.items() if isinstance(one, Fault) or not one.is_blank}
    own = [one for title, one in filled.items() if _table_of(title) == table]
    found = own or list(filled.values())
    if len(found) != 1:
        raise PlanError(
            [Fault(name, None, "", ", ".join(sheets)[:200], SHEET_OF(names=tuple(_names(table))))]
        )
    (chosen,) = found
    if isinstance(chosen, Fault):
        raise PlanError([chosen])
    return chosen


def _table_of(title: str) -> str:
    known = TABLE_OF.get(fold(title))
    return known.name if known is not None else fold(title)


def _names(table: str) -> Iterator[str]:
    yield table
    if table != HOTLINE:
        yield TABLE_OF[fold(table)].danish


def _valueless(raw: RawTable) -> Iterator[Fault]:
    headers = list(map(as_text, raw.header))
    for number, cells in raw.rows:
        for place, cell in enumerate(cells):
            expected = why_valueless(cell)
            if expected is not None:
                column = headers[place] if place < len(headers) else ""
                yield Fault(raw.file, number, column, as_text(cell), expected)


def _text(raw: RawTable) -> str:
    stream = StringIO()
    writer = csv.writer(stream, delimiter="\t", lineterminator="\n")
    line = 0
    for number, cells in ((raw.header_row, raw.header), *raw.rows):
        while line + 1 < number:
            stream.write("\n")
            line += 1
        writer.writerow([as_text(cell) for cell in cells])
        line += 1
    return stream.getvalue()

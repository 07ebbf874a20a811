"""Rows that were sent, with what is wrong with them beside their cells; and a copy of them to download."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO

import xlsxwriter

from wfm.errors import Fault
from wfm.message import Message, Text
from wfm.tables.cells import as_text
from wfm.tables.raw_table import RawTable
from wfm.tables.words import fold

Say = Callable[[Message], str]

IN_COLUMN = Text("edit.fault_in_column", "{column}: expected was {expected}")
FAULTS = Text("edit.faults", "faults")
WIDTH, WIDE = 18, 60


@dataclass(frozen=True)
class SentCell:
    """A cell as it was sent, and what is wrong with it."""

    text: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class FaultRow:
    """A row as it was sent.

    Parameters
    ----------
    number
        As the spreadsheet shows it.
    cells
        In order.
    faults
        What is wrong with it that is of no cell.
    """

    number: int
    cells: tuple[SentCell, ...]
    faults: tuple[Fault, ...]

    @property
    def is_faulty(self) -> bool:
        """Whether anything is wrong with it."""
        return bool(self.faults) or any(cell.faults for cell in self.cells)

    def sentences(self, say: Say) -> str:
        """Return all that is wrong with it."""
        found = [fault for cell in self.cells for fault in cell.faults] + list(self.faults)
        told = [
            say(IN_COLUMN(column=fault.column, expected=fault.expected))
            if fault.column
            else say(fault.expected)
            for fault in found
        ]
        return "; ".join(told)


def fault_rows(raw: RawTable, faults: Sequence[Fault]) -> tuple[FaultRow, ...]:
    """Return every row with its faults; those of other tables are none of them."""
    by_row, headers = _faults_by_row(raw, faults), _headers(raw)
    return tuple(_row(number, cells, headers, by_row.get(number, ())) for number, cells in raw.rows)


def faulty_rows(raw: RawTable, faults: Sequence[Fault]) -> tuple[FaultRow, ...]:
    """Return the rows of which any of these faults is told, with them."""
    by_row, headers = _faults_by_row(raw, faults), _headers(raw)
    return tuple(
        _row(number, cells, headers, by_row[number]) for number, cells in raw.rows if number in by_row
    )


def _faults_by_row(raw: RawTable, faults: Sequence[Fault]) -> dict[int, list[Fault]]:
    by_row: defaultdict[int, list[Fault]] = defaultdict(list)
    for fault in faults:
        if fault.file == raw.file and fault.row is not None:
            by_row[fault.row].append(fault)
    return dict(by_row)


def _headers(raw: RawTable) -> list[str]:
    return [fold(as_text(header)) for header in raw.header]


def _row(number: int, cells: Sequence[object], headers: Sequence[str], faults: Sequence[Fault]) -> FaultRow:
    by_column: defaultdict[str, list[Fault]] = defaultdict(list)
    for fault in faults:
        by_column[fold(fault.column)].append(fault)
    width = max(len(headers), len(cells))
    texts = [as_text(cell) for cell in cells] + [""] * (width - len(cells))  # type: ignore[arg-type]
    sent = tuple(
        SentCell(text, tuple(by_column.pop(headers[place], ())) if place < len(headers) else ())
        for place, text in enumerate(texts)
    )
    return FaultRow(number, sent, tuple(fault for left in by_column.values() for fault in left))


def other_faults(raw: RawTable | None, faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Return the faults that stand at none of the rows that were sent."""
    if raw is None:
        return tuple(faults)
    numbers = {number for number, _ in raw.rows}
    return tuple(fault for fault in faults if fault.file != raw.file or fault.row not in numbers)


def workbook_copy(raw: RawTable, rows: Sequence[FaultRow], say: Say) -> bytes:
    """Return what was sent as a workbook: faulty cells are marked, and a last column says what is wrong."""
    stream = BytesIO()
    plain = {f"strings_to_{kind}": False for kind in ("numbers", "formulas", "urls")}
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **plain})
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
    text, marked = (
        book.add_format({"num_format": "@"}),
        book.add_format({"bg_color": "#FFD7B5", "num_format": "@"}),
    )
    last = max([len(raw.header), *(len(row.cells) for row in rows)])
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, last, WIDTH)
    sheet.set_column(last, last, WIDE)
    for place, header in enumerate(raw.header):
        sheet.write_string(0, place, as_text(header), bold)
    sheet.write_string(0, last, say(FAULTS()), bold)
    for line, row in enumerate(rows, start=1):
        for place, cell in enumerate(row.cells):
            if cell.text or cell.faults:
                sheet.write_string(line, place, cell.text, marked if cell.faults else text)
            for fault in cell.faults[:1]:
                sheet.write_comment(line, place, say(fault.expected))
        if row.is_faulty:
            sheet.write_string(line, last, row.sentences(say), marked)
    book.close()
    return stream.getvalue()


def csv_copy(raw: RawTable, rows: Sequence[FaultRow], say: Say) -> bytes:
    """Return what was sent as CSV for a spreadsheet, with a last column that says what is wrong."""
    stream = StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    last = max([len(raw.header), *(len(row.cells) for row in rows)])
    header = [as_text(cell) for cell in raw.header]
    writer.writerow([*header, *[""] * (last - len(header)), say(FAULTS())])
    for row in rows:
        texts = [cell.text for cell in row.cells]
        writer.writerow([*texts, *[""] * (last - len(texts)), row.sentences(say)])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()

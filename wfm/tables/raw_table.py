"""A table as it stands in a file or sheet, before its cells are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wfm.errors import Fault
from wfm.message import Text
from wfm.tables.cells import Cell, is_blank

MOST_ROWS = 200_000
MOST_COLUMNS = 400
MOST_CELLS = 4_000_000
MOST_FILLED = 600_000
"""Cells of a table that hold something; MOST_CELLS counts blank ones, too."""
MOST_LETTERS = 20_000_000
"""Of a table in all."""
HEADER = Text("fault.header", "a first row with the names of the columns")
FEWER_ROWS = Text("fault.fewer_rows", "at most {limit:number} rows")
FEWER_CELLS = Text("fault.fewer_cells", "at most {limit:number} cells")
FEWER_FILLED = Text("fault.fewer_filled", "at most {limit:number} cells that hold something")
FEWER_LETTERS = Text("fault.fewer_letters", "at most {limit:number} characters in all")
FEWER_COLUMNS = Text("fault.fewer_columns", "at most {limit:number} columns")


@dataclass(frozen=True)
class RawTable:
    """Cells by row.

    Parameters
    ----------
    file
        File or sheet as the user knows it.
    header
        Cells of the first row that is not blank; empty where every row is.
    rows
        Number (as the spreadsheet shows it) and cells of every later row that is not blank.
    header_row
        Number of the header's row.
    faults, notices
        Of how the cells lie or are encoded, whatever table it is.
    """

    file: str
    header: tuple[Cell, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    header_row: int = 1
    faults: tuple[Fault, ...] = ()
    notices: tuple[Fault, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not self.header and not self.rows


class UnusableTableError(Exception):
    """A file or sheet of which nothing can be used."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(str(fault))


def raw_table(file: str, lines: Sequence[Sequence[Cell]]) -> RawTable:
    """Return the table in which blank rows count in the numbers but are left out.

    Raises
    ------
    UnusableTableError
        Where there are more rows or columns than any plan has.
    """
    if len(lines) > MOST_ROWS:
        raise UnusableTableError(Fault(file, MOST_ROWS + 1, "", "", FEWER_ROWS(limit=MOST_ROWS)))
    filled = [
        (number, tuple(cells)) for number, cells in enumerate(lines, start=1) if not all(map(is_blank, cells))
    ]
    if not filled:
        return RawTable(file, (), ())
    _refuse_full(file, filled)
    header_row, first = filled[0]
    if len(first) > MOST_COLUMNS:
        raise UnusableTableError(Fault(file, header_row, "", "", FEWER_COLUMNS(limit=MOST_COLUMNS)))
    return RawTable(file=file, header=first, rows=tuple(filled[1:]), header_row=header_row)


def _refuse_full(file: str, filled: Sequence[tuple[int, tuple[Cell, ...]]]) -> None:
    """Refuse a table that holds more than any plan: what comes after reading is to stay quick as well."""
    number = letters = 0
    for row, cells in filled:
        number += len(cells) - cells.count(None) - cells.count("")
        letters += sum(len(cell) for cell in cells if isinstance(cell, str))
        if number > MOST_FILLED:
            raise UnusableTableError(Fault(file, row, "", "", FEWER_FILLED(limit=MOST_FILLED)))
        if letters > MOST_LETTERS:
            raise UnusableTableError(Fault(file, row, "", "", FEWER_LETTERS(limit=MOST_LETTERS)))

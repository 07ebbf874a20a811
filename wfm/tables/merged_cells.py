"""Merged cells: a spreadsheet keeps their value in the first only, and shows it for all of them.

Down a column it counts for every row that holds anything. Across columns nobody can tell what it should mean.
"""

from __future__ import annotations

from collections.abc import Sequence

from wfm.errors import Fault
from wfm.message import Text
from wfm.tables.cells import Cell, as_text, column_letters, is_blank

SHOWN = 200
Place = tuple[int, int]
"""Row and column, from 0."""

FILLED_DOWN = Text(
    "notice.filled_down", "a value in each row; the cells {cells} are merged, and it counts for all of them"
)
ACROSS = Text("fault.across", "a value in each column; the cells {cells} are merged, and hold one only")


def fill_down(
    file: str, lines: Sequence[list[Cell]], ranges: Sequence[tuple[Place, Place]]
) -> tuple[list[Fault], list[Fault]]:
    """Write the value of merged cells into the other rows that they cover; return faults and notices.

    Parameters
    ----------
    file
        What faults call the sheet.
    lines
        Its cells, which are changed; the first that is not blank is the header.
    ranges
        First and last cell of each merged range.
    """
    header = next((row for row, cells in enumerate(lines) if not all(map(is_blank, cells))), len(lines))
    faults, notices = [], []
    for first, last in ranges:
        (row, column), (bottom, right) = first, last
        if row <= header or row >= len(lines) or column >= len(lines[row]) or is_blank(lines[row][column]):
            continue  # a title, or nothing in it
        value = lines[row][column]
        cells = f"{_address(first)}:{_address(last)}"
        place = (file, row + 1, as_text(lines[header][column]), as_text(value)[:SHOWN])
        if any(not is_blank(title) for title in lines[header][column + 1 : right + 1]):
            faults.append(Fault(*place, ACROSS(cells=cells)))
        elif _fill(lines, column, range(row + 1, min(bottom + 1, len(lines))), value):
            notices.append(Fault(*place, FILLED_DOWN(cells=cells)))
    return faults, notices


def _fill(lines: Sequence[list[Cell]], column: int, rows: range, value: Cell) -> bool:
    """Write a value into a column of the rows that hold anything; tell whether there is one."""
    filled = [row for row in rows if not all(map(is_blank, lines[row]))]
    for row in filled:
        lines[row][column] = value
    return bool(filled)


def _address(place: Place) -> str:
    """Return a cell's address as a spreadsheet shows it, such as ``B7``."""
    return f"{column_letters(place[1])}{place[0] + 1}"

"""Tables on a terminal that is narrower than they are: one below the other, none with a figure cut off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rich.cells import cell_len
from rich.table import Column, Table

_AROUND = 3
"""A space on each side of a cell, and a line; one line more ends the table."""


def least_width(drawn: Table) -> int:
    """Return how wide a terminal must be for a table, its words broken where they may be."""
    return _whole([column.min_width or 0 for column in drawn.columns])


def split_table(drawn: Table, width: int) -> Iterator[Table]:
    """Yield a table in parts that fit, each with its first column; whole where it fits or has no second."""
    first, *others = drawn.columns or [Column()]
    part: list[Column] = []
    for column in others:
        if part and least_width(_part_of(drawn, [first, *part, column])) > width:
            yield _fit(_part_of(drawn, [first, *part]), width)
            part = []
        part.append(column)
    yield _fit(_part_of(drawn, [first, *part]), width)


def _part_of(drawn: Table, columns: Sequence[Column]) -> Table:
    """Return a table with some columns of another."""
    part = Table(title=drawn.title, title_justify=drawn.title_justify, show_footer=drawn.show_footer)
    part.columns = [replace(column, _index=place) for place, column in enumerate(columns)]
    part.rows = drawn.rows
    return part


def _fit(drawn: Table, width: int) -> Table:
    """Give the columns of a table that is too wide the room that there is, each at least what it needs."""
    wanted = [max(_widest(column), column.min_width or 0) for column in drawn.columns]
    if _whole(wanted) <= width:
        return drawn
    given = [column.min_width or 0 for column in drawn.columns]
    for _ in range(max(0, width - _whole(given))):
        open_to = [place for place, most in enumerate(wanted) if given[place] < most]
        given[min(open_to, key=lambda place: given[place])] += 1  # the narrowest, so that none is starved
    for column, own in zip(drawn.columns, given, strict=True):
        column.width = own
    return drawn


def _widest(column: Column) -> int:
    cells = (str(cell) for cell in (column.header, column.footer, *column.cells))
    return max(cell_len(line) for cell in cells for line in (cell.split("\n") or [""]))


def _whole(widths: Sequence[int]) -> int:
    return sum(widths) + _AROUND * len(widths) + 1

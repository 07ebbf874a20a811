"""Rows that were pasted, put beside those that are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from api.plans.table_rows import KEYED, KEYS, Row, find_table
from wfm.tables.cells import Cell, as_text
from wfm.tables.file_names import HOTLINE
from wfm.tables.raw_table import RawTable
from wfm.tables.settings import english_key
from wfm.tables.words import fold

THERE = 1_000_000
"""Rows that were there already have numbers from this one on, so that faults of pasted rows have theirs."""
REPLACING = frozenset({HOTLINE, "municipalities", "agents", "demand"})
"""Tables in which a key stands once, so that a pasted row takes the place of the one that bears it."""


def join_rows(table: str, rows: Sequence[Row], sent: RawTable) -> RawTable:
    """Return what was pasted with the rows that stay; the pasted ones keep their numbers and headers.

    Parameters
    ----------
    table, rows
        English name, and the rows that are there.
    sent
        What was pasted.
    """
    if table == HOTLINE:
        return _with_settings(rows, sent)
    known = find_table(table)
    places = {
        column.name: place
        for place, header in enumerate(sent.header)
        if (column := known.column_by_header.get(fold(as_text(header)))) is not None
    }
    missing = tuple(column.name for column in known.columns if column.name not in places)
    width = len(sent.header)
    pasted = tuple((number, _filled(cells, width, len(missing))) for number, cells in sent.rows)
    replaced = _replaced(table, places, pasted)
    staying = [row for row in rows if tuple(row.get(name) or "" for name in KEYS[table]) not in replaced]
    columns = {place: name for name, place in places.items()}
    there = tuple(
        (
            THERE + number,
            (
                *(row.get(columns.get(place, "")) for place in range(width)),
                *(row.get(name) for name in missing),
            ),
        )
        for number, row in enumerate(staying)
    )
    return replace(sent, header=(*sent.header, *missing), rows=(*pasted, *there))


def _replaced(
    table: str, places: Mapping[str, int], pasted: Sequence[tuple[int, Sequence[Cell]]]
) -> frozenset[tuple[str, ...]]:
    """Return the keys of pasted rows that take another's place."""
    if table not in REPLACING or any(name not in places for name in KEYS[table]):
        return frozenset()
    return frozenset(tuple(as_text(cells[places[name]]) for name in KEYS[table]) for _, cells in pasted)


def _filled(cells: Sequence[Cell], width: int, more: int) -> tuple[Cell, ...]:
    """Return a row that is as long as the header; what lies beyond that stays, to be told."""
    return (*cells[:width], *(None,) * (width - len(cells)), *(None,) * more, *cells[width:])


def _with_settings(rows: Sequence[Row], sent: RawTable) -> RawTable:
    pairs = [(sent.header_row, sent.header), *sent.rows] if sent.header else list(sent.rows)
    keys = {english_key(as_text(cells[0])) for _, cells in pairs if cells}
    there = ((THERE + n, (row["key"], row["value"])) for n, row in enumerate(rows) if row["key"] not in keys)
    body = tuple((number, tuple(cells)) for number, cells in pairs)
    return replace(sent, header=KEYED, header_row=0, rows=(*body, *there))

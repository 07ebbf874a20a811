"""What differs between two states of a plan, table by table and row by row."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.plans.table_rows import Row, key_of, table_rows
from api.plans.uploads.tables import TABLES
from wfm.plan import Plan


@dataclass(frozen=True)
class RowDifference:
    """A row before and after; ``None`` where it is not in that state."""

    before: Row | None
    after: Row | None

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of a changed row in which it differs; of a row that came or went none."""
        if self.before is None or self.after is None:
            return ()
        return tuple(name for name, cell in self.after.items() if self.before.get(name) != cell)


@dataclass(frozen=True)
class TableDifference:
    """What differs in a table: its English name, and rows in the order in which they stand."""

    table: str
    rows: tuple[RowDifference, ...]

    @property
    def added(self) -> tuple[RowDifference, ...]:
        """Rows that came."""
        return tuple(row for row in self.rows if row.before is None)

    @property
    def removed(self) -> tuple[RowDifference, ...]:
        """Rows that went."""
        return tuple(row for row in self.rows if row.after is None)

    @property
    def changed(self) -> tuple[RowDifference, ...]:
        """Rows that are there in both and differ."""
        return tuple(row for row in self.rows if row.before is not None and row.after is not None)


def plan_difference(before: Plan, after: Plan) -> tuple[TableDifference, ...]:
    """Return what differs between two states of a plan; tables in which nothing does are left out."""
    found = (
        TableDifference(table, row_differences(table, table_rows(before, table), table_rows(after, table)))
        for table in TABLES
    )
    return tuple(one for one in found if one.rows)


def row_differences(table: str, before: Sequence[Row], after: Sequence[Row]) -> tuple[RowDifference, ...]:
    """Return what differs between two states of a table.

    Of rows that are not the same, those that are known by the same key are one row that changed.
    """
    gone, come = _without(before, after), _without(after, before)
    waiting: defaultdict[tuple[str | None, ...], list[Row]] = defaultdict(list)
    for row in reversed(gone):
        waiting[key_of(table, row)].append(row)
    found = [RowDifference(_pop(waiting[key_of(table, row)]), row) for row in come]
    left = {id(row) for rows in waiting.values() for row in rows}
    return (*found, *(RowDifference(row, None) for row in gone if id(row) in left))


def _pop(rows: list[Row]) -> Row | None:
    return rows.pop() if rows else None


def _without(rows: Sequence[Row], others: Sequence[Row]) -> list[Row]:
    """Return the rows that are not among others, each of those counted once."""
    return list(_missing(rows, Counter(map(_whole, others))))


def _missing(rows: Sequence[Row], held: Counter[tuple[tuple[str, str | None], ...]]) -> Iterator[Row]:
    for row in rows:
        whole = _whole(row)
        if held[whole]:
            held[whole] -= 1
        else:
            yield row


def _whole(row: Row) -> tuple[tuple[str, str | None], ...]:
    return tuple(row.items())

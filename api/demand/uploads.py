"""Counted calls as they are sent: files, or rows of a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wfm.demand.history_opening import HistoryTables
from wfm.demand.history_sent import open_sent_history
from wfm.errors import Fault, HistoryError
from wfm.tables.history_columns import HISTORY_TABLES
from wfm.tables.raw_table import FEWER_COLUMNS, RawTable

MOST_NAMES = 40
SentRow = Mapping[str, str | int | float | None]
_TABLES = {table.name: table for table in HISTORY_TABLES}


@dataclass(frozen=True)
class SentFile:
    """A file by its name."""

    name: str
    content: bytes

    def open(self) -> HistoryTables:
        """Read its tables.

        Raises
        ------
        HistoryError
            Where it is of another kind, or damaged.
        """
        return open_sent_history([(self.name, self.content)])


@dataclass(frozen=True)
class CallDocument:
    """Rows of tables by the tables' English names; in faults the first row has number 1."""

    tables: Mapping[str, Sequence[SentRow]]

    def open(self) -> HistoryTables:
        """Read them as tables.

        Raises
        ------
        HistoryError
            Where they have more columns than any table.
        """
        found = HistoryTables()
        for name, rows in self.tables.items():
            header = tuple(dict.fromkeys(column for row in rows for column in row))
            if len(header) > MOST_NAMES:
                raise HistoryError([Fault(name, None, "", "", FEWER_COLUMNS(limit=MOST_NAMES))])
            cells = ((number, tuple(map(row.get, header))) for number, row in enumerate(rows, start=1))
            found.add(_TABLES[name], name, RawTable(name, header, tuple(cells), header_row=0))
        return found


SentCalls = SentFile | CallDocument

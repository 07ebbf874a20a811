"""All that is held of somebody, for themselves to read: every table and row, each column with its label."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.privacy.inventory import HOLDINGS
from api.store.columns import GDPR, METADATA
from api.store.engine import Connection
from api.store.personal_data import DataSubject, Holding


@dataclass(frozen=True)
class Extract:
    """What one table holds of somebody.

    Parameters
    ----------
    table
        Its name.
    labels
        Of each column: ``personal``, ``pseudonym`` or ``none``.
    rows
        Each as a document, by column.
    """

    table: str
    labels: Mapping[str, str]
    rows: tuple[Mapping[str, Any], ...]


def extracts(connection: Connection, subject: DataSubject) -> Iterator[Extract]:
    """Yield what each table holds of somebody; those that hold nothing are left out."""
    for table in METADATA.sorted_tables:
        holding = HOLDINGS.get(table.name)
        rows = () if holding is None else tuple(_records(connection, holding, subject))
        if rows:
            labels = {column.name: str(column.info[GDPR]) for column in table.columns}
            yield Extract(table=table.name, labels=labels, rows=rows)


def _records(connection: Connection, holding: Holding, subject: DataSubject) -> Iterator[Mapping[str, Any]]:
    """Yield rows as documents; of what holds many people's, only their own."""
    for row in holding.rows(connection, subject):
        yield holding.extract({name: _plain(value) for name, value in row.items()}, subject)


def _plain(value: Any) -> Any:
    if isinstance(value, date):  # a moment is one, too
        return value.isoformat()
    return bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else value

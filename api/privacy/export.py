"""All that is held of somebody, for themselves to read: every table and row, each column with its label.

Random ids of other people are taken out: to whom they belong is nobody's to read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.privacy.inventory import HOLDINGS
from api.privacy.records.subjects import ids_of_others
from api.store.columns import GDPR, METADATA
from api.store.engine import Connection
from api.store.personal_data import DataSubject, Holding
from api.store.types import ID_LENGTH

SOMEBODY = "***"
"""What stands in the place of another person's random id."""

_ID = re.compile(rf"(?<![0-9a-f])[0-9a-f]{{{ID_LENGTH}}}(?![0-9a-f])")


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
    others = ids_of_others(connection, subject)
    for table in METADATA.sorted_tables:
        holding = HOLDINGS.get(table.name)
        rows = () if holding is None else tuple(_records(connection, holding, subject, others))
        if rows:
            labels = {column.name: str(column.info[GDPR]) for column in table.columns}
            yield Extract(table=table.name, labels=labels, rows=rows)


def _records(
    connection: Connection, holding: Holding, subject: DataSubject, others: Collection[str]
) -> Iterator[Mapping[str, Any]]:
    """Yield rows as documents; of what holds many people's, only their own."""
    for row in holding.rows(connection, subject):
        own = holding.extract({name: _plain(value) for name, value in row.items()}, subject)
        yield {name: _without(value, others) for name, value in own.items()}


def _without(value: Any, others: Collection[str]) -> Any:
    """Return a value or document without the random ids of others."""
    if isinstance(value, str):
        return _ID.sub(lambda found: SOMEBODY if found[0] in others else found[0], value)
    if isinstance(value, Mapping):
        return {_without(name, others): _without(each, others) for name, each in value.items()}
    return [_without(each, others) for each in value] if isinstance(value, list | tuple) else value


def _plain(value: Any) -> Any:
    if isinstance(value, date):  # a moment is one, too
        return value.isoformat()
    return bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else value

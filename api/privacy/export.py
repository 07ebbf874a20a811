"""All that is held of somebody, for themselves to read: every table and row, each column with its label."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any

from sqlalchemy import Connection, RowMapping, Table

from api.privacy.inventory import HELD
from api.privacy.subjects import Subject
from api.store.columns import GDPR, METADATA
from api.store.tables import PLAN_REVISION, ROSTER_VERSION, SECOND_STEP
from wfm.tables.plan_tables import HOTLINE_FILE

HIDDEN = "***"
"""What stands in the place of a secret."""


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


def extracts(connection: Connection, subject: Subject) -> Iterator[Extract]:
    """Yield what each table holds of somebody; those that hold nothing are left out."""
    for table in METADATA.sorted_tables:
        held = HELD.get(table.name)
        rows = tuple(_record(table, row, subject) for row in held.rows(connection, subject)) if held else ()
        if rows:
            labels = {column.name: str(column.info[GDPR]) for column in table.columns}
            yield Extract(table.name, labels, rows)


def _record(table: Table, row: RowMapping, subject: Subject) -> Mapping[str, Any]:
    """Return a row as a document; of what holds many people's, only their own."""
    record = {name: _plain(value) for name, value in row.items()}
    own = _OWN.get(table)
    return record if own is None else own(record, subject)


def _of_revision(record: Mapping[str, Any], subject: Subject) -> Mapping[str, Any]:
    """Keep, of a plan's tables, the rows of the subject."""
    content: Mapping[str, str] = record["content"]
    own = {
        file: rows
        for file, text in content.items()
        if file != HOTLINE_FILE
        and (rows := [line for line in _lines(text) if line.get("agent") in subject.ids])
    }
    return {**record, "content": own}


def _lines(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def _of_version(record: Mapping[str, Any], subject: Subject) -> Mapping[str, Any]:
    """Keep, of what is claimed of a roster, the seats from which it was mended that are the subject's."""
    baseline = record["claims"].get("baseline")
    before = {} if baseline is None else baseline["roster"]
    own = {shift: sorted(subject.ids & set(persons)) for shift, persons in before.items()}
    return {**record, "claims": {"baseline": {shift: ids for shift, ids in own.items() if ids}}}


def _of_second_step(record: Mapping[str, Any], _subject: Subject) -> Mapping[str, Any]:
    """Hide the secret: whoever reads the file could sign in with it."""
    return {**record, "secret": HIDDEN}


_OWN: Mapping[Table, Callable[[Mapping[str, Any], Subject], Mapping[str, Any]]] = {
    PLAN_REVISION: _of_revision,
    ROSTER_VERSION: _of_version,
    SECOND_STEP: _of_second_step,
}


def _plain(value: Any) -> Any:
    if isinstance(value, date):  # a moment is one, too
        return value.isoformat()
    return bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else value

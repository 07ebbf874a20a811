"""All rows of a store into another, whatever database either of them is."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from api.store.append_only import unguarded
from api.store.columns import METADATA
from api.store.digests import BATCH, Digest
from api.store.tables import AUDIT_HEAD


def copy_rows(source: Connection, target: Connection) -> dict[str, Digest]:
    """Copy every row into a store that is empty; return what was copied, by table."""
    found = {}
    for table in METADATA.sorted_tables:
        found[table.name] = digest = Digest()
        rows = source.execute(select(table).execution_options(yield_per=BATCH))
        for part in rows.mappings().partitions():
            for row in part:
                digest.add(row.values())
            target.execute(insert(table), [dict(row) for row in part])
    return found


def empty_tables(connection: Connection) -> None:
    """Take every row of every table, also of those that are only ever added to."""
    with unguarded(connection):
        for table in reversed(METADATA.sorted_tables):
            connection.execute(delete(table))


def is_empty(connection: Connection) -> bool:
    """Tell whether nobody has written anything yet; the end of an empty audit chain is nothing."""
    tables = (table for table in METADATA.sorted_tables if table is not AUDIT_HEAD)
    return all(connection.execute(select(table).limit(1)).first() is None for table in tables)

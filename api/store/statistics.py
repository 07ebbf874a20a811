"""What is personal is not sampled: PostgreSQL keeps no commonest values of it for planning its queries.

Such samples outlive the rows that they were taken from, and only a superuser can take them away.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from api.store.columns import GDPR, METADATA, Gdpr

_SAMPLED = text(
    "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(:name) "
    "AND attnum > 0 AND NOT attisdropped AND coalesce(attstattarget, -1) <> 0"
)


def leave_unsampled(connection: Connection) -> None:
    """See to it that no personal column is sampled; SQLite samples none."""
    if connection.dialect.name != "postgresql":
        return
    quoted = connection.dialect.identifier_preparer
    for table in METADATA.sorted_tables:
        personal = {column.name for column in table.columns if column.info[GDPR] == Gdpr.PERSONAL}
        name = quoted.format_table(table)
        for column in sorted(personal & find_sampled(connection, name)):
            said = f"ALTER TABLE {name} ALTER COLUMN {quoted.quote(column)} SET STATISTICS 0"
            connection.execute(text(said))


def find_sampled(connection: Connection, name: str) -> set[str]:
    """Return the columns of a table that are sampled; the table's name is quoted where it must be."""
    return set(connection.execute(_SAMPLED, {"name": name}).scalars())

"""Tables of which a row, once written, is neither changed nor taken away: the database itself refuses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

FIRST_GUARDED = ("plan_revision", "roster_version", "assignment", "audit_event")
"""Those of the first revision of a store."""
APPEND_ONLY = (*FIRST_GUARDED, "ledger_entry")

_FUNCTION = """
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'append only: %', TG_TABLE_NAME; END $$
"""


def guards(dialect: str, tables: Iterable[str] = APPEND_ONLY) -> Iterator[str]:
    """Yield the statements that guard tables; a migration that makes one of them anew runs them again."""
    if dialect == "postgresql":
        yield _FUNCTION
    yield from guards_of_table(dialect, *tables)


def guards_of_table(dialect: str, *tables: str) -> Iterator[str]:
    """Yield the statements that guard further tables of a store that guards some already."""
    for table in tables:
        yield from _postgresql(table) if dialect == "postgresql" else _sqlite(table)


def no_guards(dialect: str, tables: Iterable[str] = APPEND_ONLY) -> Iterator[str]:
    """Yield the statements that take the guards away."""
    yield from no_guards_of_table(dialect, *tables)
    if dialect == "postgresql":
        yield "DROP FUNCTION append_only()"


def no_guards_of_table(dialect: str, *tables: str) -> Iterator[str]:
    """Yield the statements that take the guards of some tables away and leave the others."""
    for table in tables:
        if dialect == "postgresql":
            yield f"DROP TRIGGER append_only_rows ON {table}"
            yield f"DROP TRIGGER append_only_whole ON {table}"
        else:
            yield f"DROP TRIGGER append_only_{table}_update"
            yield f"DROP TRIGGER append_only_{table}_delete"


@contextmanager
def unguarded(connection: Connection) -> Iterator[None]:
    """Take the guards away until the end of the block, in a transaction that nobody else sees into.

    Only for what replaces a store as a whole, and for what is older than the law wants it kept.
    """
    dialect = connection.dialect.name
    for statement in no_guards(dialect):
        connection.execute(text(statement))
    yield  # where anything is raised, the transaction goes back, and the guards with it
    for statement in guards(dialect):
        connection.execute(text(statement))


def _postgresql(table: str) -> Iterator[str]:
    run = "EXECUTE FUNCTION append_only()"
    yield f"CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {run}"
    yield f"CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {run}"


def _sqlite(table: str) -> Iterator[str]:
    for what in ("UPDATE", "DELETE"):
        name = f"append_only_{table}_{what.lower()}"
        refusal = f"SELECT RAISE(ABORT, 'append only: {table}')"
        yield f"CREATE TRIGGER {name} BEFORE {what} ON {table} BEGIN {refusal}; END"

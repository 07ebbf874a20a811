"""What was deleted is overwritten: no byte of it is left in any file of the database.

SQLite is written anew from the rows that there are, and its log is emptied. PostgreSQL's tables are
written anew too (of what is personal it keeps no samples, `unsampled`). Its own log (``pg_wal``), and a
server's archive of that, keep what was written to them until they are recycled: its operator has to know.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from typing import Any

from sqlalchemy import Connection, Engine, text

from api.store.columns import METADATA
from api.store.errors import StoreError

PATIENCE = 30.0
"""Seconds that others are given to end what they were reading when something was deleted."""

_TICK = 0.1


class StillReadError(StoreError):
    """Somebody still reads what was deleted, so its bytes could not be overwritten; to be tried again."""


def overwrite_deleted(engine: Engine, patience: float = PATIENCE) -> None:
    """Overwrite what was deleted by transactions that are over.

    Raises
    ------
    StillReadError
        Where others go on reading what there was before.
    """
    until = time.monotonic() + patience
    if engine.dialect.name == "sqlite":
        _sqlite(engine, until)
    else:
        _postgresql(engine, until)


def _sqlite(engine: Engine, until: float) -> None:
    with closing(engine.raw_connection()) as borrowed:
        driver: Any = borrowed.driver_connection
        while not (_compact(driver) and _log_emptied(driver)):
            if time.monotonic() > until:
                raise StillReadError("log")
            time.sleep(_TICK)


def _compact(driver: Any) -> bool:
    """Write the file anew: a page that was split or moved may hold a copy that no deletion reaches."""
    try:
        driver.execute("VACUUM")
    except sqlite3.OperationalError:  # somebody writes
        return False
    return True


def _log_emptied(driver: Any) -> bool:
    busy, _pages, _moved = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _postgresql(engine: Engine, until: float) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text(f"SET lock_timeout = {int(PATIENCE * 1000)}"))
        try:
            _wait_for_readers(connection, until)
            for table in METADATA.sorted_tables:
                name = connection.dialect.identifier_preparer.format_table(table)
                connection.execute(text(f"VACUUM (FULL, ANALYZE) {name}"))
        finally:
            connection.invalidate()  # with its settings


def _wait_for_readers(connection: Connection, until: float) -> None:
    """Wait for whoever still sees what was deleted: a table that is written anew keeps it for them."""
    now = connection.execute(text("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")).scalar_one()
    asked = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND backend_xmin IS NOT NULL "
        "AND age(backend_xmin) > age(CAST(CAST(:now AS xid8) AS xid))"
    )
    while connection.execute(asked, {"now": now}).scalar():
        if time.monotonic() > until:
            raise StillReadError("snapshot")
        time.sleep(_TICK)

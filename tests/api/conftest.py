"""What tests of several rooms share: databases, a filled store, an office with two hotlines."""

from __future__ import annotations

import shutil
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from api.app import collect_routes
from api.configuration.settings import DATABASE_FILE
from api.store.engine import open_engine
from api.store.migrate import upgrade
from tests.api.access.prepared import UNHURRIED
from tests.api.accounts.offices import Office, publish_both
from tests.api.filled_service import Served
from tests.api.store.databases import name_of, postgresql_database, postgresql_server
from tests.api.store.filled import fill
from tests.api.store.statements import share_statements

FILE, SERVER = "sqlite", "postgresql"
KINDS = (FILE, SERVER)
ABOUT_ROWS = ("/store/", "records")
"""Parts of paths of tests that are about the database itself: each of their values matters on both."""

share_statements()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of a test that is run with many values, ask the server with the first in short, the file with each."""
    seen = set()
    for item in items:
        asked = getattr(item, "callspec", None)
        if asked is None or asked.params.get("kind") != SERVER or item.get_closest_marker("prove"):
            continue
        name, _, _ = item.nodeid.partition("[")
        if name in seen and not any(part in item.path.as_posix() for part in ABOUT_ROWS):
            item.add_marker(pytest.mark.prove)
        seen.add(name)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Let all that is left out without a browser be told in one line, not in one for each test."""
    report = yield
    if report.skipped and item.get_closest_marker("browser"):
        _, _, reason = report.longrepr
        report.longrepr = ("tests/api/browser", None, reason)
    return report


def _migrated(place: str | Path) -> None:
    engine = open_engine(place)
    upgrade(engine)
    engine.dispose()


@pytest.fixture
def routes_anew() -> Iterator[None]:
    """Let the service gather its routes again: they are changed."""
    collect_routes.cache_clear()
    yield
    collect_routes.cache_clear()


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
def filled_place(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Return the place of a filled store of one's own."""
    given = partial[Any](request.getfixturevalue)
    if kind == "sqlite":
        shutil.copy(given("filled_file"), tmp_path / DATABASE_FILE)
        yield str(tmp_path)
        return
    with postgresql_database(given("server"), name_of(given("filled_database"))) as url:
        yield url


@pytest.fixture
def served(filled_place: str) -> Iterator[Served]:
    """Return the service over a filled store."""
    with ExitStack() as stack:
        opened = open_engine(filled_place)
        stack.callback(opened.dispose)
        yield Served(opened)


@pytest.fixture(scope="session")
def office_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a SQLite file with two hotlines and no accounts."""
    folder = tmp_path_factory.mktemp("office")
    database = open_engine(folder)
    upgrade(database)
    publish_both(database)
    database.dispose()
    return folder / DATABASE_FILE


@pytest.fixture(scope="session")
def office_database(server: str, migrated_database: str) -> Iterator[str]:
    """Return the address of a PostgreSQL database with two hotlines and no accounts, to be copied."""
    with postgresql_database(server, name_of(migrated_database)) as url:
        database = open_engine(url)
        publish_both(database)
        database.dispose()
        yield url


@pytest.fixture
def office_engine(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Return an engine on a database, of either kind, with two hotlines and no accounts."""
    given = partial[Any](request.getfixturevalue)
    with ExitStack() as stack:
        place = str(tmp_path)
        if kind == "sqlite":
            shutil.copy(given("office_file"), tmp_path / DATABASE_FILE)
        else:
            copied = postgresql_database(given("server"), name_of(given("office_database")))
            place = stack.enter_context(copied)
        opened = open_engine(place)
        stack.callback(opened.dispose)
        yield opened


@pytest.fixture
def office(office_file: Path, tmp_path: Path) -> Iterator[Office]:
    """Return an office in which nobody has an account yet."""
    shutil.copy(office_file, tmp_path / DATABASE_FILE)
    database = open_engine(tmp_path)
    event.listen(database, "connect", lambda opened, _: opened.execute(UNHURRIED))
    yield Office(database)
    database.dispose()

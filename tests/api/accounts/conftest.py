from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from api.settings import DATABASE_FILE
from api.store.engine import open_engine
from api.store.migrate import upgrade
from tests.api.access.prepared import UNHURRIED
from tests.api.accounts.offices import Office, publish_both


@pytest.fixture(scope="session")
def office_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a SQLite file with two hotlines and no accounts."""
    folder = tmp_path_factory.mktemp("office")
    database = open_engine(folder)
    upgrade(database)
    publish_both(database)
    database.dispose()
    return folder / DATABASE_FILE


@pytest.fixture
def office(office_file: Path, tmp_path: Path) -> Iterator[Office]:
    """Return an office in which nobody has an account yet."""
    shutil.copy(office_file, tmp_path / DATABASE_FILE)
    database = open_engine(tmp_path)
    event.listen(database, "connect", lambda opened, _: opened.execute(UNHURRIED))
    yield Office(database)
    database.dispose()

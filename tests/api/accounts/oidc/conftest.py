from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.configuration.settings import DATABASE_FILE
from api.store.engine import open_engine
from tests.api.accounts.offices import BEGAN, Office
from tests.api.accounts.oidc.bent import Bent, bent
from tests.api.accounts.oidc.visits import settings_with


@pytest.fixture
def provider() -> Iterator[Bent]:
    """Return a provider."""
    with bent(lambda: BEGAN) as found:
        yield found


@pytest.fixture
def office(office_file: Path, tmp_path: Path, provider: Bent) -> Iterator[Office]:
    """Return an office that knows the provider, and shares its clock."""
    shutil.copy(office_file, tmp_path / DATABASE_FILE)
    database = open_engine(tmp_path)
    found = Office(database, settings_with(provider.issuer))
    provider.now = found.now
    yield found
    database.dispose()

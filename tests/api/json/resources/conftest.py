"""The service over each database, with a plan, two versions of its roster, and the first published."""

from __future__ import annotations

import pytest

from api.store.engine import Database
from tests.api.json.resources.serving import Served
from tests.api.store.conftest import (
    engine,
    kind,
    migrated_database,
    migrated_file,
    place,
    server,
)
from tests.api.store.filled import fill

__all__ = ["engine", "kind", "migrated_database", "migrated_file", "place", "served", "server"]


@pytest.fixture
def served(engine: Database) -> Served:
    """Return the service over a filled store."""
    fill(engine)
    return Served(engine)

"""In these tests no scenario is kept yet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import delete

from api.store.engine import open_engine, writing
from api.store.tables import SCENARIO
from tests.api.filled_service import Served


@pytest.fixture
def served(filled_place: str) -> Iterator[Served]:
    """Return the service over a filled store without a scenario."""
    opened = open_engine(filled_place)
    with writing(opened) as connection:
        connection.execute(delete(SCENARIO))
    yield Served(opened)
    opened.dispose()

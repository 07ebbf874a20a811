"""In these tests nobody is asked yet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import delete

from api.store.engine import open_engine, writing
from api.store.tables import AVAILABILITY_ANSWER, AVAILABILITY_REQUEST, COLLECTION
from tests.api.filled_service import Served


@pytest.fixture
def served(filled_place: str) -> Iterator[Served]:
    """Return the service over a filled store without a collection."""
    opened = open_engine(filled_place)
    with writing(opened) as connection:
        for table in (AVAILABILITY_REQUEST, AVAILABILITY_ANSWER, COLLECTION):
            connection.execute(delete(table))
    yield Served(opened)
    opened.dispose()

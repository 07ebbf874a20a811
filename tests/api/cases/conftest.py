"""In these tests no business case is kept yet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import delete

from api.store.engine import open_engine, writing
from api.store.tables import BUSINESS_CASE
from tests.api.filled_service import Served


@pytest.fixture
def served(filled_place: str) -> Iterator[Served]:
    """Return the service over a filled store without a business case."""
    opened = open_engine(filled_place)
    with writing(opened) as connection:
        connection.execute(delete(BUSINESS_CASE))
    yield Served(opened)
    opened.dispose()

"""In these tests nothing is proposed yet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import delete

from api.store.engine import open_engine, writing
from api.store.tables import PROPOSAL, PROPOSAL_REMARK
from tests.api.filled_service import Served


@pytest.fixture
def served(filled_place: str) -> Iterator[Served]:
    """Return the service over a filled store without a proposal."""
    opened = open_engine(filled_place)
    with writing(opened) as connection:
        for table in (PROPOSAL_REMARK, PROPOSAL):
            connection.execute(delete(table))
    yield Served(opened)
    opened.dispose()

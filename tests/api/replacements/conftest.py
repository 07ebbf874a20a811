"""In these tests nobody is away yet, and no seat is offered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import delete

from api.store.engine import open_engine, writing
from api.store.tables import ABSENCE, ACCEPTING_RULE, SEAT_ASK, SEAT_OFFER
from tests.api.filled_service import Served


@pytest.fixture
def served(filled_place: str) -> Iterator[Served]:
    """Return the service over a filled store without absences and offers."""
    opened = open_engine(filled_place)
    with writing(opened) as connection:
        for table in (SEAT_ASK, SEAT_OFFER, ABSENCE, ACCEPTING_RULE):
            connection.execute(delete(table))
    yield Served(opened)
    opened.dispose()

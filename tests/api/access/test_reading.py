"""Whoever reads is answered as ever while nothing can be written, whatever they read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.api.access.asking import TABLE, Service, cells
from tests.api.access.world import CALLERS
from tests.api.store.hindrances import HINDRANCES, Hindrance

READ = [name for name in TABLE if name.startswith("GET ")]
CALLER = "coordinator"
IDLE = timedelta(minutes=30)
"""So long after signing in that it is time to note a login's use, and not over."""


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with Service() as found:
        found.at += IDLE
        yield found


@pytest.mark.parametrize("hindrance", HINDRANCES)
def test_every_read_is_answered_while_nothing_can_be_written(hindrance: Hindrance, service: Service) -> None:
    found = []
    with hindrance(service.database):
        for cell in (cell for operation in READ for cell in cells(operation) if cell.caller == CALLER):
            answer = service.ask(CALLERS[CALLER], cell.address, **cell.sent)
            if answer.status_code != cell.status:
                found.append(f"{cell}: {answer.status_code}")
    assert found == []

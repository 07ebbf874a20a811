from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import delete

from api.accounts.oidc import outside
from api.store.engine import Database, open_engine, writing
from api.store.tables import WEBHOOK, WEBHOOK_DELIVERY
from tests.api.notices.receiver import Receiver, receiving


@pytest.fixture
def kind() -> str:
    """Return which database it is; that both do alike is seen elsewhere."""
    return "sqlite"


@pytest.fixture
def database(filled_place: str) -> Iterator[Database]:
    """Return a filled store in which nobody is told of anything yet."""
    opened = open_engine(filled_place)
    with writing(opened) as connection:
        connection.execute(delete(WEBHOOK_DELIVERY))
        connection.execute(delete(WEBHOOK))
    yield opened
    opened.dispose()


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """Return a program that is told, on this machine, which counts as outside."""
    with receiving() as found:
        monkeypatch.setattr(outside, "is_outside", lambda _: True)
        monkeypatch.setattr(outside, "is_own", lambda _: False)
        monkeypatch.setattr(outside, "trust_store", lambda: found.trust)
        yield found

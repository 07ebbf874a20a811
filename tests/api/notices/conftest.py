"""Mail is tried on a mail server of this machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api.notices import texting
from api.store.engine import open_engine
from tests.api.filled_service import Served
from tests.api.notices.receiver import Receiver, receiving
from tests.api.notices.server import MailServer, mail_server


@pytest.fixture
def office() -> Iterator[MailServer]:
    """Return a mail server."""
    with mail_server() as found:
        yield found


@pytest.fixture
def phones(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """Return a service that takes text messages."""
    with receiving() as found:
        monkeypatch.setattr(texting, "trust_store", lambda: found.trust)
        yield found


@pytest.fixture
def served(filled_place: str) -> Iterator[Served]:
    """Return the service over a filled store."""
    opened = open_engine(filled_place)
    yield Served(opened)
    opened.dispose()

"""Mail is tried on a mail server of this machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.notices.server import MailServer, mail_server


@pytest.fixture
def office() -> Iterator[MailServer]:
    """Return a mail server."""
    with mail_server() as found:
        yield found

"""Mail is tried on both databases, and on a mail server of this machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.mail.server import MailServer, mail_server
from tests.api.store.conftest import (
    engine as engine,
)
from tests.api.store.conftest import (
    kind as kind,
)
from tests.api.store.conftest import (
    migrated_database as migrated_database,
)
from tests.api.store.conftest import (
    migrated_file as migrated_file,
)
from tests.api.store.conftest import (
    place as place,
)
from tests.api.store.conftest import (
    server as server,
)


@pytest.fixture
def office() -> Iterator[MailServer]:
    """Return a mail server."""
    with mail_server() as found:
        yield found

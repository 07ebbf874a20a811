"""A service that files are thrown at, and those who throw them: by programs and by pages."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from api.access.roles import Role
from api.accounts.records import access_tokens, accounts, grants, logins
from api.plans.records.facts import find_hotline, find_plan
from api.store.engine import Database, open_engine, reading, writing
from api.store.migrate import upgrade
from api.web.csrf import FIELD, form_token
from api.web.login_cookie import PLAIN
from api.web.pages.sent_form import KEY
from benchmarks.hostile.doors import Door
from benchmarks.polling import serving
from tests.api.filled_service import CODE, FIRST_DAY
from tests.api.store.filled import fill

HOST = "127.0.0.1"
LIMIT = 120.0
"""Seconds after which an answer is given up."""


@dataclass(frozen=True)
class Target:
    """A service that files are thrown at.

    Parameters
    ----------
    database, port, process
        Where its store is, where it answers, and its process.
    token, login
        Secrets of the access token and of the login of somebody who may do everything.
    """

    database: Database
    port: int
    process: int
    token: str
    login: str

    def newest(self, door: Door) -> int:
        """Return the number that a change at a door begins with."""
        with reading(self.database) as connection:
            hotline = find_hotline(connection, CODE).id
            facts = find_plan(connection, hotline, date.fromisoformat(FIRST_DAY))
        return facts.version if door.address.endswith("/versions") else facts.revision

    def send(self, door: Door, media: str, content: bytes, key: str) -> tuple[int, str]:
        """Return status and text of the answer to an upload."""
        newest = 0 if "/new" in door.address else self.newest(door)
        form = {FIELD: form_token(self.login), KEY: f"{key:0>16}", "expected": str(newest)}
        media, body = door.body(media, content, form)
        headers = {"Content-Type": media, "Accept-Language": "en"}
        if door.field:
            headers["Cookie"] = f"{PLAIN}={self.login}"
        else:
            headers |= {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key}
            headers["If-Match"] = f'"{newest}"'
        connection = http.client.HTTPConnection(HOST, self.port, timeout=LIMIT)
        try:
            connection.request(door.method, door.address, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(errors="replace")
        finally:
            connection.close()


def told_of(text: str) -> dict[str, Any]:
    """Return the document of an answer to a program; empty where it is none."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


@contextmanager
def target() -> Iterator[Target]:
    """Run a service with a plan in which people are asked, and somebody who may do everything."""
    with TemporaryDirectory(prefix="faellesvagt-hostile-") as place, ExitStack() as stack:
        database = open_engine(Path(place))
        stack.callback(database.dispose)
        upgrade(database)
        fill(database)
        now = datetime.now(UTC)
        with writing(database) as connection:
            account = accounts.make(connection, "sender@example.org", "en", by=None, at=now)
            hotline = find_hotline(connection, CODE).id
            for role, where in (
                (Role.COORDINATOR, hotline),
                (Role.ADMINISTRATOR, hotline),
                (Role.ADMINISTRATOR, None),
            ):
                grants.give(connection, account.id, role, hotline=where, by=None, at=now)
            token = access_tokens.make(connection, account.id, "hostile", at=now, lasts=timedelta(days=1))[1]
            login = logins.begin(connection, account.id, at=now)
        port, process = stack.enter_context(serving(Path(place), ""))
        yield Target(database, port, process, token, login)

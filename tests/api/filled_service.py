"""The service over a store with something in it, asked by anybody."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from typing import Any

from fastapi import Request
from httpx2 import Response

from api.access.callers import LOCAL_USER, NOBODY, AccountHolder, Caller
from api.access.ids import AccountId, HotlineCode
from api.access.roles import Grant, Role
from api.app import create_app
from api.published.store_source import StoredHotlines
from api.store.engine import Database, reading
from api.store.tables import METADATA
from tests.api.one_thread import TestClient
from tests.api.showcase import HOST
from tests.api.store.filled import AUTHOR, OTHER
from wfm.ids import AgentId, MunicipalityCode

CODE = HotlineCode("test")
FIRST_DAY = "2027-01-04"
WHOLE = AccountId("f" * 32)
"""Administers the whole service."""
ROOT = "/api/v1/hotlines"
PLAN = f"{ROOT}/{CODE}/plans/{FIRST_DAY}"
NOW = datetime(2026, 12, 2, 9, tzinfo=UTC)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def account(
    role: Role, code: str | None = None, agent: str | None = None, who: AccountId = AUTHOR
) -> AccountHolder:
    """Return an account with one role in the hotline."""
    home = None if code is None else MunicipalityCode(code)
    return AccountHolder(who, (Grant(role, CODE, home, None if agent is None else AgentId(agent)),))


CALLERS: Mapping[str, Caller] = {
    "nobody": NOBODY,
    "agent": account(Role.AGENT, "1", "1-1", AccountId("c" * 32)),
    "leader": account(Role.LEADER, "1", who=AccountId("d" * 32)),
    "coordinator": account(Role.COORDINATOR),
    "other": account(Role.COORDINATOR, who=OTHER),
    "administrator": account(Role.ADMINISTRATOR, who=AccountId("e" * 32)),
    "whole": AccountHolder(WHOLE, administers_service=True),
    "local": LOCAL_USER,
    "leader 2": account(Role.LEADER, "2", who=AccountId("2" * 32)),
    **{
        f"agent {one}": account(Role.AGENT, one[0], one, AccountId(digit * 32))
        for one, digit in (("1-2", "3"), ("1-3", "4"), ("2-1", "5"), ("2-2", "6"))
    },
}


def caller_of(request: Request) -> Caller:
    """Return who a test says asks."""
    return CALLERS[request.headers.get("x-caller", "coordinator")]


@dataclass
class Served:
    """The service over a store."""

    database: Database
    now: list[datetime] = field(default_factory=lambda: [NOW])

    def __post_init__(self) -> None:
        self.app = create_app(
            StoredHotlines(self.database, lambda: self.now[0]),
            database=self.database,
            caller=caller_of,
            now=lambda: self.now[0],
        )
        self.client = TestClient(self.app, base_url=HOST, raise_server_exceptions=False)
        self._keys = count()

    def get(self, address: str, caller: str = "coordinator", **headers: str) -> Response:
        """Return the answer to a request that reads; an address without a slash is the plan's."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(_whole(address), headers={"x-caller": caller, "accept-language": "en", **told})

    def send(
        self,
        method: str,
        address: str,
        content: bytes | Mapping[str, Any] | None = None,
        *,
        caller: str = "coordinator",
        began: object = None,
        key: str | None = None,
        media: str = "application/json",
        **headers: str,
    ) -> Response:
        """Return the answer to a request that changes something; where no key is given, it gets one."""
        told = {"x-caller": caller, "accept-language": "en", "content-type": media}
        told["idempotency-key"] = key or f"key-{next(self._keys)}"
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        if began is not None:
            told["if-match"] = f'"{began}"' if isinstance(began, int) else str(began)
        body = content if isinstance(content, bytes) else json.dumps(content or {}).encode()
        return self.client.request(method, _whole(address), content=body, headers=told)

    def digest(self) -> str:
        """Return a hash of every row of every table."""
        return digest(self.database)


def digest(database: Database) -> str:
    """Return a hash of every row of every table."""
    whole = sha256()
    with reading(database) as connection:
        for table in METADATA.sorted_tables:
            rows = sorted(repr(tuple(row)) for row in connection.execute(table.select()))
            whole.update(repr((table.name, rows)).encode())
    return whole.hexdigest()


def _whole(address: str) -> str:
    return address if address.startswith("/") else f"{PLAN}/{address}" if address else PLAN


def packed(files: Mapping[str, bytes], top: str = "") -> bytes:
    """Return files as a zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(top + name, content)
    return stream.getvalue()


def rows_of(text: str) -> list[dict[str, str]]:
    """Return the rows of a CSV text."""
    return list(csv.DictReader(io.StringIO(text)))

"""The service over a store, a clock that is set, and whoever asks: coordinator, leaders and agents."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from fastapi import Request
from httpx2 import Response

from api.access.callers import AccountHolder
from api.access.ids import AccountId, HotlineCode
from api.access.roles import Grant, Role
from api.app import create_app
from api.configuration.settings import Settings
from api.published.store_source import StoredHotlines
from api.runs.worker import RunWorker
from api.store.engine import Database
from tests.api.one_thread import TestClient
from tests.api.showcase import HOST
from wfm.ids import AgentId, MunicipalityCode

COORDINATOR = "coordinator"
PATIENCE = 300.0
"""Seconds, beyond its time limit, that a run may take on a busy machine."""


class RefusedError(Exception):
    """The service refused what was asked of it, by a rule."""


@dataclass
class Theatre:
    """The service, its clock, and who asks it.

    Parameters
    ----------
    database, code
        The store, and the hotline that is played.
    now
        What time it is; aware.
    """

    database: Database
    code: HotlineCode
    now: datetime
    _keys: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        app = create_app(
            StoredHotlines(self.database, lambda: self.now),
            database=self.database,
            settings=Settings(notice_days=0),
            caller=self._caller,
            now=lambda: self.now,
        )
        self._client = TestClient(app, base_url=HOST)

    def until(self, at: datetime) -> None:
        """Let time go by; it never goes back."""
        self.now = max(self.now, at.astimezone(UTC))

    def get(self, address: str, who: str = COORDINATOR) -> Any:
        """Return what somebody reads."""
        return self._answered(self._ask("GET", address, who, {}))

    def tag(self, address: str, who: str = COORDINATOR) -> str:
        """Return by which tag somebody knows what is there."""
        return self._ask("GET", address, who, {}).headers["etag"]

    def send(
        self, method: str, address: str, body: Any = None, who: str = COORDINATOR, tag: object = ""
    ) -> Any:
        """Return the answer to what somebody changes.

        Raises
        ------
        RefusedError
            Where the service refuses it.
        """
        headers = {"idempotency-key": f"played-{next(self._keys)}"}
        if tag != "":
            headers["if-match"] = f'"{tag}"' if isinstance(tag, int) else str(tag)
        return self._answered(self._ask(method, address, who, headers, json=body or {}))

    def solve(self, address: str, seconds: float, revision: int, seed: int) -> Any:
        """Have a plan solved by the service's own worker; return the run that is over."""
        asked = {"kind": "solve", "time_limit": seconds, "seed": seed}
        run = f"{address}/runs/{self.send('POST', f'{address}/runs', asked, tag=revision)['id']}"
        worker, ends = RunWorker(self.database, lambda: self.now), time.monotonic() + seconds + PATIENCE
        worker.start()
        try:
            while (found := self.get(run))["state"] in ("queued", "running"):
                assert time.monotonic() < ends, found
                time.sleep(0.2)
        finally:
            worker.stop()
        return found

    def _ask(self, method: str, address: str, who: str, headers: dict[str, str], **body: Any) -> Response:
        told = {"x-caller": who, "accept-language": "en", **headers}
        return self._client.request(method, f"/api/v1/hotlines/{self.code}{address}", headers=told, **body)

    def _answered(self, answer: Response) -> Any:
        if answer.status_code in (403, 404, 409, 412, 422):
            raise RefusedError(f"{answer.request.method} {answer.request.url.path}: {answer.text}")
        assert answer.status_code < 300, answer.text
        return answer.json()

    def _caller(self, request: Request) -> AccountHolder:
        who = request.headers["x-caller"]
        role, _, name = who.partition(" ")
        home = MunicipalityCode(name.split("-")[0]) if name else None
        agent = AgentId(name) if role == "agent" else None
        account = AccountId(who.encode().hex().ljust(32, "0")[:32])
        return AccountHolder(account, (Grant(Role(role), self.code, home, agent),))

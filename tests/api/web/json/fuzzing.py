"""Anything that the description allows, and much that it does not, asked as each kind of caller.

What is generated is seldom at home anywhere, so some of the names in addresses, and what requests began
with, are put right: else hardly anything would get past the first door.
"""

from __future__ import annotations

from datetime import date
from random import Random
from tempfile import mkdtemp
from typing import Any

import schemathesis
from fastapi import Request
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance
from sqlalchemy import event, insert

from api.access.callers import NOBODY, AccountHolder, Caller
from api.app import create_app
from api.plans.records.facts import PlanFacts, find_hotline, find_plan
from api.published.store_source import StoredHotlines
from api.store.engine import Database, open_engine, reading, writing
from api.store.migrate import upgrade
from api.store.tables import ACCOUNT
from tests.api.filled_service import CALLERS, CODE, FIRST_DAY, NOW, XLSX
from tests.api.store.filled import fill

BINARY = ("text/csv", "application/zip", XLSX)


@schemathesis.serializer(*BINARY)
def as_bytes(ctx: Any, value: Any) -> bytes:
    """Send what is no JSON as it is."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


def filled_store() -> Database:
    """Return a store with a plan and two versions; the disk is written to when the system likes."""
    database = open_engine(mkdtemp(prefix="faellesvagt-fuzz-"))
    event.listen(database, "connect", lambda opened, _: opened.execute("PRAGMA synchronous=OFF"))
    upgrade(database)
    fill(database)
    with writing(database) as connection:
        for caller in CALLERS.values():
            if isinstance(caller, AccountHolder):
                named = {"id": caller.id, "email": f"{caller.id[0]}@example.org", "language": "da"}
                connection.execute(insert(ACCOUNT).values(**named, created_at=NOW))
    return database


def bearer(request: Request) -> Caller:
    """Return who a test says asks, as a token would; any other is nobody's."""
    return CALLERS.get(request.headers.get("authorization", "").removeprefix("Bearer "), NOBODY)


class Fuzzed:
    """The service over a store, asked for whatever is generated."""

    def __init__(self) -> None:
        self.database = filled_store()
        now = lambda: NOW  # noqa: E731
        self.app = create_app(
            StoredHotlines(self.database, now), database=self.database, caller=bearer, now=now
        )
        told = {"authorization": "Bearer local"}
        self.schema = schemathesis.openapi.from_asgi(
            "/api/v1/openapi.json", self.app, headers=told, timeout=120
        )
        self.asked = 0

    def operations(self) -> dict[str, APIOperation[Any, Any, Any, Any]]:
        """Return every operation by method and path."""
        found = (result for result in self.schema.get_all_operations() if isinstance(result, Ok))
        return {result.ok().label: result.ok() for result in found}

    def ask(self, case: Case[Any], caller: str) -> None:
        """Ask, and hold the answer against the description."""
        self.asked += 1
        self._put_right(case, Random(repr((case.path_parameters, str(case.body)))))
        # What a plan, a cursor or a solve may be says more than a schema can.
        # Who may not ask at all is told apart in the table of who may what.
        # Nor does it say what the caller has chosen so far, which a change of notices begins with.
        more_than_said = "/hotlines" in case.path or case.path.endswith("/notices")
        unasked = [ignored_auth, *([positive_data_acceptance] if more_than_said else [])]
        case.call_and_validate(
            headers={"authorization": f"Bearer {caller}"},
            excluded_checks=unasked,
        )

    def _put_right(self, case: Case[Any], chance: Random) -> None:
        places = case.path_parameters
        if places and "hotline" in places and chance.random() < 0.9:
            places["hotline"] = CODE
        if places and "plan" in places and chance.random() < 0.9:
            places["plan"] = FIRST_DAY
        if case.headers and "Idempotency-Key" in case.headers and chance.random() < 0.9:
            case.headers["Idempotency-Key"] = f"key-{self.asked}"
        if case.headers and "If-Match" in case.headers and chance.random() < 0.8:
            case.headers["If-Match"] = f'"{self._newest(case.path)}"'

    def _newest(self, path: str) -> int:
        with reading(self.database) as connection:
            home = find_hotline(connection, CODE).id
            facts: PlanFacts = find_plan(connection, home, date.fromisoformat(FIRST_DAY))
        if path.endswith(("/versions", "/changes")):
            return facts.version
        return facts.published if path.endswith("/published") else facts.revision


def fuzz(fuzzed: Fuzzed, operation: APIOperation[Any, Any, Any, Any], caller: str, examples: int) -> None:
    """Ask an operation many times as somebody.

    Raises
    ------
    BaseExceptionGroup
        Where an answer is not as the description says.
    """

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def asked(case: Case[Any]) -> None:
        fuzzed.ask(case, caller)

    asked()

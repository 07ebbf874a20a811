"""A published week that is over, with everybody who may say who sat there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

from httpx2 import Response

from api.access.callers import AccountHolder
from api.access.ids import AccountId, HotlineCode
from api.access.roles import Grant, Role
from tests.api.publications import SMALL_ROSTER, small_plan
from tests.api.publishing.planned import Planned, planned
from wfm.ids import AgentId, MunicipalityCode
from wfm.plan import Plan
from wfm.settlement import Tariff

TEST = HotlineCode("test")
OVER = datetime(2027, 1, 9, 12, tzinfo=UTC)
"""After the last shift."""
ADDRESS = "/api/v1/hotlines/test/plans/2027-01-04"
FIRST = "2027-01-04T08:00"
"""On which 1-1 and 1-2 sit."""
SECOND = "2027-01-04T11:00"
"""On which 2-1 and 2-2 sit."""
LEADER_OF_2 = AccountHolder(AccountId("f" * 32), (Grant(Role.LEADER, TEST, MunicipalityCode("2")),))
AGENT = AccountHolder(AccountId("9" * 32), (Grant(Role.AGENT, TEST, MunicipalityCode("1"), AgentId("1-1")),))


def priced_plan() -> Plan:
    """Return the small plan with a settlement."""
    return small_plan(tariff=Tariff(Decimal("2.4246"), Decimal(272)))


@contextmanager
def worked_week(folder: Path, plan: Plan | None = None) -> Iterator[Planned]:
    """Open a store with the week, or another plan of it, published and over."""
    with planned(folder, datetime(2026, 12, 1, tzinfo=UTC)) as found:
        found.plan(plan or priced_plan())
        found.publish(found.version(SMALL_ROSTER, expected=0), expected=0)
        found.now = OVER
        yield found


def seats(*of: tuple[str, int]) -> dict[str, Any]:
    """Return a body that says who sat; a name without a hyphen is a municipality whose stand-in did."""
    return {
        "seats": [
            {("agent" if "-" in who else "stand_in_of"): who, "minutes": minutes} for who, minutes in of
        ]
    }


def ask(service: Planned, method: str, path: str, body: Any = None, *, tag: int | None = None) -> Response:
    """Ask the service, with a key of its own."""
    headers = {"Idempotency-Key": uuid4().hex} if method != "GET" else {}
    if tag is not None:
        headers["If-Match"] = f'"{tag}"'
    sent = {} if body is None else {"json": body}
    return service.client().request(method, f"{ADDRESS}{path}", headers=headers, **sent)


def say(service: Planned, shift: str, *of: tuple[str, int]) -> Response:
    """Say who sat on a shift, from what is there now."""
    number = ask(service, "GET", f"/worked/{shift}").json()["number"]
    return ask(service, "PUT", f"/worked/{shift}", seats(*of), tag=number)


def entries(service: Planned, *kinds: str) -> list[tuple[str, str, str | None, str | None]]:
    """Return entries of the ledger."""
    found = service.client().get("/api/v1/hotlines/test/ledger").json()["entries"]
    return [
        (one["municipality"], one["kind"], one["exact"], one["kroner"])
        for one in found
        if one["kind"] in kinds
    ]

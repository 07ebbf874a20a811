"""Counted calls as they are sent to the service, and whoever sends them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from httpx2 import Response

from tests.api.publications import small_plan
from tests.api.publishing.planned import Planned
from tests.wfm.demand.made_series import made
from wfm.calendar import clock
from wfm.demand.history import CallInterval

ADDRESS = "/api/v1/hotlines/test/calls"
PLAN_DAY = date(2027, 1, 4)


def counted(weeks: int, *, first: date | None = None) -> tuple[CallInterval, ...]:
    """Return made intervals that end before the small plan's period, or begin on a day."""
    since = first or PLAN_DAY - timedelta(weeks=weeks)
    return made(small_plan().hotline, since, weeks, seed=1).intervals


def csv_of(intervals: Iterable[CallInterval]) -> bytes:
    """Return intervals as a telephone system writes them."""
    lines = ["dato;start;tilbudte;besvarede;samtaletid;bemandet"]
    for one in intervals:
        talk = one.talk_seconds or 0
        lines.append(f"{one.day:%d-%m-%Y};{clock(one.start)};{one.offered};{one.answered};{talk};2")
    return "\n".join(lines).encode()


def send(service: Planned, content: bytes, *, key: str = "", media: str = "text/csv") -> Response:
    """Send a file by the API."""
    headers = {"Idempotency-Key": key or uuid4().hex, "Content-Type": media}
    return service.client().post(ADDRESS, content=content, headers=headers)


def stored(service: Planned) -> dict[str, Any]:
    """Return what is stored, as the API tells it."""
    answer = service.client().get(ADDRESS)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found

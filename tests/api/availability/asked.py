"""A store in which the people of a plan are asked when they can sit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from httpx2 import Response

from tests.api.filled_service import NOW, Served

CLOSES = NOW + timedelta(days=10)
AWAY = {"kind": "unavailable", "first_day": "2027-01-04", "last_day": "2027-01-05"}
WISH = {
    "kind": "preferred",
    "first_day": "2027-01-06",
    "last_day": "2027-01-06",
    "from": "08:00",
    "to": "11:00",
}


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def open_collection(served: Served, **changes: Any) -> Response:
    """Ask everybody, until ten days from now."""
    document = {"closes": iso(CLOSES), **changes}
    return served.send("PUT", "collection", document, began=0)


def tag_of(served: Served, agent: str, caller: str) -> str:
    """Return the tag of what an agent says."""
    return served.get(f"availability/{agent}", caller).headers["etag"]


def say(
    served: Served,
    agent: str,
    *entries: Mapping[str, Any],
    caller: str = "agent",
    began: str | None = None,
    **more: Any,
) -> Response:
    """Let an agent say something, from what holds now."""
    began = began or tag_of(served, agent, caller)
    told = {name: more.pop(name) for name in ("key",) if name in more}
    document = {"entries": list(entries), **more}
    return served.send("PUT", f"availability/{agent}", document, caller=caller, began=began, **told)


def close(served: Served) -> None:
    """Let the deadline pass."""
    served.now[0] = CLOSES + timedelta(minutes=1)

"""Changes of a roster by hand, as a request says them."""

from __future__ import annotations

from collections.abc import Mapping

Change = Mapping[str, str | None]


def move(shift: str, leaves: str | None = None, joins: str | None = None) -> Change:
    """Return the change by which a seat changes hands; ``None`` is an empty seat."""
    return {"kind": "move", "shift": shift, "leaves": leaves, "joins": joins}


def lock(shift: str, municipality: str | None = None, agent: str | None = None) -> Change:
    """Return the change by which a shift is locked."""
    return {"kind": "lock", "shift": shift, "municipality": municipality, "agent": agent}


def unlock(shift: str, municipality: str | None = None, agent: str | None = None) -> Change:
    """Return the change by which the lock that says just this is lifted."""
    return {"kind": "unlock", "shift": shift, "municipality": municipality, "agent": agent}

"""What the service needs to do its work, as checks that whoever needs something adds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from api.logs import log


@dataclass(frozen=True)
class Check:
    """One thing that is needed.

    Parameters
    ----------
    name
        A word, shown to whoever watches over the service.
    look
        Raises where the thing cannot be used; it must be quick and change nothing.
    """

    name: str
    look: Callable[[], object]


def trouble(check: Check) -> Exception | None:
    """Return what keeps a thing from being used, which is logged too; nothing where all is well."""
    try:
        check.look()
    except Exception as error:
        log().warning("unready", check=check.name, exc_info=error)
        return error
    return None

"""Where a caller stands: who it is, in which hotline, and how far it sees there."""

from __future__ import annotations

from dataclasses import dataclass

from api.access.callers import Caller
from api.access.permissions import Permission, permissions
from api.access.scope import Scope


@dataclass(frozen=True)
class Standing:
    """A caller whom a guard let pass.

    Parameters
    ----------
    caller
        Who asks.
    hotline
        Code of the hotline that is asked about; empty where the caller has none.
    scope
        How far the caller sees in it.
    """

    caller: Caller
    hotline: str
    scope: Scope

    def may(self, permission: Permission) -> bool:
        """Tell whether the caller may do something in that hotline."""
        return permission in permissions(self.caller, self.hotline)

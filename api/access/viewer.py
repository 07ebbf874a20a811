"""Viewer: who asks, in which hotline, and how far they see there."""

from __future__ import annotations

from dataclasses import dataclass

from api.access.callers import Caller
from api.access.ids import HotlineCode
from api.access.permissions import Permission, permissions
from api.access.scope import Scope


@dataclass(frozen=True)
class Viewer:
    """A caller whom a guard let pass.

    Parameters
    ----------
    caller
        Who asks.
    hotline
        Of the hotline that is asked about; empty where the caller has none.
    scope
        How far the caller sees in it.
    """

    caller: Caller
    hotline: HotlineCode
    scope: Scope

    def may(self, permission: Permission) -> bool:
        """Tell whether the caller may do something in that hotline."""
        return permission in permissions(self.caller, self.hotline)

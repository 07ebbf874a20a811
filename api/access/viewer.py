"""Viewer: who asks, in which hotline, and how far they see there."""

from __future__ import annotations

from dataclasses import dataclass

from api.access.callers import AccountHolder, Caller
from api.access.ids import AccountId, HotlineCode
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

    @property
    def account(self) -> AccountId | None:
        """The account that acts; the local user has none."""
        return self.caller.id if isinstance(self.caller, AccountHolder) else None

    def may(self, permission: Permission) -> bool:
        """Tell whether the caller may do something in that hotline."""
        return permission in permissions(self.caller, self.hotline)

"""Policies: what a route asks of its callers, and what is told to those who do not have it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from api.access.callers import AccountHolder, Caller, LocalUser
from api.access.ids import HotlineCode
from api.access.permissions import Permission, permissions

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
"""Methods that change nothing (RFC 9110, section 9.2.1)."""


class Decision(Enum):
    """What becomes of a request."""

    ALLOWED = "allowed"
    UNKNOWN = "unknown"
    """Nobody known asks: signing in may help."""
    FORBIDDEN = "forbidden"
    """The caller is known, and may not."""
    MISSING = "missing"
    """To this caller there is nothing here."""


@dataclass(frozen=True)
class Policy:
    """What a route asks.

    Parameters
    ----------
    permission
        What the caller must be allowed; ``None`` where the route is for everybody, who then see what
        nobody sees.
    hides
        Whether those who are not allowed are told that nothing is here, as for an address that is itself
        the secret.
    writes
        Only where there is no permission: whether the route changes something all the same (signing in).
    signed_in
        Only where there is no permission: whether the caller must be known all the same (one's account).
    service
        Only for those who are signed in: whether they must administer the whole service, as who makes a
        hotline does.
    """

    permission: Permission | None
    hides: bool = False
    writes: bool = False
    signed_in: bool = False
    service: bool = False

    @property
    def name(self) -> str:
        """What it asks, in a word."""
        if self.permission is not None:
            return self.permission.value
        if self.service:
            return "service"
        return "signed_in" if self.signed_in else "public"

    @property
    def is_open(self) -> bool:
        """Whether it lets everybody pass, whoever they are."""
        return self.permission is None and not self.signed_in

    def decide(self, caller: Caller, hotline: HotlineCode) -> Decision:
        """Judge a caller; a hotline in which an account is nothing looks like one that does not exist."""
        if self.permission is None:
            known = isinstance(caller, AccountHolder | LocalUser)
            if self.service and isinstance(caller, AccountHolder) and not caller.administers_service:
                return Decision.FORBIDDEN
            return Decision.ALLOWED if known or not self.signed_in else Decision.UNKNOWN
        held = permissions(caller, hotline)
        if self.permission in held:
            return Decision.ALLOWED
        if self.hides or (isinstance(caller, AccountHolder) and not held):
            return Decision.MISSING
        return Decision.FORBIDDEN if isinstance(caller, AccountHolder) else Decision.UNKNOWN

    def suits(self, methods: Iterable[str]) -> bool:
        """Tell whether methods that read, and no others, stand under a policy that reads."""
        writes = self.writes if self.permission is None else self.permission.writes
        return all((method not in SAFE) == writes for method in methods)

"""How far a swap can be, and what can be done with it."""

from __future__ import annotations

from enum import StrEnum


class SwapState(StrEnum):
    """How far a swap is."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    """Somebody would take the shift; leaders or a coordinator have to say yes."""
    DONE = "done"
    DECLINED = "declined"
    """By all who were asked."""
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    """Neither done nor ended until its time was over."""

    @property
    def is_open(self) -> bool:
        """Whether something can still come of it."""
        return self in (SwapState.PROPOSED, SwapState.ACCEPTED)


class SwapAction(StrEnum):
    """What somebody can do with a swap."""

    ACCEPT = "accept"
    DECLINE = "decline"
    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"

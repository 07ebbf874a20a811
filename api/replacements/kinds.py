"""What offers and those who are asked can be, and how a municipality lets its people accept."""

from __future__ import annotations

from enum import StrEnum


class OfferState(StrEnum):
    """How far an offer is."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    """By all who were asked."""
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    """Open until its time was over."""


class AskState(StrEnum):
    """What somebody who is asked has said so far."""

    ASKED = "asked"
    WILLING = "willing"
    """Would take the seat; their leader has to say yes."""
    ACCEPTED = "accepted"
    DECLINED = "declined"


class AcceptingRule(StrEnum):
    """Whether a municipality's agents may take a seat by themselves."""

    ALONE = "alone"
    LEADER = "leader"
    """Once their leader has said yes."""
    NEVER = "never"
    """Their leader answers for them."""

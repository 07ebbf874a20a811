"""Kinds of entries, and which of them add up to a balance."""

from __future__ import annotations

from enum import StrEnum


class LedgerKind(StrEnum):
    """Why an entry stands in the ledger; amounts above 0 are owed by the municipality."""

    OPENING = "opening"
    """What it owed when the quarter began: what the one before handed on."""
    PLANNED = "planned"
    """The seats that were first published for it."""
    SWAP = "swap"
    """What a later publication of the quarter made of them, whatever was its cause."""
    WORKED = "worked"
    """What it sat more or less than was last published, when the quarter was closed."""
    ENTITLEMENT = "entitlement"
    """Its share of all seats that were worked."""
    CORRECTION = "correction"
    """What was found to be otherwise after a quarter was closed."""
    CARRY_OVER = "carry_over"
    """What it hands on; it says what the others add up to and is not added to them."""
    REBATE = "rebate"
    """What is taken off its price while it starts up, in kroner."""
    SETTLEMENT = "settlement"
    """What it has to pay for the quarter, in kroner."""

    @property
    def counts(self) -> bool:
        """Whether its seats are part of the balance."""
        return self is not LedgerKind.CARRY_OVER


FROM_PUBLISHING = (LedgerKind.PLANNED, LedgerKind.SWAP)
"""What publications post: together they are the seats that are published, with the sign turned."""

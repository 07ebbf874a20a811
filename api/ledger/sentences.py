"""What a line of an account is called, and a balance in words."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from api.ledger.kinds import LedgerKind
from wfm.message import Message, Plural, Text
from wfm.rounding import half_up

KINDS: Mapping[LedgerKind, Text] = MappingProxyType(
    {
        LedgerKind.OPENING: Text("ledger.opening", "brought forward"),
        LedgerKind.PLANNED: Text("ledger.planned", "seats first published"),
        LedgerKind.SWAP: Text("ledger.swap", "roster published anew"),
        LedgerKind.WORKED: Text("ledger.worked", "worked otherwise than published"),
        LedgerKind.ENTITLEMENT: Text("ledger.entitlement", "share of all seats worked"),
        LedgerKind.CORRECTION: Text("ledger.correction", "correction of a closed quarter"),
        LedgerKind.CARRY_OVER: Text("ledger.carry_over", "carried forward"),
        LedgerKind.REBATE: Text("ledger.rebate", "rebate while starting up"),
        LedgerKind.SETTLEMENT: Text("ledger.settlement", "settlement of the quarter"),
    }
)

OWES = Plural("ledger.owes", "owes {seats:decimal} seat", "owes {seats:decimal} seats")
IN_CREDIT = Plural(
    "ledger.in_credit", "is {seats:decimal} seat in credit", "is {seats:decimal} seats in credit"
)
EVEN = Text("ledger.even", "owes nothing")
IN_WORDS = 2
"""Decimals of seats in a sentence; the account has more of them."""


def balance_in_words(balance: Fraction) -> Message:
    """Return in words what somebody owes, or has in credit; what is next to nothing is nothing."""
    seats = half_up(abs(balance), IN_WORDS)
    if not seats:
        return EVEN()
    return (OWES if balance > 0 else IN_CREDIT)(n=1 if seats <= 1 else 2, seats=str(seats))

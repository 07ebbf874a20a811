"""What a line of an account is called."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from api.ledger.kinds import LedgerKind
from wfm.message import Text

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

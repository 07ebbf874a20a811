"""What privacy has to know of swaps: of whom they tell, what erases that, how long they stay."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping

from api.store.personal_data import DataSubject, ErasureStep, Holding
from api.store.retention import Bounds, rule_for
from api.store.tables import SWAP


def _concerns(row: Mapping[str, Any] | RowMapping, subject: DataSubject) -> bool:
    asked = {ask[0] for ask in row["asks"]}
    return bool(({row["gives"], row["taker"]} | asked) & subject.persons)


def _tells(row: RowMapping, subject: DataSubject) -> bool:
    return _concerns(row, subject) or row["author"] in subject.accounts


def _own(record: Mapping[str, Any], subject: DataSubject) -> Mapping[str, Any]:
    """Keep, of who is asked, what is of the subject."""
    own = [ask for ask in record["asks"] if ask[0] in subject.persons]
    return {**record, "asks": own}


HOLDINGS = (Holding(SWAP, tells=_tells, extract=_own),)
ERASURE = (ErasureStep(Holding(SWAP, tells=_concerns)),)
"""A swap goes with anybody whom it names: the seats that changed by it stay with the versions."""


def _over(_connection: Connection, bound: Bounds) -> ColumnElement[bool]:
    return SWAP.c.expires_at < datetime.combine(bound.notes, time(), UTC)


RETENTION = (rule_for("swaps", SWAP, _over),)
"""Swaps go some time after they could be done at the latest; what they changed stays."""

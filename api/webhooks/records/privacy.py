"""What privacy has to know of webhooks: they hold nobody, and what was delivered goes after a while."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection

from api.store.personal_data import ErasureStep, Holding
from api.store.retention import Bounds, rule_for
from api.store.tables import WEBHOOK_DELIVERY

HOLDINGS: tuple[Holding, ...] = ()
ERASURE: tuple[ErasureStep, ...] = ()


def _ended(_connection: Connection, bound: Bounds) -> ColumnElement[bool]:
    return WEBHOOK_DELIVERY.c.done_at < bound.requests


RETENTION = (rule_for("ended_deliveries", WEBHOOK_DELIVERY, _ended),)

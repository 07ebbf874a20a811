"""What privacy has to know of mails: whose they are, what erases them, how long they stay."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection

from api.store.personal_data import ErasureStep, FreeText, Holding, of_accounts
from api.store.retention import Bounds, rule_for
from api.store.tables import MAIL

HOLDINGS = (Holding(MAIL, of_accounts(MAIL.c.account_id)),)
ERASURE = tuple(map(ErasureStep, HOLDINGS))
FREE_TEXTS = (FreeText(MAIL, "payload", stays=True),)


def _ended(_connection: Connection, bound: Bounds) -> ColumnElement[bool]:
    return MAIL.c.done_at < bound.requests


RETENTION = (rule_for("ended_mails", MAIL, _ended),)

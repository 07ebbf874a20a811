"""What privacy has to know of mails: whose they are, what erases them, how long they stay."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, or_

from api.store.personal_data import DataSubject, ErasureStep, FreeText, Holding, of_accounts
from api.store.retention import Bounds, rule_for
from api.store.tables import MAIL, NOTICE_PREFERENCE, QUIET_HOURS


def _own(subject: DataSubject) -> ColumnElement[bool]:
    return or_(MAIL.c.account_id.in_(subject.accounts), MAIL.c.person_id.in_(subject.persons))


OWN = (Holding(MAIL, _own), Holding(NOTICE_PREFERENCE, of_accounts(NOTICE_PREFERENCE.c.account_id)))
HOLDINGS = (*OWN, Holding(QUIET_HOURS, of_accounts(QUIET_HOURS.c.author)))
ERASURE = tuple(map(ErasureStep, OWN))
FREE_TEXTS = (FreeText(MAIL, "payload", stays=True),)


def _ended(_connection: Connection, bound: Bounds) -> ColumnElement[bool]:
    return MAIL.c.done_at < bound.requests


RETENTION = (rule_for("ended_mails", MAIL, _ended),)

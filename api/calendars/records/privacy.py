"""What privacy has to know of calendars: whose they are, and what erases them; they end with the plan."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_

from api.calendars.rights import PERSON
from api.store.personal_data import UNNAMED, DataSubject, ErasureStep, FreeText, Holding
from api.store.tables import CALENDAR_ADDRESS, FEED_BODY


def _feeds(subject: DataSubject) -> ColumnElement[bool]:
    return (FEED_BODY.c.kind == PERSON) & FEED_BODY.c.subject.in_(subject.persons)


def _addresses(subject: DataSubject) -> ColumnElement[bool]:
    a = CALENDAR_ADDRESS.c
    own = (a.kind == PERSON) & a.subject.in_(subject.persons)
    return or_(own, a.account_id.in_(subject.accounts))


HOLDINGS = (Holding(FEED_BODY, _feeds), Holding(CALENDAR_ADDRESS, _addresses))
NAMES = FreeText(CALENDAR_ADDRESS, "name", {"name": UNNAMED})
"""What others called the addresses of theirs."""

FREE_TEXTS = (NAMES,)
ERASURE = (*map(ErasureStep, HOLDINGS), NAMES.step)
RETENTION = ()

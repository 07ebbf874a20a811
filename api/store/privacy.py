"""What privacy has to know of persons, of the audit chain, the outbox and answered requests."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, RowMapping, or_, select

from api.store.personal_data import (
    DataSubject,
    ErasureStep,
    FreeText,
    Holding,
    names_in,
    of_persons,
    speaks_in,
)
from api.store.retention import Bounds, rule_for
from api.store.tables import AUDIT_EVENT, AUDIT_PAYLOAD, HOTLINE, IDEMPOTENCY_KEY, MAIL, OUTBOX, PERSON


def _events(subject: DataSubject) -> ColumnElement[bool]:
    e = AUDIT_EVENT.c
    return or_(e.actor.in_(subject.accounts), e.object.in_(subject.ids))


def _asked(row: RowMapping, subject: DataSubject) -> bool:
    return subject.is_named_in([row["caller"], row["path"], row["answer"]])


def _is_mail_to(row: RowMapping, subject: DataSubject) -> bool:
    return row["sent_at"] is None and DataSubject(accounts=subject.accounts).is_named_in(row["payload"])


PERSONS = Holding(PERSON, of_persons(PERSON.c.id))
PAYLOADS = Holding(AUDIT_PAYLOAD, tells=speaks_in("payload"))
HOLDINGS = (
    PERSONS,
    Holding(AUDIT_EVENT, _events),
    PAYLOADS,
    Holding(OUTBOX, tells=names_in("payload")),
    Holding(IDEMPOTENCY_KEY, tells=_asked),
)
REQUESTS = tuple(FreeText(IDEMPOTENCY_KEY, name) for name in ("key", "path", "answer"))
FREE_TEXTS = (
    FreeText(AUDIT_PAYLOAD, "payload"),
    *REQUESTS,
    FreeText(OUTBOX, "payload", stays=True),
    FreeText(HOTLINE, "name", stays=True),
)
ERASURE = (
    ErasureStep(PAYLOADS),
    ErasureStep(Holding(OUTBOX, tells=_is_mail_to)),
    *(text.step for text in REQUESTS),
)
PERSON_ERASURE = ErasureStep(PERSONS, {"agent": None, "name": "", "email": "", "phone": "", "person": ""})
"""The last step of all: everything else is found by what it takes away, or refers to it."""


def _told(_connection: Connection, bound: Bounds) -> ColumnElement[bool]:
    return AUDIT_PAYLOAD.c.seq.in_(select(AUDIT_EVENT.c.seq).where(AUDIT_EVENT.c.at < bound.told))


def _answered(_connection: Connection, bound: Bounds) -> ColumnElement[bool]:
    return IDEMPOTENCY_KEY.c.created_at < bound.requests


def _sent(_connection: Connection, bound: Bounds) -> ColumnElement[bool]:
    on_their_way = select(MAIL.c.notice_id).where(MAIL.c.done_at.is_(None))
    return (OUTBOX.c.sent_at < bound.requests) & OUTBOX.c.id.not_in(on_their_way)


RETENTION = (
    rule_for("audit_payloads", AUDIT_PAYLOAD, _told),
    rule_for("answered_requests", IDEMPOTENCY_KEY, _answered),
    rule_for("sent_notices", OUTBOX, _sent),
)

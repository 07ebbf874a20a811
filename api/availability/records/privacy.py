"""What privacy has to know of collections: of whom they tell, what erases that, and how long it stays."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, RowMapping

from api.plans.records.privacy import plans_ended_before
from api.store.personal_data import DataSubject, ErasureStep, FreeText, Holding, of_persons
from api.store.retention import Bounds, rule_for
from api.store.tables import AVAILABILITY_ANSWER, AVAILABILITY_REQUEST, COLLECTION


def _request_of(row: RowMapping, subject: DataSubject) -> bool:
    return row["person_id"] in subject.persons or subject.is_told_of(row["entries"])


ANSWERS = Holding(AVAILABILITY_ANSWER, of_persons(AVAILABILITY_ANSWER.c.person_id))
REQUESTS = Holding(AVAILABILITY_REQUEST, tells=_request_of)
COLLECTION_NOTE = FreeText(COLLECTION, "note", {"note": ""})
HOLDINGS = (ANSWERS, REQUESTS, COLLECTION_NOTE.step.holding)
ERASURE = (ErasureStep(ANSWERS), ErasureStep(REQUESTS), COLLECTION_NOTE.step)
FREE_TEXTS = (COLLECTION_NOTE, FreeText(AVAILABILITY_REQUEST, "entries"))


def _requests_of_ended(connection: Connection, bound: Bounds) -> ColumnElement[bool]:
    return AVAILABILITY_REQUEST.c.plan_id.in_(plans_ended_before(connection, bound.notes))


RETENTION = (rule_for("availability_requests", AVAILABILITY_REQUEST, _requests_of_ended),)
"""Requests hold notes, and go when notes do; collections and answers go with their plan."""

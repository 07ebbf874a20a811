"""What privacy has to know of business cases: of whom they tell, what erases that, how long they stay."""

from __future__ import annotations

from datetime import UTC, datetime, time

from sqlalchemy import ColumnElement, Connection, RowMapping

from api.store.personal_data import DataSubject, ErasureStep, FreeText, Holding
from api.store.retention import Bounds, rule_for
from api.store.tables import BUSINESS_CASE


def _is_own(row: RowMapping, subject: DataSubject) -> bool:
    return row["author"] in subject.accounts and not row["shared"]


def _tells(row: RowMapping, subject: DataSubject) -> bool:
    return row["author"] in subject.accounts or subject.is_told_of([row["name"], row["content"]])


def _over(_connection: Connection, bound: Bounds) -> ColumnElement[bool]:
    return BUSINESS_CASE.c.at < datetime.combine(bound.rosters, time(), UTC)


NAME, CONTENT = FreeText(BUSINESS_CASE, "name"), FreeText(BUSINESS_CASE, "content")
HOLDINGS = (Holding(BUSINESS_CASE, tells=_tells),)
ERASURE = (ErasureStep(Holding(BUSINESS_CASE, tells=_is_own)), NAME.step, CONTENT.step)
"""Nobody else has seen what was not shared; what was is the hotline's, without the author."""
FREE_TEXTS = (NAME, CONTENT)
RETENTION = (rule_for("cases", BUSINESS_CASE, _over),)
"""As long after its last change as a roster after its last day: a case is of years."""

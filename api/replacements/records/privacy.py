"""What privacy has to know of absences and offers: of whom they tell, what erases that, how long it stays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, select

from api.store.personal_data import DataSubject, ErasureStep, Holding, of_accounts, of_persons
from api.store.retention import Bounds, rule_for
from api.store.tables import ABSENCE, ACCEPTING_RULE, SEAT_ASK, SEAT_OFFER


def _own_absence(row: Mapping[str, Any] | RowMapping, subject: DataSubject) -> bool:
    return row["person_id"] in subject.persons or any(seat[2] in subject.persons for seat in row["seats"])


def _tells_absence(row: RowMapping, subject: DataSubject) -> bool:
    return _own_absence(row, subject) or row["author"] in subject.accounts


def _tells_offer(row: RowMapping, subject: DataSubject) -> bool:
    return row["leaves"] in subject.persons or row["author"] in subject.accounts


OWN_ABSENCES = Holding(ABSENCE, tells=_own_absence)
ASKS = Holding(SEAT_ASK, of_persons(SEAT_ASK.c.person_id))
HOLDINGS = (
    Holding(ABSENCE, tells=_tells_absence),
    Holding(SEAT_OFFER, tells=_tells_offer),
    ASKS,
    Holding(ACCEPTING_RULE, of_accounts(ACCEPTING_RULE.c.author)),
)
ERASURE = (ErasureStep(OWN_ABSENCES), ErasureStep(ASKS))


def _over(connection: Connection, bound: Bounds) -> ColumnElement[bool]:
    return ABSENCE.c.last_day < bound.notes


def _moment(bound: Bounds) -> datetime:
    return datetime.combine(bound.notes, time(), UTC)


def _offer_over(connection: Connection, bound: Bounds) -> ColumnElement[bool]:
    return SEAT_OFFER.c.expires_at < _moment(bound)


def _ask_over(connection: Connection, bound: Bounds) -> ColumnElement[bool]:
    old = select(SEAT_OFFER.c.id).where(_offer_over(connection, bound))
    found: ColumnElement[bool] = SEAT_ASK.c.offer_id.in_(old)
    return found


RETENTION = (
    rule_for("absences", ABSENCE, _over),
    rule_for("seat_asks", SEAT_ASK, _ask_over),
    rule_for("seat_offers", SEAT_OFFER, _offer_over),
)
"""Absences go some time after their last day, offers after their own end; no figure is made of either."""

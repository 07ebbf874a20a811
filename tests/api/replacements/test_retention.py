"""Absences and offers go after a set time."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Engine, func, select

from api.privacy.retention import bounds, retain
from api.store.engine import reading, writing
from api.store.tables import ABSENCE, SEAT_ASK, SEAT_OFFER
from tests.api.privacy.test_retention import PERIODS, moment
from tests.api.store.filled import NOW, fill

DAY = date(2027, 1, 8)
"""On which somebody is away."""


def left(engine: Engine) -> list[int]:
    with reading(engine) as connection:
        counted = (select(func.count()).select_from(table) for table in (ABSENCE, SEAT_OFFER, SEAT_ASK))
        return [connection.execute(one).scalar_one() for one in counted]


def test_absences_and_offers_go_after_ninety_days(engine: Engine) -> None:
    fill(engine)
    for at, kept in (
        (NOW + timedelta(days=91), [1, 1, 1]),
        (NOW + timedelta(days=92), [1, 0, 0]),
        (moment(DAY + timedelta(days=90)), [1, 0, 0]),
        (moment(DAY + timedelta(days=91)), [0, 0, 0]),
    ):
        with writing(engine) as connection:
            retain(connection, bounds(PERIODS, at), at)
        assert left(engine) == kept

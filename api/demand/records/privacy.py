"""What privacy has to know of calls: they tell of nobody; who entered a figure; how long all stays."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection

from api.plans.records.privacy import plans_ended_before
from api.store.personal_data import Holding, of_accounts
from api.store.retention import Bounds, rule_for
from api.store.tables import CALL_DAY, CALL_FORECAST, ENTERED_FIGURE


def _old(_connection: Connection, bound: Bounds) -> ColumnElement[bool]:
    return CALL_DAY.c.day < bound.calls


def _entered_long_ago(_connection: Connection, bound: Bounds) -> ColumnElement[bool]:
    return ENTERED_FIGURE.c.last_day < bound.calls


def _of_ended_plans(connection: Connection, bound: Bounds) -> ColumnElement[bool]:
    return CALL_FORECAST.c.plan_id.in_(plans_ended_before(connection, bound.rosters))


HOLDINGS = (Holding(ENTERED_FIGURE, of_accounts(ENTERED_FIGURE.c.author)),)
RETENTION = (
    rule_for("call_days", CALL_DAY, _old),
    rule_for("entered_figures", ENTERED_FIGURE, _entered_long_ago),
    rule_for("call_forecasts", CALL_FORECAST, _of_ended_plans),
)
"""A forecast stays as long as its plan's rosters may: key figures of its weeks are held against it."""

"""What privacy has to know of amendments: of whom they tell, and how long they stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping

from api.plans.records.privacy import plans_ended_before
from api.store.personal_data import DataSubject, Holding
from api.store.retention import Bounds, rule_for
from api.store.tables import AMENDMENT


def _tells(row: RowMapping, subject: DataSubject) -> bool:
    named = {one[side] for one in row["left_out"] for side in ("left", "joined")}
    return row["author"] in subject.accounts or bool(named & subject.persons)


def _own(record: Mapping[str, Any], subject: DataSubject) -> Mapping[str, Any]:
    """Keep, of what a draft left out, what is of the subject."""
    own = [one for one in record["left_out"] if {one["left"], one["joined"]} & subject.persons]
    return {**record, "left_out": own}


def _of_ended_plans(connection: Connection, bound: Bounds) -> ColumnElement[bool]:
    found: ColumnElement[bool] = AMENDMENT.c.plan_id.in_(plans_ended_before(connection, bound.notes))
    return found


HOLDINGS = (Holding(AMENDMENT, tells=_tells, extract=_own),)
RETENTION = (rule_for("amendments", AMENDMENT, _of_ended_plans),)
"""Why seats changed goes when notes go; that they did stays with the plan's versions."""

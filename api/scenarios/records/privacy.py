"""What privacy has to know of scenarios: of whom they tell, what erases that, and how long they stay."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, RowMapping

from api.plans.records.privacy import plans_ended_before
from api.store.personal_data import DataSubject, ErasureStep, FreeText, Holding
from api.store.retention import Bounds, rule_for
from api.store.tables import SCENARIO


def _is_own(row: RowMapping, subject: DataSubject) -> bool:
    return row["author"] in subject.accounts and not row["shared"]


def _tells(row: RowMapping, subject: DataSubject) -> bool:
    return row["author"] in subject.accounts or subject.is_told_of([row["name"], row["edits"]])


def _over(connection: Connection, bound: Bounds) -> ColumnElement[bool]:
    found: ColumnElement[bool] = SCENARIO.c.plan_id.in_(plans_ended_before(connection, bound.notes))
    return found


NAME, EDITS = FreeText(SCENARIO, "name"), FreeText(SCENARIO, "edits")
HOLDINGS = (Holding(SCENARIO, tells=_tells),)
ERASURE = (ErasureStep(Holding(SCENARIO, tells=_is_own)), NAME.step, EDITS.step)
"""Nobody else has seen what was not shared; what was is the hotline's, without the author."""
FREE_TEXTS = (NAME, EDITS)
RETENTION = (rule_for("scenarios", SCENARIO, _over),)
"""They go when notes go."""

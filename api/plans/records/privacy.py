"""What privacy has to know of plans: of whom they tell, what erases that, and how long it stays."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from datetime import date
from io import StringIO
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, select

from api.access.ids import PlanId
from api.plans.records.plans import find_revision
from api.plans.records.revision_questions import read_revision_content
from api.store.errors import MissingError
from api.store.personal_data import (
    DataSubject,
    ErasureStep,
    FreeText,
    Holding,
    by_author_or_name,
    of_persons,
    speaks_in,
)
from api.store.retention import Bounds, Over, rule_for
from api.store.tables import AVAILABILITY_NOTE, PLAN, PLAN_REVISION, REVISION_AGENT, REVISION_NOTE
from wfm.tables.file_names import HOTLINE_FILE


def _note_of(row: RowMapping, subject: DataSubject) -> bool:
    return row["person_id"] in subject.persons or subject.is_told_of(row["note"])


def _own_rows(record: Mapping[str, Any], subject: DataSubject) -> Mapping[str, Any]:
    """Keep, of a plan's tables, the rows of the subject."""
    content: Mapping[str, str] = record["content"]
    own = {
        file: rows
        for file, text in content.items()
        if file != HOTLINE_FILE
        and (rows := [line for line in _lines(text) if line.get("agent") in subject.ids])
    }
    return {**record, "content": own}


def _lines(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


AVAILABILITY_NOTES = Holding(AVAILABILITY_NOTE, tells=_note_of)
REVISION_NOTES = Holding(REVISION_NOTE, tells=speaks_in("note"))
REVISION_AGENTS = Holding(REVISION_AGENT, of_persons(REVISION_AGENT.c.person_id))
HOLDINGS = (
    REVISION_AGENTS,
    AVAILABILITY_NOTES,
    REVISION_NOTES,
    Holding(PLAN_REVISION, tells=by_author_or_name("content"), extract=_own_rows),
)
ERASURE = (ErasureStep(AVAILABILITY_NOTES), ErasureStep(REVISION_NOTES), ErasureStep(REVISION_AGENTS))
FREE_TEXTS = (
    FreeText(AVAILABILITY_NOTE, "note"),
    FreeText(REVISION_NOTE, "note"),
    FreeText(PLAN, "name", stays=True),
    FreeText(PLAN_REVISION, "content", stays=True, doubts=False),
)
"""A plan's tables are only ever added to; they go with the plan."""


def plans_ended_before(connection: Connection, day: date) -> list[PlanId]:
    """Return the plans of which the last day is before a day."""
    return [plan for plan, last in _last_days(connection).items() if last < day]


def _last_days(connection: Connection) -> Mapping[PlanId, date]:
    found = {}
    for plan in connection.execute(select(PLAN.c.id)).scalars():
        try:
            newest = find_revision(connection, plan)
        except MissingError:
            continue
        content = read_revision_content(connection, newest.id)
        found[plan] = tomllib.loads(content[HOTLINE_FILE])["period"]["last_day"]
    return found


def with_ended_plans(column: Any, parent: Table) -> Over:
    """Return those rows of a table that belong, by a row of another one, to a plan that ended long ago."""

    def over(connection: Connection, bound: Bounds) -> ColumnElement[bool]:
        ended = plans_ended_before(connection, bound.notes)
        found: ColumnElement[bool] = column.in_(select(parent.c.id).where(parent.c.plan_id.in_(ended)))
        return found

    return over


RETENTION = (
    rule_for(
        "availability_notes",
        AVAILABILITY_NOTE,
        with_ended_plans(AVAILABILITY_NOTE.c.revision_id, PLAN_REVISION),
    ),
    rule_for("revision_notes", REVISION_NOTE, with_ended_plans(REVISION_NOTE.c.revision_id, PLAN_REVISION)),
)

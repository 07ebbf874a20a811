"""Steps by hand in the store: which versions a change, an undo or a redo made, and what it restored."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, insert, select

from api.access.ids import PlanId, RevisionNumber, VersionId, VersionNumber
from api.rosters.editing.undoing import HandStep, HandStepKind
from api.store.tables import ROSTER_VERSION, VERSION_STEP


def keep_step(connection: Connection, version: VersionId, step: HandStep) -> None:
    """Keep how a version was made, in the transaction in which it is."""
    values = {"kind": step.kind.value, "restores": step.restores, "base": step.base}
    connection.execute(insert(VERSION_STEP).values(version_id=version, **values))


def list_steps(connection: Connection, plan: PlanId) -> Mapping[VersionNumber, HandStep]:
    """Return the steps by hand of a plan's versions, by their numbers; others are none."""
    v, s = ROSTER_VERSION.c, VERSION_STEP.c
    asked = select(v.number, s.kind, s.restores, s.base).join(ROSTER_VERSION, v.id == s.version_id)
    rows = connection.execute(asked.where(v.plan_id == plan).order_by(v.number))
    return {
        VersionNumber(row.number): HandStep(
            HandStepKind(row.kind), VersionNumber(row.restores), RevisionNumber(row.base)
        )
        for row in rows
    }

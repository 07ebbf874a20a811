"""Outlines of plans: their period, and how many municipalities and agents they have, without reading them."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, func, select

from api.access.ids import HotlineId, PlanId
from api.plans.records.pseudonymous import Content
from api.store.tables import PLAN, PLAN_REVISION
from wfm.ids import MunicipalityCode
from wfm.tables.file_names import HOTLINE_FILE


@dataclass(frozen=True)
class PlanOutline:
    """What a plan's newest revision holds.

    Parameters
    ----------
    first_day, last_day
        Of its period.
    municipalities, agents
        How many.
    """

    first_day: date
    last_day: date
    municipalities: int
    agents: int

    @property
    def is_complete(self) -> bool:
        """Whether there is anybody to sit on its shifts."""
        return bool(self.municipalities and self.agents)

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in its period."""
        return self.first_day <= day <= self.last_day


def list_outlines(connection: Connection, hotline: HotlineId) -> Mapping[PlanId, PlanOutline]:
    """Return the outline of every plan of a hotline (a random id)."""
    newest = (
        select(PLAN_REVISION.c.plan_id, func.max(PLAN_REVISION.c.number).label("number"))
        .join(PLAN)
        .where(PLAN.c.hotline_id == hotline)
        .group_by(PLAN_REVISION.c.plan_id)
        .subquery()
    )
    same = and_(PLAN_REVISION.c.plan_id == newest.c.plan_id, PLAN_REVISION.c.number == newest.c.number)
    asked = select(PLAN_REVISION.c.plan_id, PLAN_REVISION.c.content).join(newest, same)
    return {row.plan_id: _outline(row.content) for row in connection.execute(asked)}


def citizens_before(
    connection: Connection, hotline: HotlineId, first_day: date
) -> Mapping[MunicipalityCode, int]:
    """Return the citizens of each municipality in the plan before the one that begins on a day."""
    newest = (
        select(PLAN_REVISION.c.content)
        .join(PLAN)
        .where(PLAN.c.hotline_id == hotline, PLAN.c.first_day < first_day)
        .order_by(PLAN.c.first_day.desc(), PLAN_REVISION.c.number.desc())
        .limit(1)
    )
    content: Content | None = connection.execute(newest).scalar()
    table = "" if content is None else content["municipalities.csv"]
    rows = csv.DictReader(io.StringIO(table))
    return {MunicipalityCode(row["municipality"]): int(row["population"]) for row in rows}


def _outline(content: Content) -> PlanOutline:
    period = tomllib.loads(content[HOTLINE_FILE])["period"]
    return PlanOutline(
        first_day=period["first_day"],
        last_day=period["last_day"],
        municipalities=_rows(content["municipalities.csv"]),
        agents=_rows(content["agents.csv"]),
    )


def _rows(table: str) -> int:
    """Return how many rows a table has; only names could hold line ends, and none does."""
    return table.count("\n") - 1

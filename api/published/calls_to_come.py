"""The risk of a published week's shifts, for whoever sees the hotline's figures."""

from __future__ import annotations

from api.access.ids import HotlineCode
from api.demand.week_risk import WeekRisk, read_week_risk
from api.plans.records.facts import find_plan_id
from api.publication.weeks import WeekGrid
from api.published.page_request import PageRequest
from api.store.engine import Database, reading


def find_risk(page: PageRequest, grid: WeekGrid) -> WeekRisk | None:
    """Return what the calls to come mean for a week; nothing for whoever sees no figures, or no forecast."""
    database: Database | None = page.request.app.state.database
    if database is None or not page.scope.figures:
        return None
    hotline = page.shown.publication.plan.hotline
    agents = {
        seating.shift.id: sum(len(group.sitters) for group in seating.groups) for seating in grid.seatings
    }
    with reading(database) as connection:
        plan = find_plan_id(connection, HotlineCode(hotline.code), hotline.period.first_day)
        if plan is None:
            return None
        return read_week_risk(connection, plan, agents, [seating.shift for seating in grid.seatings])

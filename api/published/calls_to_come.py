"""The risk of a published week's shifts, for whoever sees the hotline's figures."""

from __future__ import annotations

from collections.abc import Iterable

from api.access.ids import HotlineCode
from api.demand.week_risk import WeekRisk, read_week_risk
from api.plans.records.facts import find_hotline, find_plan, find_plan_id
from api.publication.weeks import WeekGrid
from api.published.page_request import PageRequest
from api.rosters.records.rosters import find_version, read_version
from api.store.engine import Connection, Database, reading
from wfm.calendar import Shift
from wfm.demand.team import Team, team_of
from wfm.hotline import Hotline
from wfm.ids import ShiftId


def find_risk(page: PageRequest, grid: WeekGrid) -> WeekRisk | None:
    """Return what the calls to come mean for a week; nothing for whoever sees no figures, or no forecast."""
    database: Database | None = page.request.app.state.database
    if database is None or not page.scope.figures:
        return None
    hotline = page.shown.publication.plan.hotline
    shifts = [seating.shift for seating in grid.seatings]
    with reading(database) as connection:
        plan = find_plan_id(connection, HotlineCode(hotline.code), hotline.period.first_day)
        if plan is None:
            return None
        if hotline.service.novice_factor == 1:
            teams = {
                seating.shift.id: Team(sum(len(group.sitters) for group in seating.groups))
                for seating in grid.seatings
            }
        else:
            teams = _teams(connection, hotline, shifts)
        return read_week_risk(connection, plan, teams, shifts)


def _teams(connection: Connection, hotline: Hotline, shifts: Iterable[Shift]) -> dict[ShiftId, Team]:
    """Return who sits by what is published; a reader's own view may not say who is a novice."""
    home = find_hotline(connection, HotlineCode(hotline.code))
    facts = find_plan(connection, home.id, hotline.period.first_day)
    if not facts.published:
        return {}
    version = read_version(connection, find_version(connection, facts.id, facts.published))
    return {shift.id: team_of(version.plan, version.roster, shift) for shift in shifts}

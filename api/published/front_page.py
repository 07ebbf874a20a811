"""The front page of a roster, as its readers ask: this week, what is missing, what has changed."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.access.permissions import Permission
from api.publication.front import find_front_facts
from api.published.page_request import CurrentPage
from api.web.guard import allow

router = APIRouter(include_in_schema=False)

NAMES_OF_SHIFT = 12
"""Municipalities of a shift that the page names at most."""
MOST_SAID = 6
"""Shifts that are empty, or have changed, named one by one."""
MOST_UNFOLDED = 60
"""Changed shifts that are named at all."""


@router.get("/", dependencies=[allow(Permission.READ_ROSTER)])
def overview(page: CurrentPage) -> Response:
    """Show the whole period at a glance; who does not see all of it is led to their own shifts."""
    if not page.scope.figures:
        return RedirectResponse(page.link("me"), HTTPStatus.SEE_OTHER)
    showing, chosen, today = page.showing, page.chosen, page.today
    met = sum(row.staffs and row.deviation == 0 for row in page.shown.publication.quota_table)
    month = page.month_of(showing.names_much)
    period = page.shown.publication.plan.hotline.period
    return page.respond_cached(
        "overview.html",
        "roster",
        beside=str(today),
        front=find_front_facts(showing, page.this_week, today, chosen.code if chosen else None),
        today=today,
        begins=period.first_day if today < period.first_day else None,
        ended=period.last_day if today > period.last_day else None,
        weeks=[grid for grid in showing.weeks.values() if month is None or month.touches(grid.week)],
        month=month,
        met=met,
        chosen=chosen,
        proof=page.proof,
        most=NAMES_OF_SHIFT,
        most_said=MOST_SAID,
        most_unfolded=MOST_UNFOLDED,
        is_part=page.shown.publication.visible_part is not None,
    )

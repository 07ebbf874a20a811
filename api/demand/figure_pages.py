"""The page of a week's key figures: a week chosen, sentences first, a line through the weeks."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.access.permissions import Permission
from api.demand.addresses import FIGURES_PAGE
from api.demand.figure_line import HEIGHT, WIDTH, figure_lines
from api.demand.figure_routes import week_named
from api.demand.figures import list_weeks, read_line, read_week
from api.demand.week.report import week_report
from api.rosters.page_context import InPlanning
from api.web.guard import allow

router = APIRouter(include_in_schema=False)

WeekAsked = Annotated[str, Query(max_length=8)]


@router.get(FIGURES_PAGE, dependencies=[allow(Permission.READ_FIGURES)])
def figures_page(context: InPlanning, week: WeekAsked = "") -> Response:
    """Show the key figures of a week, the latest unless one is named."""
    place = context.hotline_place()
    weeks = list_weeks(place)
    shown: dict[str, Any] = {
        "hotline": place.hotline,
        "weeks": weeks,
        "report": None,
        "lines": (),
        "chosen": None,
    }
    if week or weeks:
        chosen = week_named(week) if week else weeks[0]
        found = read_week(place, chosen)
        line = read_line(place, chosen)
        shown |= {
            "chosen": chosen,
            "report": week_report(found.plan, found.review, place.speak),
            "lines": figure_lines(line, found.plan, place.speak),
            "size": (WIDTH, HEIGHT),
        }
    return context.page.respond("demand/figures.html", "plans", **shown)

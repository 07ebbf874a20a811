"""The check list of a municipality that joins, as a page."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter
from fastapi.responses import Response

from api.access.permissions import Permission
from api.joining.service import StepKind, read_check_list, read_check_lists
from api.rosters.page_context import InPlanning, PlanningContext
from api.web.guard import allow
from wfm.ids import MunicipalityCode

router = APIRouter(include_in_schema=False)

MOST_NAMED = 12
"""Agents who are named in a line; of more it is told how many."""


@router.get("/joining", dependencies=[allow(Permission.READ_FIGURES)])
def check_lists(context: InPlanning) -> Response:
    """Show how far each municipality is."""
    place = context.hotline_place()
    found = read_check_lists(place)
    return context.page.respond("joining_list.html", "municipalities", hotline=place.hotline, lists=found)


@router.get("/joining/{code:path}", dependencies=[allow(Permission.READ_FIGURES)])
def check_list(context: InPlanning, code: str) -> Response:
    """Show what is done and what is missing, each with the place to do it."""
    found = read_check_list(context.hotline_place(), MunicipalityCode(code))
    return context.page.respond(
        "joining.html",
        "municipalities",
        hotline=found.plan.hotline,
        municipality=found.municipality,
        found=found,
        plan=found.plan,
        places=_places(context, found.first_day.isoformat()),
        most=MOST_NAMED,
    )


def _places(context: PlanningContext, day: str) -> Mapping[StepKind, str]:
    """Return the addresses at which the caller can do something about a step."""
    link, may = context.page.link, context.viewer.may
    found: dict[StepKind, str] = {}
    if may(Permission.EDIT_PLAN):
        agents = link("plans", day, "tables", "agents")
        found |= dict.fromkeys((StepKind.AGENTS, StepKind.EMAILS, StepKind.NOVICES), agents)
        found[StepKind.COMPETENCES] = link("plans", day, "competences")
        found[StepKind.AVAILABILITY] = link("plans", day, "tables", "availability")
    if may(Permission.READ_DRAFTS):
        found[StepKind.ACCOUNTS] = found[StepKind.LEADER] = link("plans", day, "people")
    if may(Permission.ADMINISTER):
        found[StepKind.LEADER] = link("plans", day, "people", "leaders")
    return found

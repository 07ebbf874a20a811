"""The next plan, looked at before it is made: its days, what is carried over, what is to be decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.access.ids import HotlineCode
from api.access.permissions import Permission
from api.plans.place import PlanPlace
from api.plans.records.facts import find_plan_id
from api.rosters.next_plan import add_next_plan, preview_next_plan
from api.rosters.page_context import InPlanning, PlanningContext
from api.store.engine import reading
from api.store.errors import ClashError
from api.web.guard import allow
from api.web.pages.sent_form import FormKey, new_key, request_by_key
from wfm.errors import PlanError
from wfm.ids import MunicipalityCode
from wfm.next_plan import Next, next_plan
from wfm.plan import Plan

router = APIRouter(include_in_schema=False)

ADDRESS = "/plans/{plan}/next"


@dataclass(frozen=True)
class NextPlanPreview:
    """What is shown of a next plan.

    Parameters
    ----------
    made
        The plan, and what is told of it.
    as_planned
        What each municipality would carry into it, had everybody sat as published; empty where that is the
        same.
    closed
        Whether the quarter is closed, so that what was worked is settled.
    public_holidays
        Days of it on which the hotline would be open but for its country's calendar, in order.
    is_there
        Whether a plan that begins on its first day is there already.
    """

    made: Next
    as_planned: Mapping[MunicipalityCode, Fraction]
    closed: bool
    public_holidays: tuple[date, ...]
    is_there: bool


@router.get(ADDRESS, dependencies=[allow(Permission.READ_DRAFTS)])
def before_next_plan(context: InPlanning, plan: str) -> Response:
    """Show the plan that would follow."""
    place = context.plan_place(plan)
    try:
        made, end = preview_next_plan(context.database, place.plan)
    except (ClashError, PlanError) as error:
        return _refuse(context, place, error)
    first = made.plan.hotline.period.first_day
    with reading(context.database) as connection:
        is_there = find_plan_id(connection, HotlineCode(made.plan.hotline.code), first) is not None
    preview = NextPlanPreview(
        made=made,
        as_planned=_as_planned(made.plan, next_plan(end.plan, end.roster).plan),
        closed=bool(end.handed_on),
        public_holidays=_public_holidays(made.plan),
        is_there=is_there,
    )
    return context.page.respond(
        "next_plan.html",
        "plans",
        hotline=place.hotline,
        facts=place.plan,
        preview=preview,
        key=new_key(),
        makes=context.viewer.may(Permission.EDIT_PLAN),
    )


@router.post(ADDRESS, dependencies=[allow(Permission.EDIT_PLAN)])
def make_next_plan(context: InPlanning, plan: str, key: FormKey) -> Response:
    """Make the plan that follows, and lead to it."""
    place = context.plan_place(plan)
    request = request_by_key(context.account, key, f"/plans/{place.plan.id}/next")
    try:
        kept = add_next_plan(place, request, place.plan.first_day)
    except (ClashError, PlanError) as error:
        return _refuse(context, place, error)
    first = kept.made.plan.hotline.period.first_day
    return RedirectResponse(context.page.link("plans", first, "versions"), 303)


def _refuse(context: PlanningContext, place: PlanPlace, error: ClashError | PlanError) -> Response:
    """Say why there is no next plan, and where to go on."""
    reasons = [error.message] if isinstance(error, ClashError) else [one.expected for one in error.faults]
    return context.page.respond(
        "next_plan.html", "plans", 409, hotline=place.hotline, facts=place.plan, preview=None, reasons=reasons
    )


def _as_planned(made: Plan, planned: Plan) -> Mapping[MunicipalityCode, Fraction]:
    """Return what municipalities would carry from the published roster; nothing where that is the same."""
    carried = {one.code: one.carry_over for one in planned.municipalities}
    same = all(one.carry_over == carried[one.code] for one in made.municipalities)
    return {} if same else carried


def _public_holidays(plan: Plan) -> tuple[date, ...]:
    hotline = plan.hotline
    shut = hotline.closing.days(hotline.period) - hotline.closing.closed
    return tuple(sorted(day for day in shut if hotline.opening_hours.get(day.weekday())))

"""The page of a plan's forecast: what is expected, what each shift needs, and taking that over."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse, Response

from api.access.permissions import Permission
from api.demand.addresses import SEATS_PAGE
from api.demand.risk_sentences import risk_message
from api.demand.seats import read_seats, take_over
from api.plans.place import PlanPlace
from api.rosters.page_context import InPlanning, PlanningContext, when
from api.store.errors import ClashError, ConflictError
from api.web.guard import allow
from api.web.pages.sent_form import CurrentForm, new_key
from wfm.ids import ShiftId
from wfm.message import Message, Plural, Text

router = APIRouter(include_in_schema=False)

CHANGED = Text("seats.changed", "the plan was changed meanwhile; look at it, and take over again")
DONE = Plural(
    "seats.done",
    "{n:number} shift has other seats now, in a new revision of the plan.",
    "{n:number} shifts have other seats now, in a new revision of the plan.",
)
MOST_DONE = 100_000
Taken = Annotated[int, Query(ge=0, le=MOST_DONE)]


@router.get(SEATS_PAGE, dependencies=[allow(Permission.READ_DRAFTS)])
def seats_page(context: InPlanning, plan: str, taken: Taken = 0) -> Response:
    """Show what is expected of a plan's period, and what its shifts need."""
    return _show(context, context.plan_place(plan), done=DONE(n=taken) if taken else None)


@router.post(SEATS_PAGE, dependencies=[allow(Permission.EDIT_PLAN)])
def take_seats(context: InPlanning, plan: str, form: CurrentForm) -> Response:
    """Take seats over into the plan: one more on a shift that is named, else all that is needed."""
    place = context.plan_place(plan)
    request = form.request(context.account, f"/plans/{place.plan.id}/demand")
    named = [ShiftId(form.text("shift"))] if form.text("shift") else None
    try:
        _, number = take_over(place, request, expected=form.number("expected"), one_more_on=named)
    except ConflictError:
        return _show(context, place, HTTPStatus.PRECONDITION_FAILED, told=CHANGED())
    except ClashError as error:
        return _show(context, place, HTTPStatus.CONFLICT, told=error.message)
    there = context.page.link("plans", plan, "demand", taken=str(number))
    return RedirectResponse(there, HTTPStatus.SEE_OTHER)


def _show(
    context: PlanningContext,
    place: PlanPlace,
    status: int = HTTPStatus.OK,
    *,
    done: Message | None = None,
    told: Message | None = None,
) -> Response:
    seats = read_seats(place)
    forecast, language = seats.forecast, context.page.language
    return context.page.respond(
        "demand/seats.html",
        "plans",
        status,
        hotline=seats.plan.hotline,
        facts=place.plan,
        forecast=forecast,
        is_counted=seats.is_counted,
        made=None if forecast is None else when(forecast.at, seats.plan.hotline.zone),
        expects=[] if forecast is None else forecast.told["sentences"][language],
        needs=[] if forecast is None else forecast.needs["sentences"][language],
        needed=seats.needed,
        proposals=[(one.shift.id, risk_message(one)) for one in seats.proposals],
        expected=seats.revision,
        done=done,
        told=told,
        key=new_key,
        edits=context.viewer.may(Permission.EDIT_PLAN),
    )

"""A version carried to the newest plan, looked at before it is done: who loses what, and one button."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from api.access.permissions import Permission
from api.plans.place import PlanPlace
from api.rosters.carry import CarryPreview, carry_version, preview_carry
from api.rosters.editing.sentences import loss_message
from api.rosters.page_context import InPlanning, PlanningContext, number_of
from api.store.engine import reading
from api.store.errors import ClashError, ConflictError
from api.web.guard import allow
from api.web.pages.sent_form import FormKey, new_key, request_by_key
from api.web.pages.sheets import cut_sheet, read_number

router = APIRouter(include_in_schema=False)

ADDRESS = "/plans/{plan}/versions/{number}/carry"

AT_ONCE = 60
"""Losses on a sheet."""
MOST_SHIFTS = 40
"""New and gone shifts, and breaches, that are told one by one; the API tells all."""

Number = Annotated[int, Form(ge=1, le=10**9)]


@router.get(ADDRESS, dependencies=[allow(Permission.READ_DRAFTS)])
def before_carrying(context: InPlanning, plan: str, number: str, sheet: str = "") -> Response:
    """Show what carrying a version would do."""
    return _answer(context, context.plan_place(plan), number, sheet)


@router.post(ADDRESS, dependencies=[allow(Permission.EDIT_PLAN)])
def carry(
    context: InPlanning, plan: str, number: str, expected: Number, revision: Number, key: FormKey
) -> Response:
    """Carry a version, if what was shown is what would happen now, and lead to what publishing it changes."""
    place = context.plan_place(plan)
    path = f"/plans/{place.plan.id}/versions/{number}/carry"
    request = request_by_key(context.account, key, path, f"expected={expected} revision={revision}")
    try:
        made = carry_version(place, request, number_of(number), expected=expected, revision=revision)
    except ConflictError:
        return _answer(context, place, number, "", overtaken=True)
    except ClashError as error:
        return _refuse(context, place, error)
    where = context.page.link("plans", place.first_day, "versions", made.number, "publish")
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)


def _answer(
    context: PlanningContext, place: PlanPlace, number: str, sheet: str, *, overtaken: bool = False
) -> Response:
    try:
        with reading(context.database) as connection:
            preview = preview_carry(connection, place, number_of(number))
    except ClashError as error:
        return _refuse(context, place, error)
    return _show(context, place, preview, sheet, overtaken=overtaken)


def _show(
    context: PlanningContext, place: PlanPlace, preview: CarryPreview, sheet: str, *, overtaken: bool
) -> Response:
    labels = preview.carry.labels
    return context.page.respond(
        "carry.html",
        "plans",
        HTTPStatus.PRECONDITION_FAILED if overtaken else HTTPStatus.OK,
        hotline=preview.carry.plan.hotline,
        facts=place.plan,
        preview=preview,
        losses=cut_sheet(preview.carry.losses, read_number(sheet), AT_ONCE),
        told=lambda loss: (loss_message(loss, labels),),
        losers=len({loss.agent for loss in preview.carry.losses}),
        most=MOST_SHIFTS,
        key=new_key(),
        overtaken=overtaken,
        changes=context.viewer.may(Permission.EDIT_PLAN),
    )


def _refuse(context: PlanningContext, place: PlanPlace, error: ClashError) -> Response:
    """Say why there is nothing to carry."""
    return context.page.respond(
        "carry.html",
        "plans",
        HTTPStatus.CONFLICT,
        hotline=place.hotline,
        facts=place.plan,
        preview=None,
        reason=error.message,
    )

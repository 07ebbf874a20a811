"""Closing a quarter: the check list, and the button."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.access.permissions import Permission
from api.rosters.page_context import when
from api.store.errors import ClosedError
from api.web.guard import allow
from api.web.pages.sent_form import FormKey, new_key, request_by_key
from api.worked.closing import close_quarter, find_close_check
from api.worked.pages import InWorked, WorkedContext
from wfm.message import Message

router = APIRouter(include_in_schema=False)

PAGE = "/plans/{plan}/close"
AT_ONCE = 60
"""Of the shifts of a list; the weeks show all."""


@router.get(PAGE, dependencies=[allow(Permission.READ_FIGURES)])
def close_check(context: InWorked, done: str = "") -> Response:
    """Show what is to be looked at before the quarter is closed, or that it is."""
    if context.waiting is not None:
        return context.waiting
    return _show(context, done=bool(done))


@router.post(PAGE, dependencies=[allow(Permission.PUBLISH)])
def close(context: InWorked, key: FormKey) -> Response:
    """Close the quarter."""
    place = context.place
    request = request_by_key(place.author, key, f"/plans/{place.plan.id}/close")
    try:
        close_quarter(place, request)
    except ClosedError as error:
        return _show(context, told=error.message, status=409)
    return RedirectResponse(context.planning.page.link("plans", place.first_day, "close", done=1), 303)


def _show(
    context: WorkedContext, *, done: bool = False, told: Message | None = None, status: int = 200
) -> Response:
    check = find_close_check(context.place)
    zone = check.quarter.plan.hotline.zone
    return context.planning.page.respond(
        "worked/close.html",
        "plans" if context.place.sees_drafts else "municipalities",
        status,
        hotline=check.quarter.plan.hotline,
        quarter=check.quarter,
        check=check,
        closed_at=None if check.closed_at is None else when(check.closed_at, zone),
        closes=context.place.viewer.may(Permission.PUBLISH),
        done=done,
        told=told,
        to=context.link,
        most=AT_ONCE,
        key=new_key,
    )

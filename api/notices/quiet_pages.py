"""The page of quiet hours: those of each municipality that one leads, and what waits."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.access.permissions import Permission
from api.notices.quiet import QuietHours
from api.notices.quiet_hours import read_quiet_hours, set_quiet_hours
from api.notices.sentences import QUIET_CHANGED, QUIET_SAVED
from api.replacements.page_context import InReplacing, ReplacementContext
from api.store.errors import ConflictError
from api.web.guard import allow
from api.web.pages.sent_form import WRONG, CurrentForm, new_key
from wfm.errors import InputError
from wfm.ids import MunicipalityCode
from wfm.message import Message

router = APIRouter(include_in_schema=False)

PAGE = "/quiet-hours"


@router.get(PAGE, dependencies=[allow(Permission.READ_FIGURES)])
def quiet_hours_page(context: InReplacing, done: str = "") -> Response:
    """Show the quiet hours of the caller's municipalities, and what waits."""
    return _show(context, done=QUIET_SAVED() if done == "saved" else None)


@router.post(f"{PAGE}/{{municipality}}", dependencies=[allow(Permission.CONFIRM)])
def change_quiet_hours(context: InReplacing, municipality: str, form: CurrentForm) -> Response:
    """Say when a municipality's people are not disturbed."""
    hours = QuietHours(form.text("begins"), form.text("ends"))
    request = context.request(form, "quiet-hours", municipality)
    try:
        set_quiet_hours(
            context.place, request, MunicipalityCode(municipality), hours, form.number("expected")
        )
    except InputError as error:
        return _show(context, told=error.faults[0].expected, status=WRONG)
    except ConflictError:
        return _show(context, told=QUIET_CHANGED(), status=412)
    return RedirectResponse(context.planning.page.link("quiet-hours", done="saved"), 303)


def _show(
    context: ReplacementContext,
    *,
    done: Message | None = None,
    told: Message | None = None,
    status: int = 200,
) -> Response:
    return context.planning.page.respond(
        "notices/quiet_hours.html",
        "now",
        status,
        hotline=context.place.hotline,
        towns=[(code, name, read_quiet_hours(context.place, code)) for code, name in context.led.items()],
        done=done,
        told=told,
        key=new_key,
    )

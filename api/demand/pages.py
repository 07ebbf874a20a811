"""The page of a hotline's calls: what is stored, gaps, and where a telephone system's file is dropped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.access.permissions import Permission
from api.demand.addresses import PAGE
from api.demand.sentences import REMOVED, TAKEN, tell_stored
from api.demand.service import read_overview, remove_calls, take_calls
from api.demand.uploads import SentFile
from api.rosters.page_context import InPlanning, PlanningContext
from api.store.errors import ClashError
from api.web.guard import allow
from api.web.json.upload_turns import FormTurn
from api.web.pages.sent_form import CurrentForm, new_key
from wfm.errors import Fault, HistoryError
from wfm.message import Message

router = APIRouter(include_in_schema=False)

MOST_GAPS = 31
LATEST = 14
"""Days shown of the latest."""


@router.get(PAGE, dependencies=[allow(Permission.READ_FIGURES)])
def calls_page(context: InPlanning) -> Response:
    """Show what is stored of the hotline's calls; to whoever plans, with the forms."""
    return _show(context)


@router.post(PAGE, dependencies=[allow(Permission.EDIT_PLAN)])
def send_file(context: InPlanning, form: CurrentForm, _turn: FormTurn) -> Response:
    """Take a file in, and tell what it held and what in it is hardly meant."""
    place = context.hotline_place()
    name, content = ("", b"") if form.file is None else (form.file.name, form.file.content)
    try:
        taken = take_calls(place, form.request(context.account, PAGE), SentFile(name, content))
    except HistoryError as error:
        return _show(context, HTTPStatus.UNPROCESSABLE_ENTITY, faults=error.faults)
    except ClashError as error:
        return _show(context, HTTPStatus.CONFLICT, told=error.message)
    done = TAKEN(n=taken.days, calls=taken.calls, replaced=taken.replaced)
    return _show(context, done=done, notices=taken.notices)


@router.post(f"{PAGE}/removals", dependencies=[allow(Permission.EDIT_PLAN)])
def remove_days(context: InPlanning, form: CurrentForm) -> Response:
    """Take days away, and lead back."""
    try:
        first, last = (date.fromisoformat(form.text(name)) for name in ("first_day", "last_day"))
        days = remove_calls(context.hotline_place(), form.request(context.account, PAGE), first, last)
    except HistoryError as error:
        return _show(context, HTTPStatus.UNPROCESSABLE_ENTITY, faults=error.faults)
    except ValueError:
        return RedirectResponse(context.page.link("calls"), HTTPStatus.SEE_OTHER)
    return _show(context, done=REMOVED(n=days))


def _show(
    context: PlanningContext,
    status: int = HTTPStatus.OK,
    *,
    done: Message | None = None,
    told: Message | None = None,
    faults: Sequence[Fault] = (),
    notices: Sequence[Fault] = (),
) -> Response:
    place = context.hotline_place()
    found = read_overview(place)
    return context.page.respond(
        "demand/calls.html",
        "plans",
        status,
        hotline=place.hotline,
        found=found,
        sentence=tell_stored(found),
        latest=found.days[: -LATEST - 1 : -1],
        gaps=found.gaps[:MOST_GAPS],
        done=done,
        told=told,
        faults=faults,
        notices=notices,
        key=new_key,
        edits=context.viewer.may(Permission.EDIT_PLAN),
    )

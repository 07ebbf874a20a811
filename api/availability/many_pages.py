"""The board's forms for many people at once: days of the employer's, and rows from a spreadsheet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.access.permissions import Permission
from api.availability.board_form import read_days, read_pasted
from api.availability.board_pages import BOARD, form_request, show_board
from api.availability.grid_view import CHOICES
from api.availability.many_answers import SharedDays, save_days, save_rows
from api.availability.page_context import InCollecting
from api.store.errors import ClosedError
from api.web.guard import allow
from api.web.json.upload_turns import FormTurn
from api.web.pages.sent_form import WRONG, CurrentForm
from wfm.errors import PlanError
from wfm.ids import AgentId
from wfm.message import Text

router = APIRouter(include_in_schema=False)

A_DAY = Text("collect.a_day", "a first day, and what is said of it")


@router.post(f"{BOARD}/days", dependencies=[allow(Permission.CONFIRM)])
def say_days(context: InCollecting, form: CurrentForm) -> Response:
    """Say the same of some days for several people, or for all of one's own."""
    place, sent = context.place, read_days(form)
    scope = place.scope
    everybody = [
        one.agent for one in place.people() if one.staffs and one.municipality in scope.municipalities
    ]
    agents = everybody if form.text("all") else list(dict.fromkeys(map(AgentId, sent.agents)))
    kind = CHOICES.get(sent.letter, (None, None))[0]
    try:
        first = date.fromisoformat(sent.first)
        last = date.fromisoformat(sent.last) if sent.last else first
    except ValueError:
        kind = None
    if kind is None:
        return show_board(context, told=A_DAY(), status=WRONG, many=sent)
    request = form_request(context, form, "days")
    try:
        changed = save_days(place, request, agents, SharedDays(first, last, kind))
    except PlanError as error:
        told = error.faults[0].expected
        return show_board(context, told=told, status=WRONG, many=sent)
    except ClosedError as error:
        return show_board(context, told=error.message, status=409, many=sent)
    return RedirectResponse(context.link(changed=changed), 303)


@router.post(f"{BOARD}/rows", dependencies=[allow(Permission.CONFIRM)])
def paste_rows(context: InCollecting, form: CurrentForm, _turn: FormTurn) -> Response:
    """Put rows that were copied from a spreadsheet beside what people say."""
    sent = replace(read_days(form), text=form.text("text"), letter="u")
    try:
        sent = replace(sent, raw=read_pasted(sent.text))
        assert sent.raw is not None
        changed = save_rows(context.place, form_request(context, form, "rows"), sent.raw)
    except PlanError as error:
        sent = replace(sent, faults=tuple(error.faults))
        return show_board(context, status=WRONG, many=sent)
    except ClosedError as error:
        return show_board(context, told=error.message, status=409, many=sent)
    return RedirectResponse(context.link(changed=changed), 303)

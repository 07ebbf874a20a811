"""A draft as it is proposed: the page on which it is put forward, read, commented on and answered."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.access.ids import RemarkId
from api.access.permissions import Permission
from api.availability.deadline import deadline, end_of_day, read_day
from api.proposals.page_context import InProposing, ProposalContext, run_named
from api.proposals.service import (
    LATER,
    LONGEST,
    answer,
    comment,
    find_breaches,
    list_heard,
    propose,
)
from api.rosters.page_context import when
from api.store.engine import reading
from api.store.errors import (
    BrokenRulesError,
    ClashError,
    ConflictError,
    MissingError,
    NotForwardError,
    TooManyError,
)
from api.store.idempotency import IdempotentRequest
from api.web.guard import allow
from api.web.pages.sent_form import WRONG, CurrentForm, PageForm, new_key
from api.web.pages.sheets import cut_sheet, read_number
from wfm.errors import InputError
from wfm.ids import ShiftId
from wfm.message import Message, Text
from wfm.tables.naming import plain

router = APIRouter(include_in_schema=False)

PAGE = "/plans/{plan}/versions/{number}/proposal"
AT_ONCE = 100
"""Of shifts and of comments; more stand on pages of their own."""
LONGEST_NOTE = 2000
DAYS = 14
"""How long a draft is open where the coordinator says nothing else."""
FULL = Text("proposal.full", "you have written as many comments on this draft as one may")
STALE = Text(
    "proposal.stale",
    "another coordinator changed this meanwhile; look at it, and send again what you still want",
)
BROKEN = Text("proposal.broken", "the draft breaks a hard rule, and is put forward when it no longer does")
SUPERSEDED = Text("proposal.superseded", "something later than this version is published already")


@router.get(PAGE, dependencies=[allow(Permission.READ_ROSTER)])
def proposal(context: InProposing, shift: str = "", sheet: str = "") -> Response:
    """Show a draft as it is proposed: until when, own shifts, comments and answers."""
    return _show(context, shift=shift, sheet=sheet)


@router.post(PAGE, dependencies=[allow(Permission.EDIT_PLAN)])
def open_draft(context: InProposing, form: CurrentForm) -> Response:
    """Show the draft to leaders and agents until the end of a day."""
    place = context.place
    day, note = read_day(form.text("until")), plain(form.text("note"))[:LONGEST_NOTE]
    typed = ("" if day is None else day.isoformat(), note)
    if day is None:
        return _show(context, told=LATER(), typed=typed, status=WRONG)
    until = end_of_day(day, place.stored.hotline().zone)
    sent, expected = _request(context, form, ""), form.number("expected")
    try:
        propose(place, sent, until=until, note=note, expected=expected)
    except InputError:
        return _show(context, told=LATER(), typed=typed, status=WRONG)
    except ConflictError:
        return _show(context, told=STALE(), typed=typed, status=412)
    except BrokenRulesError:
        return _show(context, told=BROKEN(), typed=typed, status=409)
    except NotForwardError:
        return _show(context, told=SUPERSEDED(), typed=typed, status=409)
    return RedirectResponse(context.link(), 303)


@router.post(f"{PAGE}/remarks", dependencies=[allow(Permission.ANSWER)])
def add(context: InProposing, form: CurrentForm) -> Response:
    """Write a comment."""
    shift, text = form.text("shift"), form.text("text").replace("\r\n", "\n")
    about = ShiftId(shift) if shift else None
    try:
        comment(context.place, _request(context, form, "remarks"), shift=about, text=text)
    except InputError as error:
        return _show(context, shift=shift, text=text, told=error.faults[0].expected, status=WRONG)
    except ClashError as error:
        return _show(context, shift=shift, text=text, told=error.message, status=409)
    except TooManyError:
        return _show(context, shift=shift, text=text, told=FULL(), status=409)
    return RedirectResponse(f"{context.link()}#remarks", 303)


@router.post(f"{PAGE}/remarks/{{remark}}/answer", dependencies=[allow(Permission.EDIT_PLAN)])
def reply(context: InProposing, remark: str, form: CurrentForm) -> Response:
    """Answer a comment, in own words or by an explanation."""
    text, run = form.text("text").replace("\r\n", "\n"), run_named(form.text("run"))
    sent = _request(context, form, f"remarks/{remark}/answer")
    try:
        answer(context.place, sent, RemarkId(remark), text=text, run=run)
    except InputError as error:
        typed = {remark: (text, form.text("run"))}
        return _show(context, told=error.faults[0].expected, answers=typed, status=WRONG)
    return RedirectResponse(f"{context.link()}#remarks", 303)


def _request(context: ProposalContext, form: PageForm, what: str) -> IdempotentRequest:
    place = context.place
    path = f"/plans/{place.plan.id}/versions/{place.version.number}/proposal/{what}"
    return form.request(place.author, path)


def _show(
    context: ProposalContext,
    *,
    shift: str = "",
    text: str = "",
    sheet: str = "",
    told: Message | None = None,
    typed: tuple[str, str] | None = None,
    answers: dict[str, tuple[str, str]] | None = None,
    status: int = 200,
) -> Response:
    place, planning = context.place, context.planning
    kept, hotline = place.proposal, place.stored.hotline()
    if kept is None and not place.coordinates:
        raise MissingError("proposal")
    if context.seen is None or all(shift != one.id for one in context.seen.publication.shifts):
        shift = ""
    found = list_heard(place)
    open_first = tuple(sorted(found, key=lambda one: one.answered_at is not None))
    remarks = cut_sheet(open_first if place.coordinates else found, read_number(sheet), AT_ONCE)
    with reading(place.database) as connection:
        broken = find_breaches(connection, place) if place.coordinates else ()
        by = None if kept is None or not place.sees_drafts else planning.by(connection, kept.author)
    today = place.at.astimezone(hotline.zone).date()
    last = today + timedelta(days=DAYS)
    if kept is not None and kept.until > place.at:
        last = (kept.until.astimezone(hotline.zone) - timedelta(seconds=1)).date()
    return planning.page.respond(
        "proposals/proposal.html",
        "plans" if place.sees_drafts else "me" if place.scope.agents else "roster",
        status,
        hotline=hotline,
        place=place,
        kept=kept,
        until=None if kept is None else deadline(kept.until, hotline.zone),
        by=by,
        at=lambda moment: when(moment, hotline.zone),
        today=today,
        own=context.own_shifts(),
        shift=shift,
        text=text,
        remarks=remarks,
        waiting=sum(one.answered_at is None for one in found),
        writers=context.writers(found),
        runs=context.explanations() if place.coordinates else (),
        answers=answers or {},
        told=told,
        typed=typed or (last.isoformat(), "" if kept is None else kept.note),
        broken=broken,
        longest=LONGEST,
        key=new_key,
        to=context.link,
        at_sheet=lambda sheet: f"{context.link(sheet=sheet)}#remarks",
        draft=context.draft_link,
    )

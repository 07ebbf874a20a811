"""The page on which one says when one can sit: a grid of weeks, patterns, a calendar; for a thumb."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from api.access.ids import RevisionNumber
from api.access.permissions import Permission
from api.availability.busy_times import MOST_BYTES, BusyTimes, read_busy_times
from api.availability.calendar_turns import AnswerTurn
from api.availability.change_requests import ask_change, list_change_requests
from api.availability.deadline import deadline
from api.availability.earlier import find_earlier_plan
from api.availability.grid_view import (
    CHOICES,
    FIELD,
    Changes,
    find_differences,
    grid_weeks,
    last_quarter_changes,
    pattern_changes,
    read_changes,
)
from api.availability.page_context import CollectionContext, InCollecting
from api.availability.place import CollectionPlace, collection_place
from api.availability.records.collections import Stage
from api.availability.schemas import entry_view
from api.availability.service import (
    KnownState,
    PersonAnswer,
    read_person_answer,
    read_person_answer_at,
    write_answer,
)
from api.store.engine import reading
from api.store.errors import ClosedError, ConflictError
from api.web.guard import allow
from api.web.pages.sent_form import WRONG, CurrentForm, PageForm, new_key
from wfm.availability import EntryKind
from wfm.availability_grid import with_changes
from wfm.errors import PlanError
from wfm.ids import AgentId
from wfm.message import Message, Text

router = APIRouter(include_in_schema=False)

ADDRESS = "/plans/{plan}/availability/{agent}"
NO_FILE = Text("collect.no_file", "choose a calendar file of at most 1 MB")
SEES = Permission.READ_ROSTER


@router.get(ADDRESS, dependencies=[allow(SEES)])
def answer_page(context: InCollecting, agent: str, done: str = "") -> Response:
    """Show what somebody says."""
    return _page(context, read_person_answer(context.place, AgentId(agent)), saved=done)


@router.post(ADDRESS, dependencies=[allow(Permission.ANSWER)])
def post_answer(context: InCollecting, agent: str, form: CurrentForm, _turn: AnswerTurn) -> Response:
    """Keep what was changed: cells of the grid, a pattern, the last quarter's answer, a calendar."""
    place, known = context.place, AgentId(agent)
    now = read_person_answer(place, known)
    base = _base(place, known, form, now)
    does = form.text("do")
    busy: BusyTimes | None = None
    try:
        if does == "calendar":
            if form.file is None or len(form.file.content) > MOST_BYTES:
                return _page(context, now, told=(NO_FILE(),), status=WRONG)
            busy = read_busy_times(place, known, form.file.content)
        changes = _changes(place, base, form, does, busy)
        if does == "request":
            return _ask(context, now, form, changes)
        request = form.request(place.author, f"/plans/{place.plan.id}/availability/{now.who.person}")
        write_answer(
            place,
            request,
            known,
            KnownState(base.revision.number, base.digest),
            lambda own: with_changes(known, own.availability, own.shifts, changes),
            answered=does == "done" or (now.answer is not None and now.answer.answered_at is not None),
        )
    except ConflictError:
        return _page(context, now, changes=changes, base=base, status=412)
    except ClosedError as error:
        return _page(context, now, changes=changes, told=(error.message,), status=409)
    except PlanError as error:
        return _page(context, now, told=tuple(fault.expected for fault in error.faults), status=WRONG)
    if busy is not None and busy.notices:
        return _page(context, read_person_answer(_look_anew(place), known), told=busy.notices)
    return RedirectResponse(context.link(agent, done=does), 303)


def _look_anew(place: CollectionPlace) -> CollectionPlace:
    with reading(place.database) as connection:
        return collection_place(connection, place)


def _base(place: CollectionPlace, agent: AgentId, form: PageForm, now: PersonAnswer) -> PersonAnswer:
    """Return what stood in the form when it was shown."""
    number = RevisionNumber(form.number("expected"))
    if not 0 < number <= now.revision.number:
        raise HTTPException(WRONG)
    return now if number == now.revision.number else read_person_answer_at(place, agent, number)


def _changes(
    place: CollectionPlace, base: PersonAnswer, form: PageForm, does: str, busy: BusyTimes | None
) -> Changes:
    plan = base.plan
    if busy is not None:
        return dict.fromkeys(busy.shifts, EntryKind.UNAVAILABLE)
    if does == "pattern":
        told = {name: form.text(name) for name in ("weekday", "start", "weeks", "letter")}
        return pattern_changes(plan, **told)
    if does == "last":
        earlier = find_earlier_plan(place, base.who)
        return {} if earlier is None else last_quarter_changes(plan, earlier)
    fields = {name: form.text(name) for name in form.fields if name.startswith(FIELD)}
    return read_changes(plan, fields)


def _ask(context: CollectionContext, now: PersonAnswer, form: PageForm, changes: Changes) -> Response:
    place, agent = context.place, now.who.agent
    entries = with_changes(agent, now.entries, now.plan.shifts, changes)
    if not place.sees_notes(now.who):
        raise HTTPException(WRONG)
    request = form.request(place.author, f"/plans/{place.plan.id}/availability/{now.who.person}/requests")
    ask_change(place, request, agent, [entry_view(entry).row() for entry in entries])
    return RedirectResponse(context.link(agent, done="request"), 303)


def _page(
    context: CollectionContext,
    found: PersonAnswer,
    *,
    changes: Mapping[Any, Any] | None = None,
    base: PersonAnswer | None = None,
    told: Sequence[Message] = (),
    saved: str = "",
    status: int = 200,
) -> Response:
    place = context.place
    zone, weeks = found.plan.hotline.zone, grid_weeks(found.plan, changes or {})
    closed = place.stage is Stage.CLOSED and not place.coordinates
    may = place.viewer.may(Permission.ANSWER) and place.answers_for(found.who)
    may = may and (place.coordinates or place.stage in (Stage.OPEN, Stage.CLOSED))
    waiting = list_change_requests(place, of=found.who.person)
    return context.planning.page.respond(
        "availability/answer.html",
        "me" if found.who.agent in place.scope.agents else "plans",
        status,
        hotline=found.plan.hotline,
        collection=place.collection,
        closes=None if place.collection is None else deadline(place.collection.closes, zone),
        found=found,
        weeks=weeks,
        choices=CHOICES,
        field=FIELD,
        starts=sorted({time for week in weeks for time in week.times}),
        theirs=() if base is None else tuple(find_differences(base.plan, found.plan)),
        is_stale=base is not None,
        told=told,
        saved=saved,
        closed=closed,
        may=may,
        weekdays=[date(2001, 1, n) for n in range(1, 8)],  # a Monday and on
        has_earlier=find_earlier_plan(place, found.who) is not None,
        requests=waiting[:3],
        key=new_key,
        own=context.link(found.who.agent),
        board=context.link() if len(place.people()) > 1 else "",
    )

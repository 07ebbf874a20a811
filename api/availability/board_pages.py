"""The boards: a leader's people and what is thin, a coordinator's municipalities, deadline and requests."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from api.access.permissions import Permission
from api.availability.asked_days import AskedDays
from api.availability.board_form import BoardForm
from api.availability.change_requests import DECIDED, grant, list_change_requests, reject
from api.availability.collection import PersonStatus, list_statuses, remind, set_collection
from api.availability.deadline import deadline
from api.availability.page_context import CollectionContext, InCollecting
from api.availability.records.collections import Stage
from api.availability.service import confirm_answer
from api.availability.thin_weeks import find_thin_weeks
from api.plans.records.answers import read_plan_shortly
from api.rosters.page_context import when
from api.store.engine import reading
from api.store.errors import ClashError, ConflictError
from api.store.idempotency import IdempotentRequest
from api.web.guard import allow
from api.web.pages.sent_form import WRONG, CurrentForm, PageForm, new_key
from wfm.ids import AgentId, MunicipalityCode
from wfm.message import Message, Plural, Text
from wfm.tables.naming import plain

router = APIRouter(include_in_schema=False)

BOARD = "/plans/{plan}/availability"
LONGEST_NOTE = 2000
MOST_DIGITS = 4
CHANGED = Text("collect.changed", "somebody else changed it meanwhile; this is what holds now")
TOLD = Text(
    "collect.told",
    "mails are on their way: {agents:number} to agents, {leaders:number} to leaders; "
    "{unreachable:number} people have neither an account nor a leader who has one",
)

KEPT = Plural(
    "collect.kept_of",
    "kept; what {n:number} agent says was changed by it",
    "kept; what {n:number} agents say was changed by it",
)


@router.get(BOARD, dependencies=[allow(Permission.READ_ROSTER)])
def board(context: InCollecting, asked: str = "", changed: str = "") -> Response:
    """Show who has answered; whoever answers for nobody else is led to their own answer."""
    place = context.place
    people = place.people()
    if len(people) == 1 and people[0].agent in place.scope.agents:
        return RedirectResponse(context.link(people[0].agent), 303)
    if changed.isascii() and changed.isdecimal() and len(changed) <= MOST_DIGITS:
        return show_board(context, told=KEPT(n=int(changed)), good=True)
    kept = place.collection
    return show_board(context, just_now=kept is not None and asked == str(kept.number))


@router.post(BOARD, dependencies=[allow(Permission.EDIT_PLAN)])
def ask_people(context: InCollecting, form: CurrentForm) -> Response:
    """Open the collection until the end of a day, at once or from a day on, or change it."""
    place, zone = context.place, context.place.stored.hotline().zone
    days = AskedDays.read(form, place, zone)
    if isinstance(days, Message):
        return show_board(context, told=days, status=WRONG)
    note = plain(form.text("note"))[:LONGEST_NOTE]
    request, expected = form_request(context, form, "collection"), form.number("expected")
    try:
        kept = set_collection(place, request, expected, opens=days.opens, closes=days.closes, note=note)
    except ConflictError:
        return show_board(context, told=CHANGED(), status=412)
    return RedirectResponse(context.link(asked=kept.number), 303)


@router.post(f"{BOARD}/reminders", dependencies=[allow(Permission.EDIT_PLAN)])
def send_reminders(context: InCollecting, form: CurrentForm) -> Response:
    """Remind those who have not answered."""
    try:
        sent = remind(context.place, form_request(context, form, "reminders"))
    except ClashError as error:
        return show_board(context, told=error.message, status=409)
    told = TOLD(agents=sent.agents, leaders=sent.leaders, unreachable=sent.unreachable)
    return show_board(context, told=told, good=True)


@router.post(f"{BOARD}/{{agent}}/confirm", dependencies=[allow(Permission.CONFIRM)])
def confirm_one(context: InCollecting, agent: str, form: CurrentForm) -> Response:
    """Confirm what somebody says."""
    try:
        confirm_answer(context.place, form_request(context, form, f"{agent}/confirm"), AgentId(agent))
    except ClashError as error:
        return show_board(context, told=error.message, status=409)
    return RedirectResponse(context.link(), 303)


@router.post(f"{BOARD}/{{agent}}/requests/{{request}}", dependencies=[allow(Permission.EDIT_PLAN)])
def decide_request(context: InCollecting, agent: str, request: str, form: CurrentForm) -> Response:
    """Grant a request, or reject it."""
    does = {"grant": grant, "reject": reject}.get(form.text("do"))
    if does is None:
        raise HTTPException(WRONG)
    sent = form_request(context, form, f"{agent}/requests/{request}")
    try:
        does(context.place, sent, AgentId(agent), request)
    except ClashError as error:
        told = DECIDED() if error.message.text is DECIDED else error.message
        return show_board(context, told=told, status=409)
    return RedirectResponse(context.link(), 303)


def form_request(context: CollectionContext, form: PageForm, what: str) -> IdempotentRequest:
    """Return by what a form about a plan's availability is known when it comes again."""
    return form.request(context.place.author, f"/plans/{context.place.plan.id}/availability/{what}")


def show_board(
    context: CollectionContext,
    *,
    told: Message | None = None,
    good: bool = False,
    just_now: bool = False,
    status: int = 200,
    many: BoardForm | None = None,
) -> Response:
    """Return the board, with what was sent for many people where it could not be kept."""
    place = context.place
    statuses = list_statuses(place)
    by_town: dict[MunicipalityCode, list[PersonStatus]] = {}
    for one in statuses:
        by_town.setdefault(one.who.municipality, []).append(one)
    with reading(place.database) as connection:
        plan = read_plan_shortly(connection, place.stored)
    kept, zone = place.collection, plan.hotline.zone
    last = None if kept is None else (kept.closes.astimezone(zone) - timedelta(seconds=1)).date()
    begins = None if kept is None else kept.opens.astimezone(zone)
    waiting = list_change_requests(place, only_open=True)
    may, towns = place.viewer.may(Permission.CONFIRM), place.scope.municipalities
    return context.planning.page.respond(
        "availability/board.html",
        "plans",
        status,
        hotline=plan.hotline,
        plan=plan,
        collection=kept,
        stage=place.stage,
        closes=None if kept is None else deadline(kept.closes, zone),
        opens=when(kept.opens, zone) if kept is not None and place.stage is Stage.PLANNED else None,
        first_day_asked=begins.date() if begins and place.stage is Stage.PLANNED else None,
        chooses_beginning=place.stage in (Stage.NONE, Stage.PLANNED),
        last_day=last,
        towns=by_town,
        done=sum(one.done for one in statuses),
        people=len(statuses),
        thin=find_thin_weeks(plan, by_town),
        requests=waiting,
        coordinates=place.coordinates,
        confirms=may and plan.hotline.approval == "leader",
        can_remind=place.coordinates and place.stage is Stage.OPEN,
        can_answer=may and (place.coordinates or place.stage is Stage.OPEN),
        own=[one.who for one in statuses if one.who.municipality in towns],
        many=many or BoardForm(),
        speak=place.speak.say,
        told=told,
        good=good,
        just_now=just_now,
        first_day=plan.hotline.period.first_day,
        key=new_key,
        to=context.link,
    )

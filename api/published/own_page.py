"""One's own shifts, what is ahead first, and the calendars that one subscribes to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from api.access.permissions import Permission
from api.calendars.choices import (
    CalendarChoice,
)
from api.calendars.context import CurrentSubscriber, secret_address
from api.calendars.service import LONGEST_NAME, NewAddress, Subscriber, UnknownCalendarError
from api.calendars.subscribe import SubscriptionLinks
from api.plans.records.asked import list_open_collections
from api.plans.records.offered import list_offered_seats
from api.plans.records.proposed import list_open_proposals
from api.publication.seating import ShiftSeating
from api.publication.summary import Showing
from api.published.own_hints import explain_no_shifts
from api.published.records import list_published_plans
from api.store import idempotency
from api.store.engine import reading
from api.texts.one_line import one_line
from api.texts.translator import LANGUAGES, translator
from api.web.guard import allow
from api.web.pages.frame import CurrentFrame, PageFrame
from api.web.pages.sent_form import new_key
from api.web.sources import Hotlines, NothingPublishedError
from wfm.finding import Finding
from wfm.ids import AgentId
from wfm.message import Message

ME = "/me"
CALENDARS = f"{ME}/calendars"
REVOKED = "revoked"

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class OwnPlan:
    """One's own shifts of one published roster.

    Parameters
    ----------
    dates, first_day
        From when to when it holds, in words, and the first of these days.
    ahead, past
        Shifts that are not over yet, the next one first; and the others, the last one first.
    others, locked, beside
        Who else sits on a shift, whether the plan fixed that one sits there oneself, and whether one sits
        beside there, to learn.
    swap
        Makes the address at which a shift is put forward; empty where it can't be.
    link
        Makes addresses of pages of this roster.
    hints
        Why there is no shift, and what would give one; empty where there are any.
    findings
        What is not as the rules would have it for oneself.
    """

    dates: str
    first_day: date
    ahead: tuple[ShiftSeating, ...]
    past: tuple[ShiftSeating, ...]
    others: Callable[[ShiftSeating], object]
    locked: Callable[[ShiftSeating], bool]
    beside: Callable[[ShiftSeating], bool]
    swap: Callable[[ShiftSeating], str]
    link: Callable[..., str]
    hints: tuple[Message, ...]
    findings: tuple[Finding, ...]


@router.get(ME, dependencies=[allow(Permission.READ_ROSTER)])
def me(request: Request, page: CurrentFrame, subscriber: CurrentSubscriber, done: str = "") -> Response:
    """Show one's own shifts and calendars."""
    return _page(request, page, subscriber, done=done)


@router.post(ME, dependencies=[allow(Permission.FOLLOW)])
def make(
    request: Request,
    page: CurrentFrame,
    subscriber: CurrentSubscriber,
    calendar: Annotated[str, Form(max_length=300)] = "",
    name: Annotated[str, Form(max_length=300)] = "",
    language: Annotated[str, Form(max_length=5)] = "",
    key: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Make an address and show it, this once; the same form sent again makes no other."""
    called = one_line(name)[:LONGEST_NAME]
    if not called:
        return _page(request, page, subscriber, wrong=True)
    spoken = language if language in LANGUAGES else page.language
    sent = _request(subscriber, key, calendar, called, spoken) if key else None
    try:
        made = subscriber.make(calendar, called, spoken, sent)
    except UnknownCalendarError as error:
        raise HTTPException(HTTPStatus.NOT_FOUND) from error
    return _page(request, page, subscriber, made=made)


@router.post(f"{CALENDARS}/{{address}}/revoke", dependencies=[allow(Permission.FOLLOW)])
def revoke(page: CurrentFrame, subscriber: CurrentSubscriber, address: str) -> Response:
    """Revoke an address."""
    subscriber.revoke(address)
    return RedirectResponse(page.link("me", done=REVOKED), HTTPStatus.SEE_OTHER)


def _request(subscriber: Subscriber, key: str, *fields: str) -> idempotency.IdempotentRequest:
    """Return by what a form is known that is sent twice; filled in otherwise, it is another."""
    body = sha256("\0".join(fields).encode()).hexdigest()
    return idempotency.IdempotentRequest(
        caller=idempotency.owner_of_keys(subscriber.account),
        key=f"{key}.{body}",
        method="POST",
        path=ME,
        body_sha256=body,
    )


def _page(
    request: Request,
    page: PageFrame,
    subscriber: Subscriber,
    *,
    done: str = "",
    made: NewAddress | None = None,
    wrong: bool = False,
) -> Response:
    with reading(subscriber.database) as connection:
        scope, hotline, now = subscriber.viewer.scope, subscriber.members.id, subscriber.now
        asked = list_open_collections(connection, hotline, now, persons=scope.persons)
        led = list_open_collections(connection, hotline, now, municipalities=scope.municipalities)
        drafts = list_open_proposals(connection, hotline, now)
        offered = list_offered_seats(connection, hotline, now, scope.persons)
    return page.respond(
        "me.html",
        "me",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        hotline=subscriber.members.name,
        asked=asked,
        followed=led,
        drafts=drafts,
        offered=offered,
        agents=sorted(subscriber.viewer.scope.agents),
        plans=tuple(_plans(request, page, subscriber)),
        calendars=tuple(subscriber.calendars.values()),
        addresses=subscriber.addresses(),
        made=_to_follow(request, subscriber, made),
        again=made is not None and made.secret is None,
        key=new_key(),
        new_key=new_key,
        revoked=done == REVOKED,
        wrong=wrong,
        longest=LONGEST_NAME,
    )


def _to_follow(request: Request, subscriber: Subscriber, made: NewAddress | None) -> SubscriptionLinks | None:
    if made is None or made.secret is None:
        return None
    return SubscriptionLinks(secret_address(request, made.secret), _title(subscriber, made.calendar))


def _title(subscriber: Subscriber, choice: CalendarChoice) -> str:
    """Return what a calendar program is to call a calendar: one's own goes by the hotline's name."""
    return choice.name if choice.of else subscriber.members.name


def _plans(request: Request, page: PageFrame, subscriber: Subscriber) -> Iterator[OwnPlan]:
    """Yield the rosters that are not over yet, and where all are, the last one."""
    hotlines: Hotlines = request.app.state.hotlines
    hotline, scope = subscriber.viewer.hotline, subscriber.viewer.scope
    with reading(subscriber.database) as connection:
        published = list_published_plans(connection, subscriber.members.id)
    try:
        usual = hotlines.source(hotline).hotline().period.first_day
    except NothingPublishedError:
        return
    for plan in published if scope.agents else ():
        if plan.first_day >= usual:
            named = plan.first_day.isoformat()
            seen = hotlines.source(hotline, named).view(scope)
            agents, showing = tuple(sorted(seen.scope.agents)), seen.derive(Showing)
            # The address of this page may name a roster, and must not name it on.
            link = partial(page.link, plan="" if plan.first_day == usual else named)
            yield _own_plan(page, showing, agents, subscriber.now, link)


def _own_plan(
    page: PageFrame, showing: Showing, agents: tuple[AgentId, ...], now: datetime, link: Callable[..., str]
) -> OwnPlan:
    own = {seating.shift.id: (seating, agent) for agent in agents for seating in showing.seatings_of(agent)}
    ordered = sorted((seating for seating, _ in own.values()), key=lambda seating: seating.shift.starts_at)
    period = showing.publication.plan.hotline.period
    return OwnPlan(
        dates=translator(page.language).dates(period.first_day, period.last_day),
        first_day=period.first_day,
        ahead=tuple(seating for seating in ordered if seating.shift.ends_at > now),
        past=tuple(seating for seating in reversed(ordered) if seating.shift.ends_at <= now),
        others=lambda seating: seating.others(own[seating.shift.id][1]),
        locked=lambda seating: seating.locks(own[seating.shift.id][1]),
        beside=lambda seating: seating.is_beside(own[seating.shift.id][1]),
        swap=lambda seating: _swap(page, *own[seating.shift.id], now),
        link=link,
        hints=() if own else explain_no_shifts(showing.publication.plan, agents),
        findings=tuple(finding for agent in agents for finding in showing.findings_of(agent)),
    )


def _swap(page: PageFrame, seating: ShiftSeating, agent: AgentId, now: datetime) -> str:
    """Return where a shift is put forward; nothing where it has begun, or one only learns there."""
    if seating.shift.starts_at <= now or seating.is_beside(agent):
        return ""
    return page.link("swaps", "new", agent=agent, shift=seating.shift.id, plan="")
